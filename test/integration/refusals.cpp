// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What is refused before a byte is sent: the error names the field, and the server never hears of it.

#include "fixture.hpp"
#include "item_kinds.hpp"
#include "printing.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <functional>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;

/// One operation that cannot be sent, and what its error says first.
struct refusal
{
    std::string names;
    std::function<asio::awaitable<error_info>(client)> start;

    friend std::ostream& operator<<(std::ostream& out, refusal const& one) { return out << one.names; }
};

template <class T>
asio::awaitable<error_info> error_of(asio::awaitable<result<T>> operation)
{
    auto const outcome = co_await std::move(operation);
    co_return outcome.has_error() ? outcome.error() : error_info();
}

refusal share_of_file(std::string names, link_settings settings)
{
    return {std::move(names), [settings](client box) {
                return error_of(share(box.file("1"), settings, as_result));
            }};
}

refusal share_of_folder(std::string names, link_settings settings)
{
    return {std::move(names), [settings](client box) {
                return error_of(share(box.folder("1"), settings, as_result));
            }};
}

refusal share_of_web_link(std::string names, link_settings settings)
{
    return {std::move(names), [settings](client box) {
                return error_of(share(box.web_link("1"), settings, as_result));
            }};
}

refusal share_with(std::string names, request_options options)
{
    return {std::move(names), [options](client box) {
                return error_of(share(box.file("1"), link_settings(), options, as_result));
            }};
}

refusal get_with(std::string names, request_options options)
{
    return {std::move(names), [options](client box) {
                return error_of(get_link(box.file("1"), options, as_result));
            }};
}

refusal find_of(std::string names, link_query query, request_options options = request_options())
{
    return {std::move(names), [query, options](client box) {
                return error_of(find(box, query, options, as_result));
            }};
}

auto const past = std::chrono::system_clock::now() - 1h;

std::vector<refusal> const setting_refusals = {
    share_of_file("access", link_settings().access(access_level::other)),
    share_of_file("password", link_settings().password("short-1")),
    share_of_file("password", link_settings().password("onlylowercase")),
    share_of_file("password", link_settings().password("Not-UTF-8\xff")),
    share_of_file("password", link_settings().password("Secret-123").access(access_level::company)),
    share_of_folder("password", link_settings().password("Secret-123").access(access_level::collaborators)),
    share_of_file("expires_at", link_settings().expires_at(past)),
    share_of_file("expires_at", link_settings().expires_in(-1s)),
    share_of_web_link("expires_at", link_settings().expires_at(std::chrono::system_clock::time_point::min())),
    share_of_file("vanity_name", link_settings().vanity_name("elevenchars")),
    share_of_file("vanity_name", link_settings().vanity_name("")),
    share_of_file("vanity_name", link_settings().vanity_name("twelve\r\nchars")),
    share_of_file("vanity_name", link_settings().vanity_name("twelve chars\xc3")),
    share_of_file("can_download", link_settings().access(access_level::collaborators).can_download(true)),
    share_of_file("can_edit", link_settings().access(access_level::collaborators).can_edit(false)),
    share_of_file("can_edit", link_settings().can_download(false).can_edit(true)),
    share_of_folder("can_edit", link_settings().can_edit(true)),
    share_of_web_link("can_edit", link_settings().can_edit(true)),
    share_of_file("can_preview", link_settings().can_preview(false)),
};

std::vector<refusal> const option_refusals = {
    share_with("if_none_match", request_options().if_none_match("1")),
    share_with("if_match", request_options().if_match("")),
    share_with("if_match", request_options().if_match("1\r\nX-Evil: 1")),
    get_with("if_match", request_options().if_match("1")),
    get_with("if_none_match", request_options().if_none_match(std::string("1\0", 2))),
    find_of("if_match", "https://app.box.com/s/x", request_options().if_match("1")),
    find_of("if_none_match", "https://app.box.com/s/x", request_options().if_none_match("1")),
    share_with("as_user", request_options().as_user("me@example.com")),
    share_with("as_user", request_options().as_user("")),
    share_with("as_user", request_options().as_user("1\r\n")),
    get_with("field", request_options().field("name&marker=1")),
    get_with("field", request_options().field("")),
    get_with("field", request_options().field("a b")),
    share_with("header", request_options().header("Authorization", "Bearer mine")),
    share_with("header", request_options().header("content-length", "0")),
    share_with("header", request_options().header("Accept-Encoding", "gzip")),
    share_with("header", request_options().header("BoxApi", "shared_link=x")),
    share_with("header", request_options().header("Proxy-Authorization", "Basic x")),
    share_with("header", request_options().header("X-Evil: 1\r\nX-More", "1")),
    share_with("header", request_options().header("", "1")),
    share_with("header", request_options().header("X-Mine", "1\r\nX-Evil: 1")),
    share_with("header", request_options().header("X-Mine", std::string("1\0", 2))),
    share_with("header", request_options().header("X-Mine", std::string(7000, 'x'))),
    share_with("attempt_timeout", request_options().attempt_timeout(0ms)),
    share_with("deadline", request_options().deadline(-1ms)),
    share_with("max_attempts", request_options().max_attempts(0)),
    share_with("max_attempts", request_options().max_attempts(101)),
};

