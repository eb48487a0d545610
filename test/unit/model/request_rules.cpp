// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/request_rules.hpp"

#include "checks.hpp"

BOOST_AUTO_TEST_SUITE(request_rules)

using namespace boxlink;
using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::model_test::refusal_of;
using boxlink::model_test::refuses;
using options = boxlink::request_options;

constexpr operation_kind kinds[] = {
    operation_kind::share, operation_kind::unshare, operation_kind::get_link, operation_kind::find};

BOOST_AUTO_TEST_CASE(operations_have_the_names_of_their_functions)
{
    BOOST_TEST(to_string(operation_kind::share) == "share");
    BOOST_TEST(to_string(operation_kind::unshare) == "unshare");
    BOOST_TEST(to_string(operation_kind::get_link) == "get_link");
    BOOST_TEST(to_string(operation_kind::find) == "find");
}

BOOST_AUTO_TEST_CASE(items)
{
    BOOST_TEST(check_item(item_ref::file("1")).has_value());
    BOOST_TEST(check_item(item_ref::file("0")).has_value());
    BOOST_TEST(check_item(item_ref::folder("10")).has_value());
    BOOST_TEST(refuses(check_item(item_ref::folder("0")), "folder id \"0\": the root folder"));
    BOOST_TEST(refuses(check_item(item_ref::folder("00")), "folder id \"00\": the root folder"));
    BOOST_TEST(refuses(check_item(item_ref::file("1\r\n")), "file id"));
    BOOST_TEST(refuses(check_item(item_ref::web_link("")), "web_link id"));
}

BOOST_AUTO_TEST_CASE(no_options_are_good_options)
{
    for (operation_kind const kind : kinds)
        BOOST_TEST(check_options(kind, {}).has_value());
}

