// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "checks.hpp"

#include <boxlink/error.hpp>

#include <set>

BOOST_AUTO_TEST_SUITE(error)

using namespace std::chrono_literals;
using boxlink::errc;
using boxlink::error_info;

static_assert(!std::is_aggregate_v<boxlink::error_context>);
static_assert(!std::is_aggregate_v<error_info>);

BOOST_AUTO_TEST_CASE(every_enumerator_has_a_name_of_its_own)
{
    std::set<std::string_view> names;
    int const last = static_cast<int>(errc::callback_failed);
    for (int value = 1; value <= last; ++value) {
        std::string_view const name = to_string(static_cast<errc>(value));
        BOOST_TEST(!name.empty());
        BOOST_TEST(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        names.insert(name);
    }
    BOOST_TEST(names.size() == static_cast<std::size_t>(last));
    BOOST_TEST(to_string(static_cast<errc>(last + 1)).empty());
}

BOOST_AUTO_TEST_CASE(codes_have_distinct_texts)
{
    std::set<std::string> texts;
    int count = 0;
    for (int value = static_cast<int>(errc::invalid_argument);
         value <= static_cast<int>(errc::callback_failed); ++value) {
        boxlink::error_code const code = static_cast<errc>(value);
        BOOST_TEST(code.failed());
        BOOST_TEST(code.message().find("unknown error") == std::string::npos);
        texts.insert(code.message());
        ++count;
    }
    BOOST_TEST(static_cast<int>(texts.size()) == count);
}

BOOST_AUTO_TEST_CASE(codes_compare_with_errc)
{
    boxlink::error_code const code = errc::not_found;
    BOOST_TEST((code == errc::not_found));
    BOOST_TEST((code != errc::forbidden));
    BOOST_TEST((code.category() == boxlink::error_category()));
    BOOST_TEST(code.category().name() == std::string("boxlink"));
    BOOST_TEST((code != boxlink::error_code(code.value(), boost::system::generic_category())));
    BOOST_TEST(boxlink::error_category().message(0) == "unknown error 0");
    BOOST_TEST(boxlink::error_category().message(999) == "unknown error 999");
}

BOOST_AUTO_TEST_CASE(a_bare_failure_is_its_code)
{
    BOOST_TEST(error_info(errc::client_closed, "").to_string() == "client closed");
    BOOST_TEST(
        error_info(errc::invalid_argument, "id: wrong; mend it").to_string() ==
        "invalid argument: id: wrong; mend it"
    );
}

BOOST_AUTO_TEST_CASE(all_that_is_known_is_in_the_text)
{
    error_info info(errc::conflict, "Vanity name taken");
    info.operation = "share file:1";
    info.status = 409;
    info.box_code = "conflict";
    info.request_id = "r1";
    info.box_request_id = "h1";
    info.cause = boost::system::errc::make_error_code(boost::system::errc::connection_reset);
    boxlink::error_context entry;
    entry.name = "vanity_name";
    entry.message = "is in use";
    info.context.push_back(entry);
    info.attempts.resize(2);
    info.elapsed = 1234ms;
    info.may_have_taken_effect = true;
    BOOST_TEST(
        info.to_string() ==
        "share file:1: conflict: Vanity name taken; vanity_name: is in use (status 409, code conflict, "
        "cause: " +
            info.cause.message() +
            ", request_id r1, box-request-id h1, 2 attempts in 1.234 s, the change may have taken effect)"
    );
}

BOOST_AUTO_TEST_CASE(one_attempt_is_not_many)
{
    error_info info(errc::unavailable, "");
    info.attempts.resize(1);
    BOOST_TEST(info.to_string() == "Box is unavailable (1 attempt in 0.000 s)");
}

BOOST_AUTO_TEST_CASE(a_context_that_repeats_the_message_is_left_out)
{
    error_info info(errc::bad_request, "Something went wrong");
    info.context.resize(2);
    info.context.front().message = info.message;
    BOOST_TEST(info.to_string() == "bad request: Something went wrong");
}

BOOST_AUTO_TEST_CASE(the_text_is_one_line)
{
    error_info info(errc::bad_request, "first\r\nsecond\x1b[31m");
    BOOST_TEST(info.to_string() == R"(bad request: first\r\nsecond\x1b[31m)");
}

BOOST_AUTO_TEST_CASE(value_throws_the_rich_exception)
{
    boxlink::result<int> const failed = error_info(errc::forbidden, "no");
    try {
        std::ignore = failed.value();
        BOOST_ERROR("nothing was thrown");
    } catch (boost::system::system_error const& caught) {
        BOOST_TEST((caught.code() == errc::forbidden));
        BOOST_TEST(caught.what() == std::string("not allowed: no"));
        auto const* const rich = dynamic_cast<boxlink::error const*>(&caught);
        BOOST_TEST_REQUIRE(rich);
        BOOST_TEST(rich->info().message == "no");
    }
    boxlink::result<void> const failed_void = error_info(errc::forbidden, "no");
    BOOST_CHECK_THROW(failed_void.value(), boxlink::error);
    BOOST_TEST((boxlink::result<int>(7).value() == 7));
}

BOOST_AUTO_TEST_SUITE_END()
