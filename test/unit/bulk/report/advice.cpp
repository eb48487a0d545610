// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/advice.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

using namespace boxlink;
using namespace boxlink::bulk;

BOOST_AUTO_TEST_SUITE(report_advice)

BOOST_AUTO_TEST_CASE(each_code_has_words_of_its_own)
{
    auto const others = words_for(make_error_code(boost::system::errc::io_error));
    std::set<std::string_view> advice = {others.advice};
    int codes = 0;
    for (int value = 1; !to_string(static_cast<errc>(value)).empty(); ++value) {
        auto const words = words_for(make_error_code(static_cast<errc>(value)));
        BOOST_TEST_CONTEXT(to_string(static_cast<errc>(value)))
        {
            BOOST_TEST(words.title != others.title);
            BOOST_TEST(advice.insert(words.advice).second);
            BOOST_TEST(words.advice.ends_with('.'));
        }
        ++codes;
    }
    BOOST_TEST(codes == static_cast<int>(errc::callback_failed));
    BOOST_TEST(advice.insert(words_for(boost::asio::error::operation_aborted).advice).second);
    BOOST_TEST(advice.insert(words_for_rejected_rows().advice).second);
}

BOOST_AUTO_TEST_CASE(codes_of_others)
{
    // The same number as an errc.
    auto const words =
        words_for(error_code(static_cast<int>(errc::not_found), boost::system::generic_category()));
    BOOST_TEST(words.title != words_for(errc::not_found).title);
    BOOST_TEST(words.title == words_for(error_code()).title);
}

BOOST_AUTO_TEST_SUITE_END()