BOOST_AUTO_TEST_CASE(preconditions_suit_the_operation)
{
    for (operation_kind const kind : kinds) {
        bool const changes = kind == operation_kind::share || kind == operation_kind::unshare;
        auto const match = check_options(kind, options().if_match("1"));
        auto const none_match = check_options(kind, options().if_none_match("1"));
        BOOST_TEST(match.has_value() == changes);
        BOOST_TEST(none_match.has_value() == (kind == operation_kind::get_link));
        if (!match) {
            BOOST_TEST(refuses(match, "if_match: "));
            BOOST_TEST(refusal_of(match).find(to_string(kind)) != std::string::npos);
        }
        if (!none_match) {
            BOOST_TEST(refuses(none_match, "if_none_match: "));
            BOOST_TEST(refusal_of(none_match).find(to_string(kind)) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(etags)
{
    for (std::string const& etag :
         {std::string("0"), std::string("\"3\""), std::string("W/\"x\""), std::string("a b"),
          std::string("*"), std::string("\xc3\xa9"), std::string(1024, '1')}) {
        BOOST_TEST(check_options(operation_kind::share, options().if_match(etag)).has_value());
        BOOST_TEST(check_options(operation_kind::get_link, options().if_none_match(etag)).has_value());
    }
    std::string const with_nul("1\0", 2);
    for (std::string const& etag :
         {std::string(), std::string(" "), std::string(" 1"), std::string("1 "), std::string("1\r\nX: y"),
          std::string("1\n"), std::string("\t1"), with_nul, std::string("1\x7f"), std::string(1025, '1')}) {
        BOOST_TEST(refuses(check_options(operation_kind::unshare, options().if_match(etag)), "if_match"));
        BOOST_TEST(
            refuses(check_options(operation_kind::get_link, options().if_none_match(etag)), "if_none_match")
        );
    }
}

BOOST_AUTO_TEST_CASE(users)
{
    BOOST_TEST(check_options(operation_kind::find, options().as_user("42")).has_value());
    BOOST_TEST(check_options(operation_kind::find, options().as_user(std::string(64, '4'))).has_value());
    for (std::string const& id :
         {std::string(), std::string("x"), std::string("4 2"), std::string("42\r\n"), std::string("-1"),
          std::string(65, '4'), std::string("a@b.c")})
        BOOST_TEST(refuses(check_options(operation_kind::share, options().as_user(id)), "as_user \""));
}

BOOST_AUTO_TEST_CASE(fields)
{
    auto good = options().field("name").field("owned_by.login").field("A_1.b").field(std::string(100, 'x'));
    BOOST_TEST(check_options(operation_kind::find, good).has_value());
    for (std::string const& name :
         {std::string(), std::string("a,b"), std::string("a b"), std::string("a&b=c"), std::string("a-b"),
          std::string("a\r\n"), std::string("a%20"), std::string("a#"), std::string("n\xc3\xa4me"),
          std::string(101, 'x')})
        BOOST_TEST(refuses(check_options(operation_kind::get_link, options().field(name)), "field \""));
    options many;
    for (int count = 0; count < 50; ++count)
        many.field("name");
    BOOST_TEST(check_options(operation_kind::share, many).has_value());
    BOOST_TEST(refuses(check_options(operation_kind::share, many.field("name")), "field: more than 50"));
}

BOOST_AUTO_TEST_CASE(header_names_are_tokens)
{
    for (std::string const name :
         {"X-Trace", "x", "X_1", "!#$%&'*+-.^_`|~09azAZ", "Accept-Language", "If-Modified-Since"})
        BOOST_TEST(check_options(operation_kind::share, options().header(name, "v")).has_value(), name);
    std::string const with_nul("X\0", 2);
    for (std::string const& name :
         {std::string(), std::string("X Y"), std::string("X:"), std::string("X\r\nY"), std::string("X\t"),
          with_nul, std::string("\xc3\x84"), std::string("X(y)"), std::string("X\"y\""), std::string("X/y"),
          std::string("X@y"), std::string("X\x7f")})
        BOOST_TEST(refuses(check_options(operation_kind::share, options().header(name, "v")), "header \""));
}

BOOST_AUTO_TEST_CASE(reserved_headers)
{
    for (std::string const name :
         {"Host",
          "Authorization",
          "Content-Length",
          "Content-Type",
          "Content-Encoding",
          "Content-Range",
          "Transfer-Encoding",
          "Connection",
          "Keep-Alive",
          "Accept",
          "Accept-Encoding",
          "TE",
          "Trailer",
          "Upgrade",
          "Expect",
          "Proxy-Authorization",
          "Proxy-Connection",
          "Proxy-Anything",
          "BoxApi",
          "If-Match",
          "If-None-Match",
          "As-User",
          "Box-Notifications",
          "User-Agent",
          "X-Box-UA",
          "HTTP2-Settings",
          "Range",
          "Cookie"}) {
        std::string lower = name;
        std::string upper = name;
        for (std::size_t at = 0; at < name.size(); ++at) {
            lower[at] = static_cast<char>(std::tolower(name[at]));
            upper[at] = static_cast<char>(std::toupper(name[at]));
        }
        for (std::string const& form : {name, lower, upper}) {
            auto const checked = check_options(operation_kind::get_link, options().header(form, "v"));
            BOOST_TEST(refuses(checked, "header \"" + form + "\": boxlink or HTTP sets it"));
        }
    }
}

BOOST_AUTO_TEST_CASE(header_values)
{
    for (std::string const value : {"", "v", "a b\xc3\xa4", "a,b;c=\"d\"", "~!@#$%^&*()"})
        BOOST_TEST(check_options(operation_kind::share, options().header("X", value)).has_value());
    std::string const with_nul("v\0w", 3);
    for (std::string const& value :
         {std::string("v\r\nY: z"), std::string("v\n"), std::string("v\r"), with_nul, std::string("v\tw"),
          std::string(" v"), std::string("v "), std::string("\x1b"), std::string("\x7f")}) {
        auto const checked = check_options(operation_kind::share, options().header("X-Trace", value));
        BOOST_TEST(refuses(checked, "header \"X-Trace\": the value"));
    }
    auto const checked = check_options(operation_kind::share, options().header("X", "tell-no-one\n"));
    BOOST_TEST(refusal_of(checked).find("tell") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(extra_headers_are_bounded)
{
    BOOST_TEST(check_options(operation_kind::share, options().header("X", std::string(6143, 'v'))).has_value()
    );
    BOOST_TEST(refuses(
        check_options(operation_kind::share, options().header("X", std::string(6144, 'v'))), "header: "
    ));
    auto const two = options().header("X", std::string(3072, 'v')).header("Y", std::string(3072, 'v'));
    BOOST_TEST(refuses(check_options(operation_kind::share, two), "header: "));
}

BOOST_AUTO_TEST_CASE(timeouts)
{
    using std::chrono::milliseconds;
    for (milliseconds const good :
         {milliseconds(1), milliseconds(30s), milliseconds(std::chrono::days(365))}) {
        BOOST_TEST(check_options(operation_kind::share, options().attempt_timeout(good)).has_value());
        BOOST_TEST(check_options(operation_kind::share, options().deadline(good)).has_value());
    }
    for (milliseconds const bad :
         {milliseconds(0), milliseconds(-1), milliseconds::min(), milliseconds::max(),
          milliseconds(std::chrono::days(365)) + 1ms}) {
        BOOST_TEST(
            refuses(check_options(operation_kind::share, options().attempt_timeout(bad)), "attempt_timeout")
        );
        BOOST_TEST(refuses(check_options(operation_kind::share, options().deadline(bad)), "deadline"));
    }
}

BOOST_AUTO_TEST_CASE(attempts)
{
    BOOST_TEST(check_options(operation_kind::find, options().max_attempts(1)).has_value());
    BOOST_TEST(check_options(operation_kind::find, options().max_attempts(100)).has_value());
    for (int const count : {0, -1, 101, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()})
        BOOST_TEST(refuses(check_options(operation_kind::find, options().max_attempts(count)), "max_attempts")
        );
}

BOOST_AUTO_TEST_CASE(urls_of_links)
{
    for (std::string const& url :
         {std::string("https://app.box.com/s/abc"), std::string("http://app.box.com/s/abc"),
          std::string("HTTPS://acme.box.com"), std::string("https://app.box.com:443/v/name?x=1#y"),
          std::string("https://127.0.0.1:8443/s/1"), std::string("https://[::1]:8443/s/1"),
          std::string("https://app.box.com/v/\xc3\xbc"
                      "bersicht"),
          std::string("https://app.box.com/s/%41@b"), "https://h/" + std::string(2038, 'x')})
        BOOST_TEST(check_query(url).has_value(), url);

    std::string const with_nul("https://app.box.com/\0", 21);
    for (std::string const& url :
         {std::string(),
          std::string("app.box.com/s/abc"),
          std::string("ftp://app.box.com/s/abc"),
          std::string("https:/app.box.com"),
          std::string("https://"),
          std::string("https:///s/abc"),
          std::string("https://?x"),
          std::string("https://#x"),
          std::string("https://:443/s"),
          std::string("//h/s"),
          std::string(" https://h/s"),
          std::string("https://h/s "),
          std::string("https://h/a b"),
          std::string("https://h/s\r\nX: y"),
          std::string("https://h/\t"),
          with_nul,
          std::string("https://user@h/s"),
          std::string("https://user:pw@h/s"),
          std::string("https://h\\evil/s"),
          std::string("javascript://x"),
          "https://h/" + std::string(2039, 'x')})
        BOOST_TEST(refuses(check_query(url), "link URL: "));
}

BOOST_AUTO_TEST_CASE(passwords_of_links)
{
    auto const query = [](std::string password) {
        return link_query("https://h/s").password(std::move(password));
    };
    for (std::string const& good :
         {std::string("x"), std::string("a&b=%\r\n"), std::string("\xc3\xa4"), std::string(512, 'x')})
        BOOST_TEST(check_query(query(good)).has_value());
    for (std::string const& bad : {std::string(), std::string("x\xff"), std::string(513, 'x')})
        BOOST_TEST(refuses(check_query(query(bad)), "link password: "));
}

BOOST_AUTO_TEST_CASE(no_message_shows_a_link_or_its_password)
{
    for (auto const& query :
         {link_query("https://user@app.box.com/s/hidden"), link_query("ftp://app.box.com/s/hidden"),
          link_query("https://app.box.com/s/hidden\n"), link_query("https://h/s").password("hidden\xff")})
        BOOST_TEST(refusal_of(check_query(query)).find("hidden") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
