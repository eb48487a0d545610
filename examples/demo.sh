#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Installs what is missing, builds the demo and runs it. Arguments go to the demo (try --help).
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

"$root/.ci/setup" build
(
    cd "$root"
    cmake --preset release -B build/demo --log-level=NOTICE -DBOXLINK_BUILD_TESTS=OFF >/dev/null
    cmake --build build/demo --target boxlink_demo
)
exec "$root/build/demo/examples/boxlink_demo" "$@"
