// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Shares one item for a week and prints its link:  quickstart file:12345
#include <boxlink/boxlink.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> publish(boxlink::item report)
{
    boxlink::link_settings settings;
    settings.access(boxlink::access_level::company).can_download(false).expires_in(std::chrono::days(7));

    boxlink::shared_link link = co_await share(report, settings); // throws boxlink::error
    std::cout << link.url << '\n';
}

int main(int argc, char** argv)
try {
    char const* token = std::getenv("BOXLINK_TOKEN");
    if (argc != 2 || token == nullptr) {
        std::cerr << "usage: BOXLINK_TOKEN=... quickstart file:12345\n";
        return EXIT_FAILURE;
    }

    // Without these two it is Box itself, trusted as the system says.
    boxlink::client_options options;
    if (char const* url = std::getenv("BOXLINK_BASE_URL"))
        options.base_url(url);
    if (char const* file = std::getenv("BOXLINK_CA_FILE"))
        options.ca_file(file);

    asio::io_context io;
    boxlink::client box(io, boxlink::bearer_token(token), options);
    boxlink::item report = box.item(boxlink::item_ref::parse(argv[1]).value());

    asio::co_spawn(io, publish(report), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure); // leaves io.run()
    });
    io.run();
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "quickstart: " << e.what() << '\n';
    return EXIT_FAILURE;
}
