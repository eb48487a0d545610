#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Compares boxlink with other clients: the same requests over TLS 1.3, several rounds in rotating order, the client
# on the first core and the server on the second. Prints medians, quartiles, and the ratios of each round.
# Installs what is missing and builds the release preset first.
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
source_dir=$PWD
cd - >/dev/null

usage() {
    cat <<'TEXT'
usage: benchmarks/compare.sh [options]
  --peers LIST         boxlink,beast,curl,wrk,node-undici,node-sdk-keepalive,node-sdk: all, or those named
  --server NAME        nginx, answerer (a cheaper server of our own: nginx can be the limit) or both, the default
  --connections LIST   requests on the wire at a time, such as 1,64; default: 64, with --plot 1,4,16,64,256
  --rounds N           default: 7
  --count N            requests of a run; default: 60000. The clients for Node.js send a part of it
  --plot FILE.svg      draws requests a second and p99 against connections
  --smoke              everything once with a few requests: do all the parts work?
  --drivers FOLDER     runs the drivers in it, and neither installs nor builds anything
TEXT
}

fail() {
    echo "compare: $*" >&2
    exit 1
}

peers=boxlink,beast,curl,wrk,node-undici,node-sdk-keepalive,node-sdk
all_peers=$peers
are_named=
server=both connections='' rounds=7 count=60000 plot='' drivers='' smoke=
while [[ $# -gt 0 ]]; do
    case $1 in
        --help | -h) usage && exit ;;
        --smoke)
            smoke=yes
            shift
            continue
            ;;
    esac
    [[ $# -ge 2 ]] || fail "$1: lacks its value, or is no option; see --help"
    case $1 in
        --peers) peers=$2 are_named=yes ;;
        --server) server=$2 ;;
        --connections) connections=$2 ;;
        --rounds) rounds=$2 ;;
        --count) count=$2 ;;
        --plot) plot=$2 ;;
        --drivers) drivers=$2 ;;
        *) fail "$1: is no option; see --help" ;;
    esac
    shift 2
done
[[ -z $smoke ]] || rounds=1 count=200 connections=${connections:-2,4}
[[ -n $connections ]] || { [[ -n $plot ]] && connections=1,4,16,64,256 || connections=64; }
for option in rounds count; do
    [[ ${!option} =~ ^[1-9][0-9]{0,8}$ ]] || fail "--$option: '${!option}' is not a number from 1 on"
done
[[ $connections =~ ^[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*$ ]] || fail "--connections: '$connections' is not of the form 1,64"
case $server in
    both) servers=(nginx answerer) ;;
    nginx | answerer) servers=("$server") ;;
    *) fail "--server: '$server' is not nginx, answerer or both" ;;
esac
IFS=, read -r -a wanted_peers <<<"$peers"
for peer in "${wanted_peers[@]}"; do
    [[ ,$all_peers, == *",$peer,"* ]] || fail "--peers: there is no '$peer'; there are $all_peers"
done
[[ -z $plot || -w $(dirname -- "$plot") ]] || fail "--plot: cannot write to the folder of '$plot'"

if [[ -z $drivers ]]; then
    "$source_dir/.ci/setup" bench
    drivers=$source_dir/build/release/benchmarks/peers
    (
        cd "$source_dir"
        cmake --preset release >/dev/null
        cmake --build --preset release --target peers
    ) >&2
fi

# What is not there: with 77, CTest knows that a test is skipped.
without() {
    echo "compare: without $*" >&2
    [[ -z $are_named ]] || exit 77
}
node_folder=$source_dir/benchmarks/peers/node
runs() { # $1: the client; sets the command that runs it
    case $1 in
        wrk)
            command=("$source_dir/benchmarks/peers/wrk_peer.sh")
            command -v wrk >/dev/null || { without "wrk, which is not installed" && return 1; }
            ;;
        node-*)
            command=(node "$node_folder/node_peer.mjs" "$1")
            command -v node >/dev/null || { without "$1: node is not installed" && return 1; }
            [[ -d $node_folder/node_modules ]] ||
                { without "$1: its packages are not installed; '.ci/setup bench' does it" && return 1; }
            ;;
        *)
            command=("$drivers/$1_peer")
            [[ -x ${command[0]} ]] || { without "$1: ${command[0]} was not built" && return 1; }
            ;;
    esac
}
there=()
for peer in "${wanted_peers[@]}"; do
    runs "$peer" && there+=("$peer")
