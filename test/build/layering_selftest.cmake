# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Shows that layering.cmake can fail: cmake -D WORK=<scratch folder> -P layering_selftest.cmake
cmake_minimum_required(VERSION 3.25)

# seed(verdict file line): what layering.cmake says of a small tree in which this file has this line
function(seed verdict file line)
    file(REMOVE_RECURSE ${WORK})
    file(WRITE ${WORK}/include/boxlink/item.hpp "#include <boost/asio/awaitable.hpp>\n")
    file(WRITE ${WORK}/src/client/start.cpp "#include <boxlink/item.hpp>\n#include \"client/state.hpp\"\n#include \"net/pool.hpp\"\n")
    file(WRITE ${WORK}/src/model/timestamp.cpp "#include \"model/timestamp.hpp\"\n#include <boost/json/value.hpp>\n#include <chrono>\n")
    file(WRITE ${WORK}/src/testing/server.cpp "#include \"model/timestamp.hpp\"\n#include <boost/beast/http.hpp>\n")
    file(APPEND ${WORK}/${file} "${line}\n")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -D ROOT=${WORK} -P ${CMAKE_CURRENT_LIST_DIR}/layering.cmake
        RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_QUIET)
    file(REMOVE_RECURSE ${WORK})
    if(verdict STREQUAL "passes" AND NOT status EQUAL 0)
        message(SEND_ERROR "'${line}' in ${file} should pass, but:\n${errors}")
    elseif(verdict STREQUAL "fails" AND (status EQUAL 0 OR NOT errors MATCHES "${file}"))
        message(SEND_ERROR "'${line}' in ${file} should fail and name the file")
    endif()
endfunction()

seed(passes src/client/start.cpp "")
seed(passes src/model/timestamp.cpp "// #include \"net/pool.hpp\"")
seed(passes src/cli/main.cpp "#include \"testing/server.hpp\"")
seed(fails src/model/timestamp.cpp "#include \"net/pool.hpp\"")
seed(fails src/model/timestamp.cpp "  #  include <policy/retry.hpp>")
seed(fails src/model/timestamp.cpp "#include <boost/asio/steady_timer.hpp>")
seed(fails src/policy/retry.hpp "#include <boost/json.hpp>")
seed(fails src/policy/retry.hpp "#include \"client/state.hpp\"")
seed(fails src/testing/server.cpp "#include \"net/tls_stream.hpp\"")
seed(fails src/client/start.cpp "#include \"testing/server.hpp\"")
seed(fails src/client/start.cpp "#include \"state.hpp\"")
seed(fails src/extra/thing.cpp "#include <vector>")
seed(fails include/boxlink/item.hpp "#include <boost/beast/http/fields.hpp>")
seed(fails include/boxlink/item.hpp "#include <boost/json/value.hpp>")
seed(fails include/boxlink/item.hpp "#include <boost/asio/ssl/context.hpp>")
seed(fails include/boxlink/item.hpp "#include <openssl/ssl.h>")
seed(fails include/boxlink/item.hpp "#include \"model/timestamp.hpp\"")
