# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Fails unless the first block of C++ in README is EXAMPLE without the licence and the comment that precede
# the code.
cmake_minimum_required(VERSION 3.25)

file(READ ${README} readme)
file(READ ${EXAMPLE} example)
string(FIND "${example}" "#include" begin)
string(SUBSTRING "${example}" ${begin} -1 example)
string(FIND "${readme}" "\n```cpp\n" begin)
math(EXPR begin "${begin} + 8")
string(SUBSTRING "${readme}" ${begin} -1 readme)
string(FIND "${readme}" "\n```\n" end)
math(EXPR end "${end} + 1")
string(SUBSTRING "${readme}" 0 ${end} readme)
if(NOT readme STREQUAL example)
    message(FATAL_ERROR "the first program in ${README} is not that in ${EXAMPLE}: copy it from there")
endif()