std::vector<refusal> const query_refusals = {
    find_of("link URL", ""),
    find_of("link URL", "app.box.com/s/x"),
    find_of("link URL", "ftp://app.box.com/s/x"),
    find_of("link URL", "https://"),
    find_of("link URL", "https:///s/x"),
    find_of("link URL", "https://app.box.com/s/x y"),
    find_of("link URL", "https://app.box.com/s/x\r\nX-Evil: 1"),
    find_of("link URL", "https://me@app.box.com/s/x"),
    find_of("link URL", "https://app.box.com/" + std::string(3000, 'x')),
    find_of("link password", link_query("https://app.box.com/s/x").password("")),
    find_of("link password", link_query("https://app.box.com/s/x").password("Not-UTF-8\xff")),
};

BOOST_FIXTURE_TEST_SUITE(refusals, client_fixture)

void check_refused(client_fixture& test, refusal const& one)
{
    auto const failure = test.run(one.start(test.box));

    BOOST_TEST(failure.code == errc::invalid_argument);
    BOOST_TEST(failure.message.starts_with(one.names), failure.message);
    BOOST_TEST(failure.message.find(": ") != std::string::npos);
    BOOST_TEST(failure.message.find('\n') == std::string::npos);
    BOOST_TEST(!failure.operation.empty());
    BOOST_TEST(failure.attempts.empty());
    BOOST_TEST(!failure.may_have_taken_effect);
    BOOST_TEST(test.box.counters().connects == 0U);
    BOOST_TEST(test.server.counters().connections_accepted == 0U);
}

BOOST_DATA_TEST_CASE(settings_that_box_would_refuse, data::make(setting_refusals), one)
{
    check_refused(*this, one);
}

BOOST_DATA_TEST_CASE(options_that_make_no_sense, data::make(option_refusals), one)
{
    check_refused(*this, one);
}

BOOST_DATA_TEST_CASE(links_that_are_none, data::make(query_refusals), one)
{
    check_refused(*this, one);
}

std::vector<std::string> const bad_ids = {
    "", "12a", "-1", " 1", "1/../2", "1?x", "1\r\n", "٣", std::string("1\0", 2), std::string(65, '1'),
};

BOOST_DATA_TEST_CASE(ids_that_are_none, data::make(bad_ids), id)
{
    for (auto const& kind : item_kinds) {
        auto const target = kind.of(box, id);
        link_settings const settings;
        auto const name = std::string(to_string(kind.type)) + " id";
        check_refused(*this, {name, [&](client) { return error_of(share(target, settings, as_result)); }});
        check_refused(*this, {name, [&](client) { return error_of(unshare(target, as_result)); }});
        check_refused(*this, {name, [&](client) { return error_of(get_link(target, as_result)); }});
    }
}

BOOST_AUTO_TEST_CASE(the_root_folder_cannot_be_shared)
{
    auto const root = box.folder("0");
    link_settings const settings;
    check_refused(*this, {"folder id", [&](client) { return error_of(share(root, settings, as_result)); }});
    check_refused(*this, {"folder id", [&](client) { return error_of(unshare(root, as_result)); }});
}

BOOST_AUTO_TEST_CASE(a_client_for_a_user_who_is_none)
{
    auto const nobody = box.as_user("4 2");
    check_refused(*this, {"as_user", [&](client) {
                              return error_of(get_link(nobody.file("1"), as_result));
                          }});
    check_refused(*this, {"as_user", [&](client) {
                              return error_of(find(nobody, "https://app.box.com/s/x", as_result));
                          }});
}

BOOST_AUTO_TEST_CASE(the_default_token_throws_the_same)
{
    auto const settings = link_settings().password("onlylowercase");
    BOOST_CHECK_EXCEPTION(run(share(box.file("1"), settings)), error, [](error const& thrown) {
        BOOST_TEST(thrown.code() == errc::invalid_argument);
        BOOST_TEST(std::string_view(thrown.what()).starts_with("share file:1: invalid argument: password: "));
        return thrown.info().operation == "share file:1";
    });
    BOOST_TEST(server.counters().connections_accepted == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
