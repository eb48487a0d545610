// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A program outside the project: shares a file on the embedded server with nothing but what is installed.
#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;

namespace {

asio::awaitable<void> publish(boxlink::client box, std::string id, std::string& url)
{
    auto link = co_await share(box.file(id), boxlink::link_settings().access(boxlink::access_level::open));
    url = link.url;
}

} // namespace

int main()
try {
    boxlink::testing::box_server server;
    auto id = server.add_file("report.pdf");
    server.write_ca_file("consumer-ca.pem");

    asio::io_context io;
    auto options = boxlink::client_options().base_url(server.base_url()).ca_file("consumer-ca.pem");
    boxlink::client box(io, boxlink::bearer_token(server.token()), options);

    std::string url;
    asio::co_spawn(io, publish(box, id, url), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();

    std::cout << "boxlink " << boxlink::version << " made " << url << '\n';
    auto stored = server.link_of(boxlink::testing::kind::file, id);
    return stored && stored->url == url ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& e) {
    std::cerr << "consumer: " << e.what() << '\n';
    return EXIT_FAILURE;
}
