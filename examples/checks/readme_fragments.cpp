// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Runs the fragments of code in the README, which are in a file that is made of it.
#include "readme_fragments.hpp"

namespace {

// A parameter of a query, percent-encoded as it is.
std::string parameter(std::string const& url, std::string const& name)
{
    auto const begin = url.find('&' + name + '=') + name.size() + 2;
    return url.substr(begin, url.find('&', begin) - begin);
}

} // namespace

std::string code_of_redirect_from(boxlink::testing::box_server& server, std::string const& page)
{
    return server.issue_authorization_code(
        server.default_user(), "https://service.example/callback", parameter(page, "code_challenge")
    );
}

void run(int line, asio::awaitable<void> (*fragment)(surroundings))
{
    std::cout << "README.md:" << line << std::endl;
    boxlink::testing::box_server server;
    // Files that a fragment makes are left there, where nothing else is.
    auto const folder = std::filesystem::path("readme-" + std::to_string(server.port()));
    std::filesystem::create_directory(folder);
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder);
    std::string const ca_file = "ca.pem";
    std::string const jwt_file = "jwt.json";
    server.write_ca_file(ca_file);
    std::ofstream(jwt_file) << server.jwt_config_json();

    asio::io_context io;
    boxlink::client_options options;
    options.base_url(server.base_url()).ca_file(ca_file).system_trust(false);
    boxlink::client box(io, boxlink::bearer_token(server.token()), options);
    surroundings here{io, server, box, options, server.add_file("report.pdf"), ca_file, jwt_file};
    asio::co_spawn(io, fragment(here), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
    std::filesystem::current_path(before);
    std::filesystem::remove_all(folder);
}

int main()
try {
    run_fragments();
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "readme_fragments: " << e.what() << '\n';
    return EXIT_FAILURE;
}
