// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/observer.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

namespace boxlink {
namespace {

BOOST_AUTO_TEST_SUITE(observer_)

BOOST_AUTO_TEST_CASE(reasons_have_their_names)
{
    BOOST_TEST(to_string(retry_reason::none) == "none");
    BOOST_TEST(to_string(retry_reason::stale_connection) == "stale_connection");
    BOOST_TEST(to_string(retry_reason::network) == "network");
    BOOST_TEST(to_string(retry_reason::timeout) == "timeout");
    BOOST_TEST(to_string(retry_reason::rate_limited) == "rate_limited");
    BOOST_TEST(to_string(retry_reason::server_error) == "server_error");
    BOOST_TEST(to_string(retry_reason::not_ready) == "not_ready");
}

BOOST_AUTO_TEST_CASE(a_report_begins_with_nothing_known)
{
    using namespace std::chrono_literals;
    attempt_report const report;
    BOOST_TEST(report.operation == "");
    BOOST_TEST(report.attempt == 0);
    BOOST_TEST(report.status == 0);
    BOOST_TEST(!report.code);
    BOOST_TEST((report.retry == retry_reason::none));
    BOOST_TEST((report.retry_delay == 0s && report.queue == 0s && report.connect == 0s));
    BOOST_TEST((report.tls == 0s && report.first_byte == 0s && report.total == 0s));
    BOOST_TEST(report.bytes_sent == 0U);
    BOOST_TEST(report.bytes_received == 0U);
    BOOST_TEST(!report.reused_connection);
    BOOST_TEST(!report.resumed_tls_session);
    BOOST_TEST(report.box_request_id == "");
    BOOST_TEST(report.deprecation == "");
}

BOOST_AUTO_TEST_CASE(counters_begin_at_zero)
{
    pool_counters const counters;
    BOOST_TEST(counters.open + counters.idle + counters.waiting == 0U);
    BOOST_TEST(counters.connects + counters.connect_failures + counters.tls_resumptions == 0U);
    BOOST_TEST(counters.reuses + counters.idle_drops + counters.expired == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink
