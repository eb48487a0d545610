// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/redaction.hpp"

#include "model/text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace data = boost::unit_test::data;
using boxlink::model::redact;

/// Has what the writers of JSON, HTML and URLs escape in different ways.
constexpr char const* secret = "S€/\"\\ <&'>\r\n+😀%41";

std::vector<std::string> const forms = {
    secret,
    R"(S€/\"\\ <&'>\r\n+😀%41)",
    R"(S\u20ac\/\"\\ \u003c\u0026\u0027\u003e\u000d\u000a+\ud83d\ude00%41)",
    R"(\u0053\u20AC\u002F\u0022\u005C\u0020<&'>\r\n\u002b\uD83D\uDE00\u002541)",
    R"(S€/\\\"\\ <&'>\\r\\n+😀%41)",
    "S%E2%82%AC%2F%22%5C%20%3C%26%27%3E%0D%0A%2B%F0%9F%98%80%2541",
    "S%e2%82%ac/%22%5c+%3c%26'%3e%0d%0a%2b%f0%9f%98%80%2541",
    "S€/&quot;\\ &lt;&amp;&apos;&gt;\r\n+😀%41",
    "S&#8364;/&#34;\\ &#x3C;&#x26;&#39;&#x3e;&#13;&#10;+&#128512;%41",
    R"(S€/"\ <&'>\r\n+😀%41)",
    R"(S€/"\ <&'>\x0d\x0a+😀%41)",
};

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_DATA_TEST_CASE(every_form_is_found, data::make(forms), form)
{
    std::string text = "before " + form + form + ", after";
    redact(text, secret);
    BOOST_TEST(text == "before [secret][secret], after");
}

BOOST_DATA_TEST_CASE(what_is_cut_off_is_found, data::make(forms), form)
{
    for (std::size_t limit = 0; limit < form.size(); ++limit) {
        auto text = boxlink::model::bounded("before " + form, 7 + limit);
        redact(text, secret);
        // Up to three bytes may stay: they would be found by chance.
        bool const is_gone = text.starts_with("before [secret]") || limit < 24;
        BOOST_TEST(is_gone, text);
    }
}

BOOST_AUTO_TEST_CASE(the_rest_stays)
{
    for (std::string const text :
         {"", "\\", "%", "%4", "&", "&#", "&#x", "&#99999999999;", "\\u", "\\u12", "\\ud800",
          "\\ud800\\u0041", "\\x4", "plain text, 100% & more \\ less…", "S€/ is not the secret"}) {
        auto redacted = text;
        redact(redacted, secret);
        BOOST_TEST(redacted == text);
    }
}

BOOST_AUTO_TEST_CASE(a_secret_that_looks_escaped_is_found)
{
    for (std::string const odd : {"%41%42%43", "\\u0041BC\\", "&amp;&lt;", "++++", "\\\\\\\\n", "a\\\\b\\"}) {
        auto text = "it was " + odd + '.';
        redact(text, odd);
        BOOST_TEST(text == "it was [secret].");
    }
}

BOOST_AUTO_TEST_CASE(short_secrets_are_left)
{
    std::string text = "abc abcd";
    redact(text, "");
    redact(text, "abc");
    BOOST_TEST(text == "abc abcd");
    redact(text, "abcd");
    BOOST_TEST(text == "abc [secret]");
}

BOOST_AUTO_TEST_CASE(text_of_nothing_but_beginnings_takes_no_time)
{
    std::string text(512, '\\');
    redact(text, std::string(100, '\\') + "x");
    BOOST_TEST(text == std::string(512, '\\'));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
