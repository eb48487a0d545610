#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# The embedded server against a client that nobody here wrote: curl.
# usage: curl.sh COMMAND
set -euo pipefail
command=$1

command -v curl >/dev/null || { echo "skipped: curl is not installed"; exit 77; }

work=$(mktemp -d)
mkfifo "$work/said"
server_pid=
stop() {
    [[ -z $server_pid ]] || { kill "$server_pid" && wait "$server_pid" || true; }
    rm -rf "$work"
}
trap stop EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

"$command" serve --items 3 --json >"$work/said" &
server_pid=$!
read -r said <"$work/said"
field() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" <<<"$said"; }
base=$(field base_url)
token=$(field token)
file=$(sed -E 's/.*"file:([0-9]+)".*/\1/' <<<"$said")

# ask METHOD PATH [curl's options…]: prints the status; the body is in $work/body, the headers in $work/headers
ask() {
    curl --silent --show-error --noproxy '*' --cacert "$(field ca_file)" --request "$1" \
        --output "$work/body" --dump-header "$work/headers" --write-out '%{http_code}' "${@:3}" "$base$2"
}
expect() { # $1: what, $2: the status that came, $3: the expected one, $4: a text in the body
    [[ $2 == "$3" ]] || fail "$1: status $2 instead of $3: $(cat "$work/body")"
    [[ -z ${4:-} ]] || grep -qF -- "$4" "$work/body" || fail "$1: no '$4' in $(cat "$work/body")"
}
as_user=(--header "Authorization: Bearer $token")
path="/2.0/files/$file?fields=shared_link"

expect "no token" "$(ask GET "$path")" 401
grep -qi '^www-authenticate: Bearer' "$work/headers" || fail "no WWW-Authenticate"
expect "no link yet" "$(ask GET "$path" "${as_user[@]}")" 200 '"shared_link":null'
expect "share" "$(ask PUT "$path" "${as_user[@]}" --json '{"shared_link":{"access":"open"}}')" 200 '"access":"open"'
url=$(sed -E 's/.*"url":"([^"]*)".*/\1/' "$work/body")
expect "password too short" \
    "$(ask PUT "$path" "${as_user[@]}" --json '{"shared_link":{"access":"open","password":"short"}}')" 400 '"type":"error"'
expect "update" \
    "$(ask PUT "$path" "${as_user[@]}" --json '{"shared_link":{"permissions":{"can_download":false}}}')" 200 "$url"
expect "find" \
    "$(ask GET /2.0/shared_items "${as_user[@]}" --header "BoxApi: shared_link=$url")" 200 "\"id\":\"$file\""
expect "If-Match" "$(ask PUT "$path" "${as_user[@]}" --header 'If-Match: 999' --json '{"shared_link":null}')" 412
expect "unshare" "$(ask PUT "$path" "${as_user[@]}" --json '{"shared_link":null}')" 200 '"shared_link":null'
expect "unknown item" "$(ask GET /2.0/files/1 "${as_user[@]}")" 404 '"code":"not_found"'
expect "malformed id" "$(ask GET /2.0/files/abc "${as_user[@]}")" 405
grep -qi '^box-request-id:' "$work/headers" || fail "no box-request-id"

# One connection for several requests.
two=$(curl --silent --noproxy '*' --cacert "$(field ca_file)" "${as_user[@]}" --output /dev/null --output /dev/null \
    --write-out '%{num_connects} ' "$base$path" "$base$path")
[[ $two == '1 0 ' ]] || fail "the connection was not kept: $two"
echo "passed"