done
[[ ${#there[@]} -gt 0 ]] || fail "none of the clients is there"
if [[ " ${servers[*]} " == *" nginx "* ]]; then
    PATH=$PATH:/usr/sbin
    command -v nginx >/dev/null && command -v openssl >/dev/null || {
        without "nginx: it, or the command openssl, is not installed"
        [[ $server == both ]] || fail "there is no server"
        servers=(answerer)
    }
fi
[[ -z $plot ]] || command -v gnuplot >/dev/null || { without "the plot: gnuplot is not installed" && plot=; }

source "$source_dir/benchmarks/peers/answerer.sh"
use_two_cores
lines=$work/lines

answer='{"type":"file","id":"$id","etag":"3","shared_link":{"url":"https://app.box.com/s/vspke7y05sb214wjokpk","download_url":"https://app.box.com/shared/static/vspke7y05sb214wjokpk.pdf","vanity_url":null,"vanity_name":null,"effective_access":"company","effective_permission":"can_download","is_password_enabled":false,"unshared_at":null,"download_count":0,"preview_count":0,"access":"company","permissions":{"can_preview":true,"can_download":true,"can_edit":false}}}'
configure_nginx() {
    cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; pid $work/pid; error_log $work/error.log;
events { worker_connections 2048; }
http {
    access_log off;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    keepalive_requests 100000000; keepalive_timeout 600s;
    server {
        listen 127.0.0.1:$port ssl backlog=4096; server_name localhost;
        ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
        ssl_protocols TLSv1.3; ssl_session_cache shared:tls:10m;
        default_type application/json;
        location ~ ^/2\.0/files/(?<id>[0-9]+)\$ { return 200 '$answer'; }
    }
}
CONF
}

start_nginx() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    # A port that is free when nginx asks for it; another process may be quicker, so several are tried.
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        configure_nginx
        "${on_server_core[@]}" nginx -c "$work/nginx.conf" 2>"$work/start.log" &
        server_pid=$!
        until [[ -s $work/pid ]] || ! kill -0 "$server_pid" 2>/dev/null; do sleep 0.02; done
        kill -0 "$server_pid" 2>/dev/null && return
        wait "$server_pid" || true
        server_pid=
    done
    cat "$work/start.log" >&2
    fail "nginx does not start"
}

# The part of the requests that a client sends which takes long for each.
part_for() {
    local divisor
    case $1 in
        node-sdk) divisor=60 ;;
        node-sdk-keepalive) divisor=20 ;;
        node-undici) divisor=4 ;;
        *) divisor=1 ;;
    esac
    echo $((count / divisor > 0 ? count / divisor : 1))
}

measure() { # $1: the server, $2: the round, $3: connections, $4: the client
    # Node.js compiles what it has run often: its clients are slower at first.
    local line warmup=1000
    [[ $4 != node-undici && $4 != node-sdk-keepalive ]] || warmup=5000
    [[ -z $smoke ]] || warmup=0
    [[ $warmup -ge $(($3 * 2)) ]] || warmup=$(($3 * 2))
    runs "$4"
    line=$("${on_client_core[@]}" "${command[@]}" --url "https://localhost:$port" --ca "$work/cert.pem" \
        --count "$(part_for "$4")" --connections "$3" --warmup "$warmup") || fail "$4 failed, for the reason above"
    printf '{"server":"%s","round":%d,"figures":%s}\n' "$1" "$2" "$line" >>"$lines"
}

IFS=, read -r -a all_connections <<<"$connections"
for server in "${servers[@]}"; do
    "start_$server" "$drivers"
    for ((round = 1; round <= rounds; ++round)); do
        echo "compare: $server, round $round of $rounds" >&2
        for some in "${all_connections[@]}"; do
            for ((i = 0; i < ${#there[@]}; ++i)); do
                measure "$server" "$round" "$some" "${there[(i + round - 1) % ${#there[@]}]}"
            done
        done
    done
    stop_server
done

model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
printf '%s, %s cores, %s\n\n' "$(date +%F)" "$(nproc)" "${model:-unknown processor}"
mkdir "$work/plot"
"$drivers/figures" "$lines" --plot-data "$work/plot"
if [[ -n $plot ]]; then
    gnuplot -e "folder='$work/plot'; servers='${servers[*]}'; output='$work/plot.svg'" "$source_dir/benchmarks/peers/plot.gp"
    mv "$work/plot.svg" "$plot"
    echo "The plot is in $plot."
fi
