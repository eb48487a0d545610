// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The bytes of each request as the server got them, compared with the bytes that they should be.

#include "fixture.hpp"
#include "item_kinds.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

struct bytes_fixture : client_fixture
{
    bytes_fixture() { server.record_requests(true); }

    /// What every request begins and goes on with.
    [[nodiscard]] std::string head(std::string const& request_line, std::string const& suffix = "") const
    {
        return request_line + " HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
               "\r\nUser-Agent: boxlink/" BOXLINK_VERSION + suffix +
               "\r\nX-Box-UA: agent=boxlink/" BOXLINK_VERSION "; env=C++/20"
               "\r\nAccept: application/json\r\nAuthorization: Bearer " +
               server.token() + "\r\n";
    }

    [[nodiscard]] std::string
    put(std::string const& path, std::string const& body, std::string const& headers = "") const
    {
        return head("PUT " + path) + "Content-Type: application/json\r\n" + headers +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    [[nodiscard]] std::string get(std::string const& path, std::string const& headers = "") const
    {
        return head("GET " + path) + headers + "\r\n";
    }

    /// The one request since the last call.
    [[nodiscard]] std::string sent()
    {
        auto const requests = server.requests();
        BOOST_REQUIRE_EQUAL(requests.size(), 1U);
        server.clear_requests();
        BOOST_TEST(requests[0].server_name == "localhost");
        return requests[0].raw;
    }
};

BOOST_FIXTURE_TEST_SUITE(request_bytes, bytes_fixture)

BOOST_DATA_TEST_CASE(of_each_operation, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const target = kind.of(box, id);
    auto const path = "/2.0/" + std::string(kind.collection) + "/" + id + "?fields=shared_link";
    link_settings const nothing;

    run(share(target, nothing));
    BOOST_TEST(sent() == put(path, R"({"shared_link":{}})"));
    run(get_link(target));
    BOOST_TEST(sent() == get(path));
    run(unshare(target));
    BOOST_TEST(sent() == put(path, R"({"shared_link":null})"));
}

/// Settings and the value of `shared_link` that they are.
struct body_case
{
    link_settings settings;
    std::string json;

    friend std::ostream& operator<<(std::ostream& out, body_case const& one) { return out << one.json; }
};

constexpr auto instant =
    std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::March / 4 / 2031)) + 5h + 6min + 7s;

std::vector<body_case> const body_cases = {
    {link_settings().access(access_level::open), R"({"access":"open"})"},
    {link_settings().access(access_level::company), R"({"access":"company"})"},
    {link_settings().access(access_level::collaborators), R"({"access":"collaborators"})"},
    {link_settings().access(access_level::company).default_access(), "{}"},
    {link_settings().password("Secret-123"), R"({"password":"Secret-123"})"},
    {link_settings().password("\"\\\r\n\x01\x7f €/"), "{\"password\":\"\\\"\\\\\\r\\n\\u0001\x7f €/\"}"},
    {link_settings().no_password(), R"({"password":null})"},
    {link_settings().expires_at(instant), R"({"unshared_at":"2031-03-04T05:06:07+00:00"})"},
    {link_settings().expires_at(instant + 999ms), R"({"unshared_at":"2031-03-04T05:06:07+00:00"})"},
    {link_settings().no_expiry(), R"({"unshared_at":null})"},
    {link_settings().vanity_name("a-vanity-name"), R"({"vanity_name":"a-vanity-name"})"},
    {link_settings().no_vanity_name(), R"({"vanity_name":null})"},
    {link_settings().can_download(false), R"({"permissions":{"can_download":false}})"},
    {link_settings().can_edit(false), R"({"permissions":{"can_edit":false}})"},
    {link_settings().can_preview(true), R"({"permissions":{"can_preview":true}})"},
    {link_settings()
         .can_preview(true)
         .can_edit(true)
         .can_download(true)
         .vanity_name("a-vanity-name")
         .expires_at(instant)
         .password("Secret-123")
         .access(access_level::open),
     R"({"access":"open","password":"Secret-123","unshared_at":"2031-03-04T05:06:07+00:00","vanity_name":"a-vanity-name",)"
     R"("permissions":{"can_download":true,"can_edit":true,"can_preview":true}})"},
};

BOOST_DATA_TEST_CASE(of_each_setting, data::make(body_cases), one)
{
    auto const id = server.add_file();

    run(share(box.file(id), one.settings));

    BOOST_TEST(
        sent() == put("/2.0/files/" + id + "?fields=shared_link", "{\"shared_link\":" + one.json + "}")
    );
}

