// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"
#include "support/freed_memory.hpp"
#include "support/run.hpp"

#include <boxlink/token_store.hpp>

#define BOOST_TEST_MODULE boxlink_auth_wiping
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <unistd.h>

using boxlink::auth::parse_jwt_config;
using boxlink::test::freed_memory_watch;
using boxlink::test::marker;

namespace {

// The backslashes make the reader decode the texts, and not merely copy them.
std::string file_with(std::string const& enterprise_id)
{
    return R"({"boxAppSettings":{"clientID":"id","clientSecret":")" + marker +
           R"(\/","appAuth":{"publicKeyID":"kid","privateKey":"-----BEGIN ENCRYPTED PRIVATE KEY-----\n)" +
           marker + R"(\n-----END ENCRYPTED PRIVATE KEY-----\n","passphrase":")" + marker +
           R"("}},"enterpriseID":)" + enterprise_id + '}';
}

} // namespace

BOOST_AUTO_TEST_CASE(settings_leave_no_secret_behind)
{
    auto text = file_with("\"1\"");
    freed_memory_watch const watch;
    {
        auto config = parse_jwt_config(text);
        BOOST_TEST_REQUIRE(config.has_value());
        BOOST_TEST(config->client_secret.reveal().starts_with(marker));
        BOOST_TEST((config->private_key.reveal().find(marker) != std::string_view::npos));
        BOOST_TEST((config->passphrase.reveal() == marker));
        auto const copy = *config;
        auto const moved = *std::move(config);
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(refused_settings_leave_no_secret_behind)
{
    auto text = file_with("true");
    freed_memory_watch const watch;
    BOOST_TEST(parse_jwt_config(text).has_error());
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(token_files_leave_no_secret_behind)
{
    std::string const path =
        (std::filesystem::temp_directory_path() / ("boxlink-wiping-" + std::to_string(::getpid()))).string();
    boost::asio::io_context io;
    auto const store = boxlink::file_token_store(path);
    boxlink::stored_tokens tokens;
    tokens.refresh_token = boxlink::secret(marker + '\n');
    tokens.access = boxlink::access_token(boxlink::secret(marker));
    freed_memory_watch const watch;
    boxlink::test::run(io, store->save(tokens));
    auto const loaded = boxlink::test::run(io, store->load());
    BOOST_TEST(loaded.refresh_token.reveal().ends_with('\n'));
    BOOST_TEST(watch.leaks() == 0);
    std::filesystem::remove(path);
}
