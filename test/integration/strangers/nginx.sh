#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# The command, and with it the library, against a server that nobody here wrote: nginx over TLS.
# usage: nginx.sh COMMAND
set -euo pipefail
command=$1

for tool in nginx openssl; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done

work=$(mktemp -d)
nginx_pid=
stop() {
    [[ -z $nginx_pid ]] || { kill "$nginx_pid" && wait "$nginx_pid" || true; }
    rm -rf "$work"
}
trap stop EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null

link='{"type":"file","id":"1","etag":"3","shared_link":{"url":"https://app.box.com/s/abc","access":"open","is_password_enabled":false}}'
configure() { # $1: the port
    cat >"$work/nginx.conf" <<CONF
pid $work/pid; error_log $work/error.log; worker_processes 1;
events { worker_connections 256; }
http {
    log_format seen '\$connection \$ssl_session_reused \$ssl_protocol \$request_method \$request_uri \$status \$http_authorization';
    access_log $work/access.log seen;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    keepalive_requests 50;
    server {
        listen 127.0.0.1:$1 ssl; server_name localhost;
        ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:1m;
        default_type application/json;
        location /2.0/files/404 { return 404 '{"type":"error","status":404,"code":"not_found","message":"gone","request_id":"abc"}'; }
        location /2.0/files/502 { default_type text/html; return 502; }
        location / { return 200 '$link'; }
    }
}
CONF
}

# A port that is free when nginx asks for it; another test may be quicker, so several are tried.
for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    configure "$port"
    nginx -c "$work/nginx.conf" -g 'daemon off;' 2>"$work/start.log" &
    nginx_pid=$!
    until [[ -s $work/pid ]] || ! kill -0 "$nginx_pid" 2>/dev/null; do :; done
    kill -0 "$nginx_pid" 2>/dev/null && break
    wait "$nginx_pid" || true
    nginx_pid=
    [[ $attempt -lt 5 ]] || { cat "$work/start.log"; fail "nginx does not start"; }
done

export BOXLINK_BASE_URL=https://localhost:$port BOXLINK_CA_FILE=$work/cert.pem BOXLINK_TOKEN=nginx-secret-token
unset HTTPS_PROXY https_proxy

"$command" share file:1 --access open --json >"$work/one.json"
grep -q '"ok":true' "$work/one.json" || fail "share: $(cat "$work/one.json")"
grep -q '"url":"https://app.box.com/s/abc"' "$work/one.json" || fail "no link: $(cat "$work/one.json")"

# Many on few connections, which nginx closes after 50 requests each.
items=()
for n in $(seq 1001 1400); do items+=("file:$n"); done
: >"$work/access.log"
"$command" get "${items[@]}" --concurrency 4 --rate 1000000 --json >"$work/many.json"
good=$(grep -c '"ok":true' "$work/many.json")
[[ $good -eq 400 ]] || fail "$good of 400 links read"
connections=$(cut -d' ' -f1 "$work/access.log" | sort -u | wc -l)
[[ $connections -ge 8 && $connections -le 16 ]] || fail "$connections connections for 400 requests, 50 each"
resumed=$(awk '$2 == "r" { print $1 }' "$work/access.log" | sort -u | wc -l)
[[ $resumed -ge 4 ]] || fail "only $resumed of $connections connections resumed their TLS session"
grep -q 'TLSv1.3' "$work/access.log" || fail "not TLS 1.3"

status=0
"$command" get file:404 --json >"$work/gone.json" || status=$?
[[ $status -eq 1 ]] || fail "exit status $status for an item that is not there"
grep -q '"code":"not_found"' "$work/gone.json" || fail "$(cat "$work/gone.json")"

status=0
"$command" get file:502 --max-attempts 1 --json >"$work/html.json" || status=$?
[[ $status -eq 1 ]] || fail "exit status $status for a 502 in HTML"
grep -q '"status":502' "$work/html.json" || fail "the status of an HTML answer is lost: $(cat "$work/html.json")"

# A stranger's certificate: nothing is sent.
: >"$work/access.log"
status=0
BOXLINK_CA_FILE='' "$command" get file:1 --json >"$work/refused.json" 2>&1 || status=$?
[[ $status -ne 0 ]] || fail "a self-signed certificate was accepted"
[[ ! -s $work/access.log ]] || fail "something was sent to a server that is not trusted"
! grep -rq nginx-secret-token "$work"/*.json || fail "the token was shown"
echo "passed: $connections connections, $resumed with a resumed session, for 400 requests"
