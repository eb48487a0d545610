// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/fault_engine.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::testing {

using namespace std::chrono_literals;

namespace {

const http_request read_file("GET", "/2.0/files/1?fields=shared_link");
const http_request write_file("PUT", "/2.0/files/1?fields=shared_link");
const http_request read_folder("GET", "/2.0/folders/1");

// Which of `count` equal requests a fault befalls: "x" for those, "." for the others.
std::string pattern(fault_engine& engine, int count, const http_request& request = read_file)
{
    std::string seen;
    for (int i = 0; i < count; ++i)
        seen.push_back(engine.on_request(request, "7") ? 'x' : '.');
    return seen;
}

std::string pattern(const fault& what, int count)
{
    fault_engine engine(1);
    engine.inject(what);
    return pattern(engine, count);
}

bool befalls(const fault& what, const http_request& request, std::string_view user = "7")
{
    fault_engine engine(1);
    engine.inject(what);
    return engine.on_request(request, user).has_value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(fault_engine_tests)

BOOST_AUTO_TEST_CASE(how_often)
{
    BOOST_TEST(pattern(fault().stall(), 5) == "x....");
    BOOST_TEST(pattern(fault().stall().times(3), 5) == "xxx..");
    BOOST_TEST(pattern(fault().stall().times(0), 5) == ".....");
    BOOST_TEST(pattern(fault().stall().always(), 5) == "xxxxx");
    BOOST_TEST(pattern(fault().stall().skip(2), 5) == "..x..");
    BOOST_TEST(pattern(fault().stall().skip(2).times(2), 6) == "..xx..");
    BOOST_TEST(pattern(fault().stall().every(3), 7) == "..x..x.");
    BOOST_TEST(pattern(fault().stall().every(1), 3) == "xxx");
    BOOST_TEST(pattern(fault().stall().every(2).times(2), 8) == ".x.x....");
    BOOST_TEST(pattern(fault().stall().every(2).skip(3), 8) == "....x.x.");
    BOOST_TEST(pattern(fault().stall().probability(0), 5) == ".....");
    BOOST_TEST(pattern(fault().stall().probability(1), 3) == "xxx");
}

BOOST_AUTO_TEST_CASE(probability_is_seeded)
{
    const auto drawn = [](std::uint64_t seed) {
        fault_engine engine(seed);
        engine.inject(fault().reset().probability(0.25));
        return pattern(engine, 4000);
    };
    const std::string first = drawn(1);
    BOOST_TEST(first == drawn(1));
    BOOST_TEST(first != drawn(2));
    const auto hits = std::count(first.begin(), first.end(), 'x');
    BOOST_TEST((hits > 900 && hits < 1100));
}

BOOST_AUTO_TEST_CASE(whom)
{
    BOOST_TEST(befalls(fault(), read_file));
    BOOST_TEST(befalls(fault().method("PUT"), write_file));
    BOOST_TEST(!befalls(fault().method("PUT"), read_file));
    BOOST_TEST(befalls(fault().path("/2.0/files/1"), read_file));
    BOOST_TEST(!befalls(fault().path("/2.0/files"), read_file));
    BOOST_TEST(befalls(fault().path("/2.0/files*"), read_file));
    BOOST_TEST(!befalls(fault().path("/2.0/files*"), read_folder));
    BOOST_TEST(befalls(fault().item(kind::file, "1"), read_file));
    BOOST_TEST(!befalls(fault().item(kind::file, "1"), http_request("GET", "/2.0/files/11")));
    BOOST_TEST(!befalls(fault().item(kind::file, "1"), read_folder));
    BOOST_TEST(befalls(fault().item(kind::web_link, "5"), http_request("GET", "/2.0/web_links/5")));
    BOOST_TEST(befalls(fault().user("7"), read_file));
    BOOST_TEST(!befalls(fault().user("8"), read_file));
    BOOST_TEST(!befalls(fault().method("PUT").user("7"), read_file));
    BOOST_TEST(!befalls(fault().on_accept().reset(), read_file));
}

BOOST_AUTO_TEST_CASE(only_matching_requests_are_counted)
{
    fault_engine engine(1);
    engine.inject(fault().method("PUT").skip(1).stall());
    BOOST_TEST(pattern(engine, 3, read_file) == "...");
    BOOST_TEST(pattern(engine, 3, write_file) == ".x.");
}

BOOST_AUTO_TEST_CASE(the_first_that_wants_it_has_it)
{
    fault_engine engine(1);
    const fault_id first = engine.inject(fault().status(503).times(2));
    const fault_id second = engine.inject(fault().status(500).times(1));
    BOOST_TEST(engine.on_request(read_file, "")->status == 503u);
    BOOST_TEST(engine.on_request(read_file, "")->status == 503u);
    BOOST_TEST(engine.on_request(read_file, "")->status == 500u);
    BOOST_TEST(!engine.on_request(read_file, ""));
    BOOST_TEST(engine.fired(first) == 2u);
    BOOST_TEST(engine.fired(second) == 1u);
    BOOST_TEST(engine.empty());
}

BOOST_AUTO_TEST_CASE(sequences_of_statuses)
{
    fault_engine engine(1);
    engine.inject(fault().statuses({503, 429, 500}));
    std::string seen;
    while (const auto plan = engine.on_request(read_file, ""))
        seen += std::to_string(plan->status) + " ";
    BOOST_TEST(seen == "503 429 500 ");

    engine.inject(fault().statuses({503, 502}).times(5));
    seen.clear();
    while (const auto plan = engine.on_request(read_file, ""))
        seen += std::to_string(plan->status) + " ";
    BOOST_TEST(seen == "503 502 503 502 503 ");
}

BOOST_AUTO_TEST_CASE(faults_can_be_taken_back)
{
    fault_engine engine(1);
    const fault_id first = engine.inject(fault().reset().always());
    const fault_id second = engine.inject(fault().stall().always());
    BOOST_TEST((engine.on_request(read_file, "")->what == fault_plan::action::reset));
    engine.remove(first);
    engine.remove(first);
    BOOST_TEST((engine.on_request(read_file, "")->what == fault_plan::action::stall));
    engine.clear();
    BOOST_TEST(!engine.on_request(read_file, ""));
    BOOST_TEST(engine.fired(first) == 1u);
    BOOST_TEST(engine.fired(second) == 1u);
    BOOST_CHECK_THROW(static_cast<void>(engine.fired(fault_id())), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_plan_carries_everything)
{
    fault_engine engine(1);
    engine.inject(fault()
                      .status(503)
                      .code("busy")
                      .body("<p>", "text/html")
                      .retry_after(3s)
                      .header("X", "1")
                      .header("x", "2")
                      .delay(5ms)
                      .cut_after(7)
                      .in_pieces(2)
                      .surplus("more")
                      .applied_after(4)
                      .announce_close()
                      .close());
    const fault_plan plan = engine.on_request(read_file, "").value();
    BOOST_TEST((plan.what == fault_plan::action::answer));
    BOOST_TEST(plan.status == 503u);
    BOOST_TEST(plan.code == "busy");
    BOOST_TEST(plan.body.value() == "<p>");
    BOOST_TEST(plan.content_type == "text/html");
    BOOST_REQUIRE(plan.headers.size() == 2u);
    BOOST_TEST(plan.headers[0].first == "Retry-After");
    BOOST_TEST(plan.headers[0].second == "3");
    BOOST_TEST(plan.headers[1].second == "2");
    BOOST_TEST((plan.delay == 5ms));
    BOOST_TEST(plan.cut_after.value() == 7u);
    BOOST_TEST(plan.piece == 2u);
    BOOST_TEST(plan.surplus == "more");
    BOOST_TEST(plan.apply_after.value() == 4u);
    BOOST_TEST(plan.announce_close);
    BOOST_TEST(plan.close);
}

BOOST_AUTO_TEST_CASE(connections)
{
    fault_engine engine(1);
    engine.inject(fault().reset().always());
    BOOST_TEST(!engine.on_accept());
    engine.inject(fault().on_accept().skip(1).stall());
    BOOST_TEST(!engine.on_accept());
    BOOST_TEST((engine.on_accept()->what == fault_plan::action::stall));
    BOOST_TEST(!engine.on_accept());
    engine.inject(fault().on_accept().garbage());
    BOOST_TEST(!engine.on_accept()->bytes.empty());
    engine.inject(fault().on_accept().delay(5ms));
    BOOST_TEST((engine.on_accept()->delay == 5ms));
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused)
{
    fault_engine engine(1);
    for (const fault& bad :
         {fault().every(0),
          fault().probability(-0.1),
          fault().probability(1.1),
          fault().probability(0.0 / 0.0),
          fault().statuses({}),
          fault().status(100),
          fault().status(1000),
          fault().status(0),
          fault().code("x"),
          fault().html_body(),
          fault().empty_body().reset(),
          fault().applied(),
          fault().applied_after(3),
          fault().on_accept(),
          fault().on_accept().status(503),
          fault().on_accept().reset().applied(),
          fault().on_accept().reset().method("GET"),
          fault().on_accept().reset().item(kind::file, "1"),
          fault().on_accept().reset().user("1"),
          fault().on_accept().header("a", "b")})
        BOOST_CHECK_THROW(engine.inject(bad), std::invalid_argument);
    BOOST_TEST(engine.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
