// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/error_names.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

using namespace boxlink;

BOOST_AUTO_TEST_SUITE(error_names)

BOOST_AUTO_TEST_CASE(names_of_codes)
{
    BOOST_TEST(bulk::error_name(errc::not_found) == "not_found");
    BOOST_TEST(bulk::error_name(errc::outcome_unknown) == "outcome_unknown");
    BOOST_TEST(bulk::error_name(boost::asio::error::operation_aborted) == "cancelled");
    BOOST_TEST(bulk::error_name(boost::asio::error::connection_reset) == "failed");
    BOOST_TEST(bulk::error_name(error_code(99, error_category())) == "failed");
}

BOOST_AUTO_TEST_CASE(what_is_of_the_configuration)
{
    for (errc const code :
         {errc::unauthorized, errc::invalid_configuration, errc::authentication_failed, errc::login_required,
          errc::token_unavailable})
        BOOST_TEST(bulk::is_of_configuration(code));
    for (errc const code : {errc::not_found, errc::forbidden, errc::deadline_exceeded})
        BOOST_TEST(!bulk::is_of_configuration(code));
    BOOST_TEST(!bulk::is_of_configuration(boost::asio::error::operation_aborted));
}

BOOST_AUTO_TEST_SUITE_END()
