// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/option_rules.hpp"

#include "support/environment_variable.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::client_impl {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using test::environment_variable;

constexpr milliseconds year = std::chrono::hours(24 * 366);

credentials token()
{
    return bearer_token(std::string("token"));
}

// Options without TLS, which takes its time to set up.
client_options plain()
{
    return client_options().base_url("http://127.0.0.1:8080").allow_plain_http_to_loopback(true);
}

bool is_accepted(client_options const& options)
{
    return check_options(options, token()).has_value();
}

// The error's text, if it is one of configuration and begins with the name of the option.
std::string refusal(std::string_view option, result<route> const& outcome)
{
    BOOST_TEST_REQUIRE(outcome.has_error());
    auto const& failure = outcome.error();
    BOOST_TEST(failure.code == make_error_code(errc::invalid_configuration));
    BOOST_TEST(failure.message.starts_with(option));
    // The name, the fault, and something to read about it.
    BOOST_TEST(failure.message.size() > option.size() + 10);
    return failure.message;
}

BOOST_AUTO_TEST_SUITE(option_rules)

BOOST_AUTO_TEST_CASE(the_defaults_lead_to_box)
{
    auto const way = check_options(client_options(), token());
    BOOST_TEST_REQUIRE(way.has_value());
    BOOST_TEST((way->server.scheme == net::url_scheme::https));
    BOOST_TEST(way->server.host == "api.box.com");
    BOOST_TEST(way->server.port == 443);
    BOOST_TEST(way->tls != nullptr);
    BOOST_TEST(way->proxy.proxy_for(way->server) == nullptr);
}

BOOST_AUTO_TEST_CASE(plain_http_to_loopback_has_no_tls)
{
    auto const way = check_options(plain(), token());
    BOOST_TEST_REQUIRE(way.has_value());
    BOOST_TEST((way->server.scheme == net::url_scheme::http));
    BOOST_TEST(way->server.host == "127.0.0.1");
    BOOST_TEST(way->server.port == 8080);
    BOOST_TEST(way->tls == nullptr);
}

