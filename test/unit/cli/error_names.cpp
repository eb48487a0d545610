// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/error_names.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace boxlink;

BOOST_AUTO_TEST_SUITE(error_names)

BOOST_AUTO_TEST_CASE(every_enumerator_has_a_name_of_its_own)
{
    std::set<std::string_view> names;
    int const last = static_cast<int>(errc::client_closed);
    for (int value = 1; value <= last; ++value) {
        std::string_view const name = cli::to_string(static_cast<errc>(value));
        BOOST_TEST(!name.empty());
        BOOST_TEST(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        names.insert(name);
    }
    BOOST_TEST(names.size() == static_cast<std::size_t>(last));
    BOOST_TEST(cli::to_string(static_cast<errc>(last + 1)).empty());
}

BOOST_AUTO_TEST_CASE(names_of_codes)
{
    BOOST_TEST(cli::error_name(errc::not_found) == "not_found");
    BOOST_TEST(cli::error_name(errc::outcome_unknown) == "outcome_unknown");
    BOOST_TEST(cli::error_name(boost::asio::error::operation_aborted) == "cancelled");
    BOOST_TEST(cli::error_name(boost::asio::error::connection_reset) == "failed");
    BOOST_TEST(cli::error_name(error_code(99, error_category())) == "failed");
}

BOOST_AUTO_TEST_SUITE_END()
