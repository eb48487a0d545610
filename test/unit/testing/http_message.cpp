// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/http_message.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace boxlink::testing {

BOOST_AUTO_TEST_SUITE(http_message)

BOOST_AUTO_TEST_CASE(header_names_are_found_in_any_case)
{
    header_list headers;
    headers.add("If-Match", "1");
    headers.add("if-match", "2");
    BOOST_TEST(headers.find("IF-MATCH").value() == "1");
    BOOST_TEST(!headers.find("If-Matc"));
    headers.set("iF-mAtCh", "3");
    BOOST_TEST(headers.find("If-Match").value() == "3");
    headers.set("As-User", "4");
    BOOST_TEST(headers.find("as-user").value() == "4");
}

BOOST_AUTO_TEST_CASE(target_is_split_at_the_question_mark)
{
    BOOST_TEST(http_request("GET", "/a/b?c=d?e").path() == "/a/b");
    BOOST_TEST(http_request("GET", "/a/b?c=d?e").query() == "c=d?e");
    BOOST_TEST(http_request("GET", "/a/b").path() == "/a/b");
    BOOST_TEST(http_request("GET", "/a/b").query().empty());
}

BOOST_AUTO_TEST_CASE(dates_are_those_of_rfc_9110)
{
    using namespace std::chrono;
    using namespace std::chrono_literals;
    BOOST_TEST(
        http_date(sys_days(1994y / November / 6) + 8h + 49min + 37s + 999ms) ==
        "Sun, 06 Nov 1994 08:49:37 GMT"
    );
    BOOST_TEST(http_date(sys_days(2024y / February / 29)) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(answer_is_framed)
{
    http_response answer;
    answer.body = "{}";
    answer.headers.add("X-Extra", "1");
    BOOST_TEST(
        serialize(answer, "now", "abc", false, false) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nbox-request-id: abc\r\nX-Extra: 1\r\n\r\n{}"
    );
}

BOOST_AUTO_TEST_CASE(answer_announces_the_close)
{
    const std::string bytes = serialize(http_response(404), "now", "abc", true, false);
    BOOST_TEST(
        bytes == "HTTP/1.1 404 Not Found\r\nDate: now\r\nContent-Length: 0\r\nConnection: "
                 "close\r\nbox-request-id: abc\r\n\r\n"
    );
}

BOOST_AUTO_TEST_CASE(answers_without_content_have_no_length)
{
    for (const unsigned status : {204u, 304u}) {
        http_response answer(status);
        answer.body = "ignored";
        const std::string bytes = serialize(answer, "now", "abc", false, false);
        BOOST_TEST(bytes.find("Content-Length") == bytes.npos);
        BOOST_TEST(bytes.ends_with("\r\n\r\n"));
    }
}

BOOST_AUTO_TEST_CASE(head_has_the_length_but_no_body)
{
    http_response answer(405);
    answer.body = "0123";
    const std::string bytes = serialize(answer, "now", "abc", false, true);
    BOOST_TEST(bytes.find("Content-Length: 4\r\n") != bytes.npos);
    BOOST_TEST(bytes.ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(fields_of_the_answer_replace_the_usual_ones)
{
    http_response answer;
    answer.body = "x";
    answer.headers.add("content-length", "7");
    answer.headers.add("date", "never");
    const std::string bytes = serialize(answer, "now", "abc", false, false);
    BOOST_TEST(bytes.find("Content-Length") == bytes.npos);
    BOOST_TEST(bytes.find("content-length: 7") != bytes.npos);
    BOOST_TEST(bytes.find("now") == bytes.npos);
}

BOOST_AUTO_TEST_CASE(unknown_status_has_no_phrase)
{
    BOOST_TEST(reason_phrase(503) == "Service Unavailable");
    BOOST_TEST(reason_phrase(555).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
