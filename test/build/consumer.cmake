# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Builds and runs the program in consumer/ with boxlink as it was installed, or as a part of its own tree. See CMakeLists.txt
# for the variables.
cmake_minimum_required(VERSION 3.25)

function(run)
    execute_process(COMMAND ${ARGV} WORKING_DIRECTORY ${WORK} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)
set(prefix ${WORK}/prefix)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

if(NOT WAY STREQUAL "add_subdirectory")
    # A build without a type has no configuration to name.
    set(configuration)
    if(CONFIG)
        set(configuration --config ${CONFIG})
    endif()
    run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix} ${configuration})
    if(EXISTS ${prefix}/bin/boxlink)
        run(${prefix}/bin/boxlink --version)
    endif()
endif()

if(WAY STREQUAL "pkg_config")
    file(GLOB_RECURSE pc_file ${prefix}/*/boxlink.pc)
    cmake_path(GET pc_file PARENT_PATH pc_dir)
    find_program(PKG_CONFIG NAMES pkg-config pkgconf REQUIRED)
    set(ENV{PKG_CONFIG_PATH} ${pc_dir})
    execute_process(
        COMMAND ${PKG_CONFIG} --cflags --libs boxlink-testing
        OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(flags UNIX_COMMAND "${flags}")
    separate_arguments(own_flags UNIX_COMMAND "${FLAGS}")
    run(${COMPILER} -std=c++20 ${own_flags} ${consumer}/main.cpp ${flags} -o ${WORK}/consumer)
    run(${WORK}/consumer)
else()
    if(WAY STREQUAL "add_subdirectory")
        set(where
            -D BOXLINK_SOURCE_DIR=${SOURCE_DIR} -D BOXLINK_PRECOMPILE=${PRECOMPILE} -D BOXLINK_WERROR=${WERROR})
    else()
        set(where -D CMAKE_PREFIX_PATH=${prefix})
    endif()
    set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${LAUNCHER}")
    string(TOUPPER "${CONFIG}" type)
    run(${CMAKE_COMMAND} -G Ninja -S ${consumer} -B ${WORK}/build ${where}
        -D "CMAKE_BUILD_TYPE=${CONFIG}"
        -D "CMAKE_CXX_COMPILER=${COMPILER}"
        -D "CMAKE_CXX_FLAGS=${FLAGS}"
        -D "CMAKE_CXX_FLAGS_${type}=${CONFIG_FLAGS}")
    run(${CMAKE_COMMAND} --build ${WORK}/build)
    run(${WORK}/build/consumer)
    run(${WORK}/build/consumer_own_asio)
endif()