/// A link and its password, and the `BoxApi` header that asks for it.
struct query_case
{
    link_query query;
    std::string header;

    friend std::ostream& operator<<(std::ostream& out, query_case const& one) { return out << one.header; }
};

std::vector<query_case> const query_cases = {
    {"https://app.box.com/s/abc", "shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fabc"},
    {"HTTP://a.b/s/~x-y_z.Ä?a=1&b=2#%20",
     "shared_link=HTTP%3A%2F%2Fa.b%2Fs%2F~x-y_z.%C3%84%3Fa%3D1%26b%3D2%23%2520"},
    {link_query("https://a.b/s/c").password("Secret 1"),
     "shared_link=https%3A%2F%2Fa.b%2Fs%2Fc&shared_link_password=Secret%201"},
    {link_query("https://a.b/s/c").password("a&shared_link=%41\r\nX: 1\t+é"),
     "shared_link=https%3A%2F%2Fa.b%2Fs%2Fc&shared_link_password=a%26shared_link%3D%2541%0D%0AX%3A%201%09%2B%"
     "C3%A9"},
};

BOOST_DATA_TEST_CASE(of_find, data::make(query_cases), one)
{
    BOOST_TEST(run(find(box, one.query, as_result)).has_error());

    BOOST_TEST(sent() == get("/2.0/shared_items?fields=shared_link", "BoxApi: " + one.header + "\r\n"));
}

BOOST_DATA_TEST_CASE(of_all_options, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const user = server.add_user();
    auto const target = kind.of(box, id);
    auto const path = "/2.0/" + std::string(kind.collection) + "/" + id;
    auto const common = request_options()
                            .as_user(user)
                            .suppress_notifications(true)
                            .field("name")
                            .field("shared_link")
                            .field("owned_by")
                            .field("name")
                            .header("X-First", "1; \"quoted\"")
                            .header("X-Empty", "")
                            .header("X-First", "again");
    auto const fields = path + "?fields=shared_link,name,owned_by";
    auto const tail =
        "As-User: " + user +
        "\r\nBox-Notifications: off\r\nX-First: 1; \"quoted\"\r\nX-Empty: \r\nX-First: again\r\n";
    auto const if_match = request_options(common).if_match("0");
    auto const if_none_match = request_options(common).if_none_match("\"77\"");
    link_settings const nothing;

    run(share(target, nothing, if_match));
    BOOST_TEST(sent() == put(fields, R"({"shared_link":{}})", "If-Match: 0\r\n" + tail));
    run(get_link(target, if_none_match));
    BOOST_TEST(sent() == get(fields, "If-None-Match: \"77\"\r\n" + tail));
    run(unshare(target, common));
    BOOST_TEST(sent() == put(fields, R"({"shared_link":null})", tail));
    BOOST_TEST(run(find(box, "https://a.b/c", common, as_result)).has_error());
    BOOST_TEST(
        sent() == get("/2.0/shared_items?fields=shared_link,name,owned_by",
                      "BoxApi: shared_link=https%3A%2F%2Fa.b%2Fc\r\n" + tail)
    );
}

BOOST_AUTO_TEST_CASE(of_a_client_with_a_user_and_a_name)
{
    auto const id = server.add_file();
    auto const user = server.add_user();
    auto const named = make_client(server_fixture::options().user_agent_suffix("my-service/2.1 (test)"));

    run(get_link(named.as_user(user).file(id)));

    BOOST_TEST(
        sent() == head("GET /2.0/files/" + id + "?fields=shared_link", " my-service/2.1 (test)") +
                      "As-User: " + user + "\r\n\r\n"
    );
}

BOOST_AUTO_TEST_CASE(notifications_are_left_alone_by_default)
{
    auto const id = server.add_file();
    link_settings const nothing;

    run(share(box.file(id), nothing, request_options().suppress_notifications(false)));

    BOOST_TEST(sent() == put("/2.0/files/" + id + "?fields=shared_link", R"({"shared_link":{}})"));
}

BOOST_AUTO_TEST_CASE(a_link_can_be_given_the_same_settings_twice)
{
    // The instant of `expires_in` belongs to the settings, not to the operation.
    auto const first = server.add_file();
    auto const second = server.add_file();
    auto const settings = link_settings().expires_in(1h);

    auto const one = run(share(box.file(first), settings));
    auto const other = run(share(box.file(second), settings));

    BOOST_TEST((one.expires_at == other.expires_at));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
