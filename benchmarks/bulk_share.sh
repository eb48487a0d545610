#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# What a bulk job by the command costs beside plain share(): the same requests over as many connections, but read from a
# table, with a journal and results. In turn, several rounds, the client on one core and the server on the other.
# Prints the median of each and their ratio; judges nothing.
set -euo pipefail
top=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'TEXT'
usage: benchmarks/bulk_share.sh [options]
  --rounds N       how often each runs (5)
  --count N        requests of each (300000)
  --build FOLDER   uses the programs of this optimised build, and neither installs nor builds anything
  --smoke          once, with few requests
TEXT
}

fail() {
    echo "bulk_share: $*" >&2
    exit 1
}

rounds=5 count=300000 build='' connections=64
while [[ $# -gt 0 ]]; do
    case $1 in
        --help | -h) usage && exit ;;
        --smoke)
            rounds=1 count=500
            shift
            continue
            ;;
    esac
    [[ $# -ge 2 ]] || fail "$1: lacks its value, or is no option; see --help"
    case $1 in
        --rounds) rounds=$2 ;;
        --count) count=$2 ;;
        --build) build=$(realpath -- "$2") ;;
        *) fail "$1: is no option; see --help" ;;
    esac
    shift 2
done
for option in rounds count; do
    [[ ${!option} =~ ^[1-9][0-9]{0,6}$ ]] || fail "--$option: '${!option}' is not a number from 1 to 9999999"
done

cd -- "$top"
if [[ -z $build ]]; then
    .ci/setup bench
    build=build/release
    {
        cmake --preset release
        cmake --build --preset release --target peers boxlink_cli
    } >&2
fi
command=$build/src/cli/boxlink peer=$build/benchmarks/peers/boxlink_peer answerer=$build/benchmarks/peers/answerer
for program in "$command" "$peer" "$answerer"; do
    [[ -x $program ]] || fail "$program was not built"
done

source benchmarks/peers/answerer.sh
use_two_cores
start_answerer "$build/benchmarks/peers"
url=https://localhost:$port
awk -v count="$count" 'BEGIN { print "item,access"; for (i = 0; i < count; ++i) print "file:" 1000000 + i ",company" }' \
    >"$work/jobs.csv"

# Each prints seconds of wall clock and of CPU.
share() {
    "${on_client_core[@]}" "$peer" --url "$url" --ca "$work/cert.pem" --connections "$connections" --warmup 500 \
        --count "$count" | sed -nE 's/.*"wall_s":([^,]+),.*"cpu_user_s":([^,]+),"cpu_sys_s":([^,]+),.*"errors":0.*/\1 \2 \3/p' |
        awk '{ print $1 + 0, $2 + $3 }'
}
bulk() {
    rm -f "$work/journal" "$work/results.csv"
    local TIMEFORMAT='%R %U %S'
    { time BOXLINK_TOKEN=token BOXLINK_BASE_URL=$url BOXLINK_CA_FILE=$work/cert.pem \
        "${on_client_core[@]}" "$command" bulk "$work/jobs.csv" --concurrency "$connections" --rate 600000000 \
        --journal "$work/journal" --results "$work/results.csv" 2>"$work/said"; } 2>"$work/time" ||
        fail "the bulk job failed: $(cat "$work/said")"
    awk '{ print $1, $2 + $3 }' "$work/time"
}

for ((round = 1; round <= rounds; ++round)); do
    for what in share bulk; do
        figures=$("$what") || exit 1
        [[ -n $figures ]] || fail "$what: requests failed"
        echo "$what $figures" >>"$work/figures"
    done
done

median() { # $1: what, $2: which column
    awk -v what="$1" -v column="$2" '$1 == what { print $column }' "$work/figures" | sort -g |
        awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}
printf '%-8s %12s %16s\n' '' 'requests/s' 'CPU us/request'
for what in share bulk; do
    awk -v what="$what" -v count="$count" -v wall="$(median "$what" 2)" -v cpu="$(median "$what" 3)" \
        'BEGIN { printf "%-8s %12.0f %16.2f\n", what, count / wall, cpu / count * 1e6 }'
done
awk -v share="$(median share 2)" -v bulk="$(median bulk 2)" \
    'BEGIN { printf "a bulk job reaches %.0f %% of plain share(), its start and end included\n", share / bulk * 100 }'
