// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/// \file
/// A process of its own that works with a login in a file that others use, too. For each byte that it is sent it reads a link, and answers with the
/// byte `.`, or with `!` and why not.
/// usage: BOXLINK_CLIENT_SECRET=... token_worker BASE_URL CA_FILE CLIENT_ID TOKEN_FILE FILE_ID

#include "support/run.hpp"

#include <boxlink/boxlink.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace {

boxlink::client make_client(boost::asio::io_context& io, char** arguments)
{
    char const* const app_secret = std::getenv("BOXLINK_CLIENT_SECRET");
    boxlink::oauth_app const app(arguments[3], boxlink::secret(app_secret ? app_secret : ""));
    auto const limits =
        boxlink::shared_limits(boxlink::limit_options().requests_per_minute(6'000'000).burst(10'000));
    auto const options = boxlink::client_options()
                             .base_url(arguments[1])
                             .ca_file(arguments[2])
                             .system_trust(false)
                             .limits(limits);
    return boxlink::client(io, oauth2(app, boxlink::file_token_store(arguments[4])), options);
}

} // namespace

int main(int count, char** arguments)
try {
    if (count != 6)
        return 2;
    boost::asio::io_context io(1);
    auto const box = make_client(io, arguments);
    for (char request = 0; std::cin.get(request);) {
        auto const link = boxlink::test::run(io, get_link(box.file(arguments[5]), boxlink::as_result));
        std::cout << (link ? "." : "!" + link.error().to_string()) << std::flush;
        if (!link)
            return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
} catch (std::exception const& fault) {
    std::cout << '!' << fault.what() << std::flush;
    return EXIT_FAILURE;
}
