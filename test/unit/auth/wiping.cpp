// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"
#include "auth/private_key.hpp"
#include "auth/token_answer.hpp"
#include "auth/token_forms.hpp"
#include "keys.hpp"
#include "support/freed_memory.hpp"
#include "support/run.hpp"

#include <boxlink/jwt_app.hpp>
#include <boxlink/token_store.hpp>

#define BOOST_TEST_MODULE boxlink_auth_wiping
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

using namespace boxlink;
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

BOOST_AUTO_TEST_CASE(apps_leave_no_secret_behind)
{
    // More than one read takes.
    auto const text = file_with("\"1\"") + std::string(20'000, ' ');
    int const file = ::memfd_create("app.json", 0);
    BOOST_TEST_REQUIRE(::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size()));
    ::lseek(file, 0, SEEK_SET);
    auto const path = "/proc/self/fd/" + std::to_string(file);
    {
        freed_memory_watch const watch;
        {
            auto const app = jwt_app::from_file(path);
            BOOST_TEST_REQUIRE(app.has_value());
            BOOST_TEST((app->passphrase().reveal() == marker));
            auto copy = *app;
        }
        BOOST_TEST(watch.leaks() == 0);
    }
    ::close(file);
}

BOOST_AUTO_TEST_CASE(keys_leave_neither_text_nor_passphrase_behind)
{
    auto const encrypted = test::test_key::shared().pbes2("AES-256-CBC", "another passphrase");
    secret const pem("-----BEGIN PRIVATE KEY-----\\n" + marker + "\\n-----END PRIVATE KEY-----\\n");
    secret const passphrase{std::string(marker)};
    freed_memory_watch const watch;
    BOOST_TEST(auth::private_key::open(pem, passphrase).has_error());
    BOOST_TEST(auth::private_key::open(secret(encrypted), passphrase).has_error());
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(token_requests_leave_no_secret_behind)
{
    freed_memory_watch const watch;
    {
        secret const hidden{std::string(marker)};
        oauth_app const app("id", hidden);
        auto const code = authorization_code(hidden).verifier(hidden).redirect_uri("http://127.0.0.1");
        for (auto const& request :
             {auth::client_credentials_request(app, box_subject::user("1")), auth::jwt_request(app, hidden),
              auth::refresh_request(app, hidden), auth::code_request(app, code),
              auth::downscope_request(hidden, token_scope().allow("a")), auth::revoke_request(app, hidden)}) {
            BOOST_TEST((request.body().find(marker) != std::string_view::npos));
            auto const copy = request;
        }
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(token_answers_leave_no_secret_behind)
{
    auto const body = [](std::string_view type) {
        return R"({"access_token":")" + marker + R"(\/","refresh_token":")" + marker + R"(","token_type":")" +
               std::string(type) + "\"}";
    };
    model::http_response const good(200, {}, body("bearer"));
    model::http_response const bad(200, {}, body("mac"));
    model::http_response const half(
        200, {}, R"({"access_token":")" + marker + R"(","refresh_token":")" + marker + "\\n\"}"
    );
    freed_memory_watch const watch;
    {
        auto const granted = auth::read_token_answer(good, {});
        BOOST_TEST_REQUIRE(granted.has_value());
        BOOST_TEST(granted->access.text.reveal().starts_with(marker));
        BOOST_TEST((granted->refresh_token.reveal() == marker));
        auto const copy = *granted;
        BOOST_TEST(auth::read_token_answer(bad, {}).has_error());
        BOOST_TEST(auth::read_token_answer(half, {}).has_error());
    }
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
