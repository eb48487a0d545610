#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# wrk, with the command line and the line of figures of the other drivers. It builds no JSON, reads none of the
# answers beyond their status, and verifies no certificate: a floor, not a client. That it opens as many connections
# as it is told to is taken from its errors, of which there must be none.
# usage: wrk_peer.sh --url https://HOST:PORT [--ca FILE] [--count N] [--connections C] [--threads 1] [--warmup W]
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

fail() {
    echo "wrk_peer: $*" >&2
    exit 1
}

url='' count=100000 connections=64 warmup=1000
while [[ $# -gt 0 ]]; do
    [[ $# -ge 2 ]] || fail "$1: lacks its value, or is no option"
    case $1 in
        --url) url=$2 ;;
        --ca) ;;
        --count) count=$2 ;;
        --connections) connections=$2 ;;
        --warmup) warmup=$2 ;;
        --threads) [[ $2 == 1 ]] || fail "--threads: wrk runs on one here; give 1 or leave it out" ;;
        *) fail "$1: is no option; there are --url, --ca, --count, --connections, --threads and --warmup" ;;
    esac
    shift 2
done
[[ $url =~ ^https://[A-Za-z0-9.-]+:[0-9]+/?$ ]] || fail "--url: '$url' is not of the form https://HOST:PORT"
for option in count connections warmup; do
    [[ ${!option} =~ ^(0|[1-9][0-9]{0,8})$ ]] || fail "--$option: '${!option}' is not a number"
done
[[ $count -ge 1 && $connections -ge 1 ]] || fail "--count and --connections: at least 1"
command -v wrk >/dev/null || fail "wrk is not installed; '.ci/setup bench' does it"

# The script ends it when all is sent.
said=$(wrk --threads 1 --connections "$connections" --duration 10m --timeout 30s --script "$here/wrk_peer.lua" "$url" \
    -- "$count" "$warmup" "$connections")
grep '^{' <<<"$said" || fail "wrk told no figures: $said"
