#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Prints the CPU time that it takes to compile one use of boxlink without optimisation, beside what it is made of:
#   compile_time.sh [--smoke] [compiler [flags…]]
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

times=3
if [[ "${1:-}" == --smoke ]]; then
    times=1
    shift
fi
compiler=${1:-c++}
flags=(-std=c++20 -O0 "${@:2}" -I "$here/../include")

# $1: what it is; the source comes from standard input
measure() {
    local source i
    source=$(cat)
    TIMEFORMAT="$1: %U s user, %S s system, %R s in all"
    for ((i = 0; i < times; ++i)); do
        time "$compiler" "${flags[@]}" -x c++ -c - -o /dev/null <<<"$source"
    done
}

measure 'boxlink.hpp and co_await share()' <"$here/compile_time.cpp"
measure 'the same by as_result and a callback too' <<'END'
#include <boxlink/boxlink.hpp>
boost::asio::awaitable<boxlink::shared_link> publish(boxlink::item report)
{
    share(report, boxlink::link_settings(), [](boxlink::error_code, boxlink::shared_link) {});
    co_await share(report, boxlink::link_settings(), boxlink::as_result);
    co_return co_await share(report, boxlink::link_settings());
}
END
measure 'awaitable of Asio alone' <<'END'
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
boost::asio::awaitable<int> nothing()
{
    co_return 1;
}
END
measure 'headers of Beast and TLS alone' <<'END'
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
END
