#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# What one share() costs, in figures that hardly depend on the machine: user instructions and allocations, each the
# difference of a longer and a shorter run, so that the start drops out. Compares them with those of the last time,
# which stand in a table of README.md, and fails if one is more than 10 % above. System calls are told beside them:
# they are fewer the more answers come at once, so they depend on how busy the machine is.
set -euo pipefail
top=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'TEXT'
usage: benchmarks/cost.sh [options]
  --drivers FOLDER   uses the drivers in it, of an optimised build, and neither installs nor builds anything
  --peer NAME        measures another driver (beast, curl), and judges nothing
TEXT
}

fail() {
    echo "cost: $*" >&2
    exit 1
}

drivers='' peer=boxlink
while [[ $# -gt 0 ]]; do
    [[ $1 != --help && $1 != -h ]] || { usage && exit; }
    [[ $# -ge 2 ]] || fail "$1: lacks its value, or is no option; see --help"
    case $1 in
        --drivers) drivers=$(realpath -- "$2") ;;
        --peer) peer=$2 ;;
        *) fail "$1: is no option; see --help" ;;
    esac
    shift 2
done

cd -- "$top"
if [[ -z $drivers ]]; then
    .ci/setup bench
    drivers=build/release/benchmarks/peers
    {
        cmake --preset release
        cmake --build --preset release --target peers
    } >&2
fi
for program in "${peer}_peer" answerer; do
    [[ -x $drivers/$program ]] || fail "$drivers/$program was not built"
done
for tool in valgrind strace; do
    command -v "$tool" >/dev/null || fail "$tool is not installed; '.ci/setup bench' does it"
done

source benchmarks/peers/answerer.sh
start_answerer "$drivers"

few=1000 many=3000
run() { # $1: requests; the rest: what to run the client under
    "${@:2}" "$drivers/${peer}_peer" --url "https://localhost:$port" --ca "$work/cert.pem" --connections 64 \
        --warmup 500 --count "$1" >"$work/client" 2>>"$work/errors" || fail "$(cat "$work/errors" "$work/client")"
    grep -q '"errors":0' "$work/client" || fail "requests failed: $(cat "$work/client")"
}
instructions() {
    : >"$work/errors"
    run "$1" valgrind --tool=callgrind --callgrind-out-file=/dev/null
    sed -nE 's/.*Collected : ([0-9]+).*/\1/p' "$work/errors"
}
allocations() {
    : >"$work/errors"
    run "$1" valgrind --tool=memcheck --leak-check=no
    sed -nE 's/.*total heap usage: ([0-9,]+) allocs.*/\1/p' "$work/errors" | tr -d ,
}
system_calls() {
    run "$1" strace --follow-forks --summary-only --output="$work/calls"
    awk '$NF == "total" { print $4 }' "$work/calls"
}

last_figure() { # $1: the figure's name in the README
    sed -nE "s/^\| $1 \| ([0-9.,]+) \|.*/\1/p" README.md | tr -d ,
}
status=0
for figure in 'user instructions' allocations 'system calls'; do
    measure=${figure/user /}
    measure=${measure/ /_}
    before=$("$measure" "$few")
    after=$("$measure" "$many")
    [[ $before =~ ^[0-9]+$ && $after =~ ^[0-9]+$ ]] || fail "$figure: nothing was counted: $(tail -3 "$work/errors")"
    last=
    [[ $peer != boxlink ]] || last=$(last_figure "$figure")
    [[ $peer != boxlink || -n $last ]] || fail "README.md has no row '| $figure | number |' to compare with"
    awk -v name="$figure" -v few="$before" -v many="$after" -v count=$((many - few)) -v last="$last" 'BEGIN {
        now = (many - few) / count
        printf "%-18s %10.2f a request", name, now
        if (last != "") {
            printf "   last: %10.2f   %+.1f %%", last, (now / last - 1) * 100
            if (name != "system calls" && now > last * 1.1) {
                printf "   ERROR: more than 10 %% above"
                failed = 1
            }
        }
        print ""
        exit failed
    }' || status=1
done
exit "$status"
