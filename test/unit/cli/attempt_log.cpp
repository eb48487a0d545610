// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/attempt_log.hpp"

#include "fake_surroundings.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(attempts)

BOOST_AUTO_TEST_CASE(an_attempt_on_one_line)
{
    attempt_report report;
    report.operation = "share file:1";
    report.attempt = 2;
    report.status = 503;
    report.retry = retry_reason::server_error;
    report.retry_delay = 500ms;
    report.queue = 1ms;
    report.connect = 2ms;
    report.tls = 3ms;
    report.first_byte = 4ms;
    report.total = 10500us;
    report.bytes_sent = 100;
    report.bytes_received = 200;
    report.resumed_tls_session = true;
    report.box_request_id = "abc";
    report.deprecation = "soon";
    BOOST_TEST(
        describe(report) ==
        "share file:1: attempt 2: status 503, 10.5 ms (queue 1.0 ms, connect 2.0 ms, TLS 3.0 ms (resumed), "
        "first byte 4.0 ms, 100 B out, 200 B in); retry: server_error; box-request-id abc; "
        "deprecation: soon"
    );
}

BOOST_AUTO_TEST_CASE(an_attempt_without_an_answer)
{
    attempt_report report;
    report.operation = "find";
    report.attempt = 1;
    report.code = boost::asio::error::connection_reset;
    report.reused_connection = true;
    std::string const text = describe(report);
    BOOST_TEST(text.starts_with("find: attempt 1: " + report.code.message()), text);
    BOOST_TEST(text.find("reused connection") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_reading_back_is_told_apart)
{
    attempt_report report;
    report.operation = "unshare file:1";
    report.attempt = 6;
    report.status = 200;
    report.read_back = true;
    BOOST_TEST(describe(report).starts_with("unshare file:1: attempt 6, reading back: status 200"));
}

BOOST_AUTO_TEST_CASE(a_wait_on_one_line)
{
    wait_report report;
    report.operation = "share file:1";
    report.attempt = 2;
    report.reason = wait_reason::rate_limited;
    report.expected = 1500ms;
    BOOST_TEST(describe(report) == "share file:1: attempt 2 waits 1500.0 ms: rate_limited");
    report.reason = wait_reason::earlier_change;
    report.expected.reset();
    BOOST_TEST(describe(report) == "share file:1: attempt 2 waits: earlier_change");
}

BOOST_AUTO_TEST_CASE(server_text_is_escaped)
{
    fake_surroundings fake;
    surroundings const around = fake.around();
    attempt_report report;
    report.box_request_id = "a\x1b[31m\nb";
    attempt_log(around, true).on_attempt(report);
    BOOST_TEST(fake.err.str().find('\x1b') == std::string::npos);
    BOOST_TEST(fake.err.str().find('\n') == fake.err.str().size() - 1);
}

BOOST_AUTO_TEST_CASE(tokens_on_one_line)
{
    token_report report;
    report.duration = 8ms;
    BOOST_TEST(describe(report) == "token: got in 8.0 ms");
    report.user = "42";
    report.in_background = true;
    report.expires_at = std::chrono::system_clock::time_point(1'800'000'000s);
    BOOST_TEST(
        describe(report) ==
        "token of user 42: got in 8.0 ms in the background, good until 2027-01-15T08:00:00+00:00"
    );
    report.from_store = true;
    BOOST_TEST(describe(report).starts_with("token of user 42: taken from the token store"));
    report.code = make_error_code(errc::login_required);
    report.message = "log in";
    BOOST_TEST(describe(report) == "token of user 42: none: log in");
}

BOOST_AUTO_TEST_CASE(only_warnings_are_told_unless_it_is_verbose)
{
    fake_surroundings fake;
    surroundings const around = fake.around();
    attempt_log quiet(around, false);
    quiet.on_attempt(attempt_report());
    quiet.on_wait(wait_report());
    quiet.on_token(token_report());
    BOOST_TEST(fake.err.str() == "");
    quiet.on_warning("the disk is full");
    BOOST_TEST(fake.err.str() == "boxlink: warning: the disk is full\n");

    attempt_log verbose(around, true);
    verbose.on_token(token_report());
    BOOST_TEST(fake.err.str().ends_with("boxlink: token: got in 0.0 ms\n"));
}

BOOST_AUTO_TEST_SUITE_END()
