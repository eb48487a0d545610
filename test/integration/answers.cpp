// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Answers that Box may give and the embedded server by itself does not: values and fields that this version does not know,
// and members that are missing.

#include "fixture.hpp"
#include "printing.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using testing::fault;

constexpr char const* json = "application/json";

constexpr char const* of_the_future = R"({
    "type": "file", "id": "7", "etag": null, "name": "Ünïcode 📎", "shared_link": {
        "url": "https://app.box.com/s/x", "access": "galaxy", "effective_access": "universe",
        "effective_permission": "can_annotate", "is_password_enabled": true, "unshared_at": "2099-01-01T02:00:00+02:00",
        "download_count": 18446744073709551615, "preview_count": 12,
        "permissions": {"can_preview": true, "can_download": true, "can_fly": true}, "colour": ["blue", {"deep": 1}]},
    "owned_by": {"type": "user", "id": "11", "name": "Me", "login": "me@example.com"}, "mood": {"good": [1, 2.50, null]}
})";

constexpr char const* bare = R"({"type":"folder","id":12,"shared_link":{"url":"https://app.box.com/s/y"}})";

BOOST_FIXTURE_TEST_SUITE(answers, client_fixture)

void check_future(shared_link const& link)
{
    BOOST_TEST(link.url == "https://app.box.com/s/x");
    BOOST_TEST((link.access == access_level::other));
    BOOST_TEST(link.access_text == "galaxy");
    BOOST_TEST((link.effective_access == access_level::other));
    BOOST_TEST(link.effective_access_text == "universe");
    BOOST_TEST((link.effective_permission == effective_permission::other));
    BOOST_TEST(link.effective_permission_text == "can_annotate");
    BOOST_TEST(link.is_password_enabled);
    BOOST_TEST((link.expires_at == std::chrono::sys_days(std::chrono::January / 1 / 2099)));
    BOOST_TEST(link.download_count == 18446744073709551615U);
    BOOST_TEST(link.preview_count == 12U);
    BOOST_TEST((link.permissions.can_download == true));
    BOOST_TEST(!link.permissions.can_edit.has_value());
    BOOST_TEST(link.field("colour").value() == R"(["blue", {"deep": 1}])");
}

void check_future(item_info const& told)
{
    BOOST_TEST((told.type == item_type::file));
    BOOST_TEST(told.id == "7");
    BOOST_TEST(!told.etag.has_value());
    BOOST_TEST(told.name.value() == "Ünïcode 📎");
    BOOST_TEST(told.owner_id.value() == "11");
    BOOST_TEST(told.field("mood").value() == R"({"good": [1, 2.50, null]})");
    BOOST_TEST(told.json == of_the_future);
}

BOOST_AUTO_TEST_CASE(unknown_values_and_fields_stay_reachable)
{
    server.inject(fault().status(200).body(of_the_future, json).times(3));
    link_settings const settings;

    auto const shared = run(share(box.file("7"), settings));
    check_future(shared);
    check_future(shared.item);
    auto const looked_up = run(get_link(box.file("7")));
    check_future(looked_up.link.value());
    check_future(looked_up.item);
    auto const found = run(find(box, "https://app.box.com/s/x"));
    check_future(found.link.value());
    check_future(found.item);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_empty)
{
    server.inject(fault().status(200).body(bare, json));
    link_settings const settings;

    auto const link = run(share(box.folder("12"), settings));

    BOOST_TEST(link.url == "https://app.box.com/s/y");
    BOOST_TEST(!link.access.has_value());
    BOOST_TEST(!link.effective_permission.has_value());
    BOOST_TEST(!link.expires_at.has_value());
    BOOST_TEST(!link.download_url.has_value());
    BOOST_TEST((link.permissions == link_permissions()));
    BOOST_TEST(link.item.id == "12");
    BOOST_TEST(!link.item.etag.has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_type_is_found)
{
    server.inject(fault().status(200).body(R"({"type":"hologram","id":"9","etag":"0"})", json));

    auto const found = run(find(box, "https://app.box.com/s/x"));

    BOOST_TEST((found.item.type == item_type::other));
    BOOST_TEST(found.item.type_text == "hologram");
    BOOST_TEST(found.item.id == "9");
    BOOST_TEST(!found.link.has_value());
}

BOOST_DATA_TEST_CASE(any_success_status_counts, data::make(std::vector<unsigned>{200, 201, 203, 299}), status)
{
    server.inject(fault().status(status).body(bare, json));
    link_settings const settings;

    BOOST_TEST(run(share(box.folder("12"), settings)).url == "https://app.box.com/s/y");
}

/// The same answer in every form that HTTP/1.1 gives it.
std::vector<std::string> const framings = {
    "HTTP/1.1 200 OK\r\nContent-Length: 73\r\n\r\n",
    "HTTP/1.1 200 \r\ncontent-length:73\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 "
    "OK\r\nContent-Length: 73\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n49;name=\"value\"\r\n",
};

BOOST_DATA_TEST_CASE(every_framing_and_every_cut_into_pieces_reads_the_same, data::make(framings), framing)
{
    std::string const body = bare;
    BOOST_TEST_REQUIRE(body.size() == 73U);
    bool const chunked = framing.find("chunked") != std::string::npos;
    auto const answer = framing + body + (chunked ? "\r\n0\r\nTrailer: value\r\n\r\n" : "");
    link_settings const settings;

    for (std::size_t const piece : {std::size_t(1), std::size_t(2), std::size_t(7), answer.size()}) {
        server.inject(fault().raw(answer).in_pieces(piece));
        BOOST_TEST(run(share(box.folder("12"), settings)).item.json == body);
    }
    // All of them end where they say, so the connection serves the next one.
    BOOST_TEST(box.counters().connects == 1U);
}

BOOST_AUTO_TEST_CASE(a_body_that_ends_with_the_connection_is_read)
{
    server.inject(fault().raw(std::string("HTTP/1.0 200 OK\r\n\r\n") + bare).close());
    link_settings const settings;

    BOOST_TEST(run(share(box.folder("12"), settings)).url == "https://app.box.com/s/y");
    BOOST_TEST(run(find(box, "https://app.box.com/s/none", as_result)).has_error());
    BOOST_TEST(box.counters().connects == 2U);
}

BOOST_AUTO_TEST_CASE(a_body_of_a_mebibyte_is_read)
{
    auto const blank = std::string(1024 * 1024 - std::string_view(bare).size(), ' ');
    server.inject(fault().status(200).body(bare + blank, json));
    link_settings const settings;

    BOOST_TEST(run(share(box.folder("12"), settings)).url == "https://app.box.com/s/y");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
