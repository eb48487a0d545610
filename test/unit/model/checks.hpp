// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace boxlink::model_test {

/// 2026-07-01T12:00:00Z.
inline constexpr std::chrono::system_clock::time_point noon =
    std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + std::chrono::hours(12);

/// The message of a result that must be a failure with this code.
template <class T>
std::string message_of(result<T> const& outcome, errc expected)
{
    BOOST_TEST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == make_error_code(expected));
    return outcome.error().message;
}

/// The message of a refused input.
template <class T>
std::string refusal_of(result<T> const& outcome)
{
    return message_of(outcome, errc::invalid_argument);
}

/// Whether a refusal is about this setting or option: its message begins with the name.
template <class T>
bool refuses(result<T> const& outcome, std::string_view name)
{
    std::string const message = refusal_of(outcome);
    BOOST_TEST_CONTEXT(message)
    {
        BOOST_TEST(message.starts_with(name));
        BOOST_TEST(message.find("; ") != std::string::npos); // what to do about it
    }
    return message.starts_with(name);
}

} // namespace boxlink::model_test
