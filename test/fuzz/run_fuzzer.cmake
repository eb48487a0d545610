# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Runs a fuzzer from its corpus. What it finds on the way, and the input that ends it, are left in WORK:
#   cmake -D PROGRAM=<fuzzer> -D CORPUS=<folder> -D WORK=<scratch folder> -P run_fuzzer.cmake
cmake_minimum_required(VERSION 3.25)

# What an earlier run has found would make this one another.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/inputs)
execute_process(
    COMMAND ${PROGRAM} -runs=200000 -max_len=4096 -seed=1 -print_final_stats=1
        -artifact_prefix=${WORK}/ ${WORK}/inputs ${CORPUS}
    COMMAND_ERROR_IS_FATAL ANY)