BOOST_AUTO_TEST_CASE(every_bad_option_is_named)
{
    struct bad
    {
        std::string_view option;
        std::function<void(client_options&)> spoil;
    };
    auto const count = std::numeric_limits<std::size_t>::max();
    std::vector<bad> const table = {
        {"max_connections", [](auto& it) { it.max_connections(0); }},
        {"max_connections", [](auto& it) { it.max_connections(10'001); }},
        {"max_connections", [=](auto& it) { it.max_connections(count); }},
        {"max_connecting", [](auto& it) { it.max_connecting(0); }},
        {"max_connecting", [](auto& it) { it.max_connecting(10'001); }},
        {"max_connecting", [=](auto& it) { it.max_connecting(count); }},
        {"max_attempts", [](auto& it) { it.max_attempts(0); }},
        {"max_attempts", [](auto& it) { it.max_attempts(-1); }},
        {"max_attempts", [](auto& it) { it.max_attempts(101); }},
        {"max_attempts", [](auto& it) { it.max_attempts(std::numeric_limits<int>::min()); }},
        {"user_agent_suffix", [](auto& it) { it.user_agent_suffix("a\r\nAuthorization: x"); }},
        {"user_agent_suffix", [](auto& it) { it.user_agent_suffix("ä"); }},
        {"system_trust", [](auto& it) { it.system_trust(false); }},
        {"base_url", [](auto& it) { it.base_url(""); }},
        {"base_url", [](auto& it) { it.base_url("api.box.com"); }},
        {"base_url", [](auto& it) { it.base_url("ftp://api.box.com"); }},
        {"base_url", [](auto& it) { it.base_url("https://"); }},
        {"base_url", [](auto& it) { it.base_url("https://api.box.com/2.0"); }},
        {"base_url", [](auto& it) { it.base_url("https://api.box.com:0"); }},
        {"base_url", [](auto& it) { it.base_url("https://user@api.box.com"); }},
        {"base_url", [](auto& it) { it.base_url("http://api.box.com"); }},
        {"base_url", [](auto& it) { it.allow_plain_http_to_loopback(false); }},
        {"proxy", [](auto& it) { it.proxy("https://proxy.example"); }},
        {"proxy", [](auto& it) { it.proxy("proxy.example:3128"); }},
        {"proxy", [](auto& it) { it.proxy("http://proxy.example:99999"); }},
        {"ca_file", [](auto& it) { it.base_url("https://localhost").ca_file("/nowhere/ca.pem"); }},
        {"ca_file", [](auto& it) { it.base_url("https://localhost").ca_file("/dev/null"); }},
        {"ca_file",
         [](auto& it) { it.base_url("https://localhost").system_trust(false).ca_file("/dev/null"); }},
    };
    for (auto const& row : table) {
        auto options = plain();
        row.spoil(options);
        BOOST_TEST_CONTEXT(row.option << ", row " << &row - table.data())
        refusal(row.option, check_options(options, token()));
    }
}

BOOST_AUTO_TEST_CASE(durations_are_from_a_millisecond_to_a_year)
{
    using setter = client_options& (client_options::*)(milliseconds);
    std::vector<std::pair<std::string_view, setter>> const durations = {
        {"idle_timeout", &client_options::idle_timeout},
        {"max_connection_lifetime", &client_options::max_connection_lifetime},
        {"connect_timeout", &client_options::connect_timeout},
        {"attempt_timeout", &client_options::attempt_timeout},
        {"deadline", &client_options::deadline},
    };
    for (auto const& [name, set] : durations) {
        BOOST_TEST_CONTEXT(name)
        {
            for (auto const good : {1ms, 20'000ms, year}) {
                auto options = plain();
                (options.*set)(good);
                BOOST_TEST(is_accepted(options));
            }
            for (auto const bad : {0ms, -1ms, year + 1ms, milliseconds::max(), milliseconds::min()}) {
                auto options = plain();
                (options.*set)(bad);
                auto const text = refusal(name, check_options(options, token()));
                BOOST_TEST(text.find(std::to_string(bad.count())) != std::string::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(counts_at_their_bounds_are_accepted)
{
    for (std::size_t const count : {1U, 10'000U}) {
        BOOST_TEST(is_accepted(plain().max_connections(count)));
        BOOST_TEST(is_accepted(plain().max_connecting(count)));
    }
    BOOST_TEST(is_accepted(plain().max_attempts(1)));
    BOOST_TEST(is_accepted(plain().max_attempts(100)));
    // More than there can be is no contradiction.
    BOOST_TEST(is_accepted(plain().max_connections(1).max_connecting(4)));
}

// RFC 6750 allows less, but what matters is that nothing can end the header.
BOOST_AUTO_TEST_CASE(tokens_are_visible_ascii)
{
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text = std::string("to") + static_cast<char>(byte) + "ken";
        auto const outcome = check_options(plain(), bearer_token(text));
        bool const good = byte > 0x20 && byte < 0x7f;
        BOOST_TEST_CONTEXT("byte " << byte)
        {
            BOOST_TEST(outcome.has_value() == good);
            if (!good) {
                auto const message = refusal("access token", outcome);
                BOOST_TEST(message.find("ken") == message.rfind("ken"));
                BOOST_TEST(message.find(text) == std::string::npos);
            }
        }
    }
    refusal("access token", check_options(plain(), bearer_token(std::string())));
}

BOOST_AUTO_TEST_CASE(user_agents_are_visible_ascii_and_spaces)
{
    for (int byte = 0; byte < 256; ++byte) {
        bool const good = byte >= 0x20 && byte < 0x7f;
        auto const options =
            plain().user_agent_suffix(std::string("my") + static_cast<char>(byte) + "service");
        BOOST_TEST_CONTEXT("byte " << byte)
        BOOST_TEST(is_accepted(options) == good);
    }
    BOOST_TEST(is_accepted(plain().user_agent_suffix("")));
}

BOOST_AUTO_TEST_CASE(an_explicit_proxy_is_used_and_its_password_never_shown)
{
    auto const way = check_options(
        client_options().base_url("https://box.example").proxy("http://me:word@proxy.example:3128"), token()
    );
    BOOST_TEST_REQUIRE(way.has_value());
    auto const* const proxy = way->proxy.proxy_for(way->server);
    BOOST_TEST_REQUIRE(proxy != nullptr);
    BOOST_TEST(proxy->host == "proxy.example");
    BOOST_TEST(proxy->port == 3128);

    for (auto const* const url :
         {"http://me:pa55word@proxy.example/path", "http://me:pa55word@:1", "pa55word"}) {
        auto const text = refusal("proxy", check_options(plain().proxy(url), token()));
        BOOST_TEST(text.find("pa55word") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_environment_is_read_only_if_that_is_asked_for)
{
    environment_variable const unusable("HTTPS_PROXY", "socks5://proxy.example");
    BOOST_TEST(is_accepted(plain()));
    refusal("HTTPS_PROXY", check_options(plain().proxy_from_environment(true), token()));
    // An explicit proxy wins.
    BOOST_TEST(is_accepted(plain().proxy_from_environment(true).proxy("http://proxy.example")));
}

BOOST_AUTO_TEST_CASE(the_environment_names_a_proxy_and_its_exceptions)
{
    environment_variable const proxy("HTTPS_PROXY", "proxy.example:3128");
    environment_variable const exceptions("NO_PROXY", "direct.example");
    auto const options = client_options().proxy_from_environment(true).ca_file("").system_trust(true);
    auto const by_proxy = check_options(client_options(options).base_url("https://box.example"), token());
    BOOST_TEST_REQUIRE(by_proxy.has_value());
    BOOST_TEST_REQUIRE(by_proxy->proxy.proxy_for(by_proxy->server) != nullptr);
    BOOST_TEST(by_proxy->proxy.proxy_for(by_proxy->server)->host == "proxy.example");
    auto const direct = check_options(client_options(options).base_url("https://direct.example"), token());
    BOOST_TEST_REQUIRE(direct.has_value());
    BOOST_TEST(direct->proxy.proxy_for(direct->server) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::client_impl
