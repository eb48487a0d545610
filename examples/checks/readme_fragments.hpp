// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the fragments of code in the README take for granted: a client named box, an item named report, and so
// on. See readme_code.cmake.

#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

class surroundings
{
public:
    asio::io_context& io;
    boxlink::testing::box_server& server;
    boxlink::client box;
    boxlink::client_options options;
    std::string id;
    std::string ca_file;
    std::string jwt_file;
};

/// The code that a user's browser brings from an authorize URL to its redirect URI.
std::string code_of_redirect_from(boxlink::testing::box_server& server, std::string const& page);

#define BOXLINK_README_NAMES                                                                                 \
    [[maybe_unused]] asio::io_context& io = here.io;                                                         \
    [[maybe_unused]] boxlink::testing::box_server& server = here.server;                                     \
    [[maybe_unused]] boxlink::client box = here.box;                                                         \
    [[maybe_unused]] boxlink::item report = box.file(here.id);                                               \
    [[maybe_unused]] boxlink::client_options options = here.options;                                         \
    [[maybe_unused]] std::string id = here.id;                                                               \
    [[maybe_unused]] std::string user_id = here.server.add_user();                                           \
    [[maybe_unused]] std::string client_id = here.server.client_id();                                        \
    [[maybe_unused]] std::string client_secret = here.server.client_secret();                                \
    [[maybe_unused]] std::string enterprise_id = here.server.enterprise_id();                                \
    [[maybe_unused]] std::string jwt_file = here.jwt_file;                                                   \
    [[maybe_unused]] auto ask_the_user = [&server](std::string page) -> asio::awaitable<std::string> {       \
        co_return code_of_redirect_from(server, page);                                                       \
    };                                                                                                       \
    [[maybe_unused]] std::string token = here.server.token();                                                \
    [[maybe_unused]] std::string ca_file = here.ca_file;

/// Runs one fragment, against a server of its own.
void run(int line, asio::awaitable<void> (*fragment)(surroundings));

/// Runs all fragments.
void run_fragments();
