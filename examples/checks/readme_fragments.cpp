// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Runs the fragments of code in the README, which are in a file that is made of it.
#include "readme_fragments.hpp"

void run(int line, asio::awaitable<void> (*fragment)(surroundings))
{
    std::cout << "README.md:" << line << std::endl;
    boxlink::testing::box_server server;
    std::string const ca_file = "readme-ca-" + std::to_string(server.port()) + ".pem";
    server.write_ca_file(ca_file);

    asio::io_context io;
    boxlink::client_options options;
    options.base_url(server.base_url()).ca_file(ca_file).system_trust(false);
    boxlink::client box(io, boxlink::bearer_token(server.token()), options);
    surroundings here{io, server, box, server.add_file("report.pdf"), ca_file};
    asio::co_spawn(io, fragment(here), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
    std::filesystem::remove(ca_file);
}

int main()
try {
    run_fragments();
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "readme_fragments: " << e.what() << '\n';
    return EXIT_FAILURE;
}
