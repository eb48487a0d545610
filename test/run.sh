#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Installs what is missing, builds, and runs the whole test suite. Arguments go to CMake's configuration.
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

.ci/setup test
cmake --preset debug "$@"
cmake --build --preset debug
ctest --preset debug --parallel "$(nproc)"
