// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/results.hpp"

#include "fake_surroundings.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

outcome success(std::string item)
{
    outcome out;
    out.item = std::move(item);
    out.members.text("name", "n");
    out.cells = {"ok", "n"};
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(results_output)

BOOST_AUTO_TEST_CASE(json_lines_come_as_results_come)
{
    fake_surroundings fake;
    surroundings const around = fake.around();
    results output(format::json, {"NAME"}, 2, around);
    BOOST_TEST(output.take(1, success("file:2")));
    BOOST_TEST(fake.out.str() == "{\"item\":\"file:2\",\"ok\":true,\"name\":\"n\"}\n");
    BOOST_TEST(output.take(0, success("file:1")));
    BOOST_TEST(output.finish());
    BOOST_TEST(fake.out.str().ends_with("{\"item\":\"file:1\",\"ok\":true,\"name\":\"n\"}\n"));
    BOOST_TEST(fake.err.str() == "");
}

BOOST_AUTO_TEST_CASE(the_table_is_in_the_order_of_the_items_and_failures_are_explained)
{
    fake_surroundings fake;
    surroundings const around = fake.around();
    results output(format::table, {"NAME"}, 3, around);
    BOOST_TEST(output.take(2, success("file:3")));
    BOOST_TEST(output.take(1, outcome::failed("file:2", error_info(errc::not_found, "no \x1b[1msuch\nthing")))
    );
    BOOST_TEST(output.take(0, success("file:1")));
    BOOST_TEST(fake.out.str() == "");
    BOOST_TEST(output.finish());
    BOOST_TEST(
        fake.out.str() == "ITEM    RESULT     NAME\n"
                          "file:1  ok         n\n"
                          "file:2  not_found\n"
                          "file:3  ok         n\n"
    );
    BOOST_TEST(fake.err.str().find("file:2") != std::string::npos);
    BOOST_TEST(fake.err.str().find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_output_that_is_gone_is_told_once)
{
    for (format const how : {format::json, format::table}) {
        fake_surroundings fake;
        fake.out.setstate(std::ios::badbit);
        surroundings const around = fake.around();
        results output(how, {"NAME"}, 2, around);
        bool const both = output.take(0, success("file:1")) && output.take(1, success("file:2"));
        BOOST_TEST(both == (how == format::table));
        BOOST_TEST(!output.finish());
        std::string const said = fake.err.str();
        BOOST_TEST(said.find("standard output") != std::string::npos);
        BOOST_TEST(said.find("standard output") == said.rfind("standard output"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
