# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# boxlink_read_code(markdown folder): writes the code blocks that are marked as cpp to files that can be compiled.
#
#   ${folder}/readme_program_<line>.cpp  a block that has a main function; the names are returned in readme_programs
#   ${folder}/fragments.cpp              all other blocks: statements in a coroutine each, to be run in their order
#
# Compilers name the lines of the document.
function(boxlink_read_code markdown folder)
    file(READ ${markdown} rest)
    cmake_path(GET markdown FILENAME name)
    set(programs)
    set(functions)
    set(calls)
    set(line 1)
    # No lists here: code is full of semicolons and brackets.
    while(TRUE)
        string(FIND "${rest}" "\n```cpp\n" begin)
        if(begin EQUAL -1)
            break()
        endif()
        math(EXPR begin "${begin} + 8")
        string(SUBSTRING "${rest}" 0 ${begin} before)
        string(SUBSTRING "${rest}" ${begin} -1 rest)
        string(FIND "${rest}" "\n```\n" end)
        if(end EQUAL -1)
            message(FATAL_ERROR "${name}: a block of code has no end")
        endif()
        math(EXPR end "${end} + 1")
        string(SUBSTRING "${rest}" 0 ${end} code)
        string(SUBSTRING "${rest}" ${end} -1 rest)

        boxlink_count_lines("${before}" count)
        math(EXPR line "${line} + ${count}")
        set(code_at_line "#line ${line} \"${name}\"\n${code}")
        if(code MATCHES "int main\\(")
            file(CONFIGURE OUTPUT ${folder}/readme_program_${line}.cpp CONTENT "${code_at_line}" @ONLY)
            list(APPEND programs readme_program_${line})
        else()
            string(APPEND functions
                "asio::awaitable<void> line_${line}(surroundings here)\n{\n"
                "    BOXLINK_README_NAMES\n    {\n"
                "${code_at_line}"
                "    }\n    co_return;\n}\n\n")
            string(APPEND calls "    run(${line}, line_${line});\n")
        endif()
        boxlink_count_lines("${code}" count)
        math(EXPR line "${line} + ${count}")
    endwhile()
    if(NOT programs OR NOT functions)
        message(FATAL_ERROR "${name}: there must be programs and fragments; are the blocks marked as cpp?")
    endif()

    file(CONFIGURE OUTPUT ${folder}/fragments.cpp @ONLY CONTENT
        "#include \"readme_fragments.hpp\"\n\n${functions}void run_fragments()\n{\n${calls}}\n")
    set(readme_programs ${programs} PARENT_SCOPE)
endfunction()

function(boxlink_count_lines text result)
    string(REGEX REPLACE "[^\n]" "" breaks "${text}")
    string(LENGTH "${breaks}" count)
    set(${result} ${count} PARENT_SCOPE)
endfunction()
