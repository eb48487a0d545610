# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# For scripts that measure clients: a folder for their files and a server, both gone when they end. To be sourced; `fail`
# must be there.

work=$(mktemp -d)
server_pid=
stop_server() {
    [[ -z $server_pid ]] || { kill "$server_pid" && wait "$server_pid" || true; }
    server_pid=
}
clean_up() {
    stop_server
    rm -rf "$work"
}
trap clean_up EXIT

# The servers are on this machine.
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy

# What runs clients and servers on a core each, once `use_two_cores` was called.
on_client_core=() on_server_core=()
use_two_cores() {
    if taskset -c 0,1 true 2>/dev/null && [[ $(nproc) -ge 2 ]]; then
        on_client_core=(taskset -c 0) on_server_core=(taskset -c 1)
    else
        echo "$(basename -- "$0" .sh): cores 0 and 1 are not both to be had: client and server run where the system puts them" >&2
    fi
}

# Sets `port`; the certificate is $work/cert.pem.
start_answerer() { # $1: the folder of the drivers
    : >"$work/port"
    "${on_server_core[@]}" "$1/answerer" --write-cert "$work/cert.pem" >"$work/port" &
    server_pid=$!
    until [[ -s $work/port ]]; do
        kill -0 "$server_pid" 2>/dev/null || { server_pid='' && fail "the answerer does not start"; }
        sleep 0.02
    done
    read -r port <"$work/port"
}
