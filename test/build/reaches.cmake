# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Fails when a source reaches a header that it must not, however indirectly:
#   cmake -D COMPILER=c++ -D "INCLUDES=<folder>,…" -D "SOURCES=<file>,…" -D "FORBIDDEN=<regular expression>" -P reaches.cmake
cmake_minimum_required(VERSION 3.25)

string(REPLACE "," ";" includes "${INCLUDES}")
# Named once more, the compiler's own folder would move to where the standard library does not expect it.
list(REMOVE_ITEM includes "" /usr/include)
list(TRANSFORM includes PREPEND "-I")
string(REPLACE "," ";" sources "${SOURCES}")

foreach(source IN LISTS sources)
    execute_process(
        COMMAND ${COMPILER} -std=c++20 ${includes} -M ${source}
        OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL "[^ \n\\]+/(${FORBIDDEN})[^ \n\\]*" reached "${headers}")
    if(reached)
        list(LENGTH reached count)
        list(GET reached 0 first)
        # An error's text is wrapped, where depends on the length of paths; a notice stays as it is.
        message(NOTICE "${source} reaches ${count} forbidden headers, such as ${first}")
        message(FATAL_ERROR "a header that must not be reached is reached")
    endif()
endforeach()
