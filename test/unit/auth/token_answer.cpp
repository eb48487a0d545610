// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_answer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(token_answers)

using namespace boxlink;
using namespace std::chrono_literals;
using auth::clock_difference;
using auth::read_token_answer;

constexpr std::chrono::system_clock::time_point now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

constexpr std::string_view good =
    R"({"access_token":"the-access-token","expires_in":4169,"restricted_to":[],"refresh_token":"the-refresh-token","token_type":"bearer"})";

model::http_response answer(std::string_view body)
{
    return model::http_response(200, {}, std::string(body));
}

std::string with(std::string_view part, std::string_view replacement)
{
    std::string text(good);
    auto const at = text.find(part);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), replacement);
}

std::string fault_of(std::string_view body)
{
    auto const read = read_token_answer(answer(body), now);
    BOOST_TEST_REQUIRE(read.has_error(), body);
    BOOST_TEST(read.error().code == make_error_code(errc::malformed_response));
    BOOST_TEST(read.error().status == 200);
    auto const text = read.error().to_string();
    for (std::string_view const hidden : {"the-access", "the-refresh"})
        BOOST_TEST(text.find(hidden) == std::string::npos, text);
    auto const& message = read.error().message;
    constexpr std::string_view begin = "answer to a token request: ";
    BOOST_TEST(message.starts_with(begin));
    return message.substr(begin.size(), message.find("; ") - begin.size());
}

BOOST_AUTO_TEST_CASE(all_members)
{
    auto const read = read_token_answer(answer(good), now);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->access.text.reveal() == "the-access-token");
    BOOST_TEST(read->refresh_token.reveal() == "the-refresh-token");
    BOOST_TEST((read->lifetime == 4169s));
    BOOST_TEST((read->access.expires_at == now + 4169s));
}

BOOST_AUTO_TEST_CASE(the_least)
{
    auto const read = read_token_answer(answer(R"({"access_token":"t"})"), now);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->access.text.reveal() == "t");
    BOOST_TEST(read->refresh_token.empty());
    BOOST_TEST(!read->lifetime);
    BOOST_TEST(!read->access.expires_at);
}

BOOST_AUTO_TEST_CASE(lifetimes)
{
    auto const lifetime = [](std::string_view json) {
        auto const read = read_token_answer(answer(with("4169", json)), now);
        BOOST_TEST_REQUIRE(read.has_value(), json);
        BOOST_TEST(read->lifetime.has_value() == read->access.expires_at.has_value());
        return read->lifetime;
    };
    BOOST_TEST((lifetime("1") == 1s));
    BOOST_TEST((lifetime("\"3600\"") == 3600s));
    BOOST_TEST((lifetime("315619200") == std::chrono::days(3653)));
    for (std::string_view const json :
         {"0", "-1", "315619201", "9223372036854775807", "9223372036854775808", "1e3", "3600.5", "null",
          "true", "\"\"", "\" 1\"", "\"1h\"", "[]", "{}"})
        BOOST_TEST(!lifetime(json), json);
}

BOOST_AUTO_TEST_CASE(the_last_instant)
{
    using clock = std::chrono::system_clock;
    auto const read = read_token_answer(answer(good), clock::time_point::max() - 1s);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->access.expires_at == clock::time_point::max()));
}

BOOST_AUTO_TEST_CASE(token_types)
{
    for (std::string_view const json : {"\"bearer\"", "\"Bearer\"", "\"BEARER\"", "null"})
        BOOST_TEST(read_token_answer(answer(with("\"bearer\"", json)), now).has_value(), json);
    for (std::string_view const json : {"\"mac\"", "\"\"", "1", "[]", "true"})
        BOOST_TEST(fault_of(with("\"bearer\"", json)) == "its token_type is not bearer", json);
}

BOOST_AUTO_TEST_CASE(access_tokens)
{
    BOOST_TEST(fault_of(with("\"the-access-token\"", "null")) == "it has no access_token");
    BOOST_TEST(fault_of(with("access_token", "renamed")) == "it has no access_token");
    for (std::string_view const json :
         {"\"\"", "1", "true", "[\"the-access-token\"]", "{}", "\"the-access token\"",
          "\"the-access\\r\\ntoken\"", "\"the-access\\u0000\"", "\"the-access\\u00e9\"",
          "\"the-access\x7f\""})
        BOOST_TEST(
            fault_of(with("\"the-access-token\"", json)) == "its access_token is no text that can be sent",
            json
        );
}

BOOST_AUTO_TEST_CASE(refresh_tokens)
{
    for (std::string_view const json : {"null", "\"\""}) {
        auto const read = read_token_answer(answer(with("\"the-refresh-token\"", json)), now);
        BOOST_TEST_REQUIRE(read.has_value(), json);
        BOOST_TEST(read->refresh_token.empty());
    }
    for (std::string_view const json : {"1", "[]", "{}", "\"the-refresh token\"", "\"\\n\""})
        BOOST_TEST(
            fault_of(with("\"the-refresh-token\"", json)) == "its refresh_token is no text that can be sent",
            json
        );
}

BOOST_AUTO_TEST_CASE(long_tokens)
{
    auto const with_length = [](std::size_t length) {
        return R"({"access_token":")" + std::string(length, 'x') + "\"}";
    };
    BOOST_TEST(read_token_answer(answer(with_length(16 * 1024)), now).has_value());
    BOOST_TEST(fault_of(with_length(16 * 1024 + 1)) == "its access_token is no text that can be sent");
}

BOOST_AUTO_TEST_CASE(no_objects)
{
    for (std::string_view const body :
         {"", " ", "null", "[]", "\"the-access-token\"", "<html>the-access-token</html>", "{\"a\":1}x"})
        BOOST_TEST(fault_of(body) == "it is no JSON object", body);
    BOOST_TEST(fault_of("{}") == "it has no access_token");
}

BOOST_AUTO_TEST_CASE(truncations_and_damage)
{
    for (std::size_t size = 0; size < good.size(); ++size)
        BOOST_TEST(fault_of(good.substr(0, size)) == "it is no JSON object");
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (char const c : {'\0', '"', '\\', '{', '}', '0', 'x', '\x80', '\n'}) {
            std::string body(good);
            body[at] = c;
            auto const read = read_token_answer(answer(body), now);
            if (read)
                BOOST_TEST(!read->access.text.empty());
            else
                fault_of(body);
        }
    }
}

BOOST_AUTO_TEST_CASE(clocks)
{
    auto const difference = [](std::string date, std::chrono::system_clock::time_point at = now) {
        return clock_difference(model::http_response(400, {{"date", std::move(date)}}), at);
    };
    BOOST_TEST((difference("Wed, 01 Jul 2026 00:00:00 GMT") == 0s));
    BOOST_TEST((difference("Wed, 01 Jul 2026 00:10:00 GMT") == 10min));
    BOOST_TEST((difference("Tue, 30 Jun 2026 23:50:00 GMT") == -10min));
    BOOST_TEST((difference("Wed, 01 Jul 2026 00:00:05 GMT", now + 900ms) == 5s));
    BOOST_TEST(!difference("soon"));
    BOOST_TEST(!difference(""));
    BOOST_TEST(!clock_difference(model::http_response(400), now));
    // As far apart as two clocks can be.
    BOOST_TEST(
        (difference("Fri, 31 Dec 9999 23:59:59 GMT", std::chrono::system_clock::time_point::min()) >
         std::chrono::years(500))
    );
}

BOOST_AUTO_TEST_SUITE_END()
