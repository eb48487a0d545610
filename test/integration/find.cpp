// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// From a link to its item.

#include "fixture.hpp"
#include "item_kinds.hpp"
#include "printing.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;

link_query with_password(std::string url, char const* password)
{
    return link_query(std::move(url)).password(password);
}

BOOST_FIXTURE_TEST_SUITE(find_by_link, client_fixture)

BOOST_DATA_TEST_CASE(finds_the_item, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const stored = server.add_link(kind.stored, id, R"({"access":"company"})");
    auto const other = kind.add(server);
    server.add_link(kind.stored, other);

    auto const found = run(find(box, stored.url));

    BOOST_TEST((found.item.type == kind.type));
    BOOST_TEST(found.item.type_text == to_string(kind.type));
    BOOST_TEST(found.item.id == id);
    BOOST_TEST(found.item.etag.value() == server.etag_of(kind.stored, id));
    BOOST_REQUIRE(found.link.has_value());
    BOOST_TEST(found.link->url == stored.url);
    BOOST_TEST((found.link->access == access_level::company));
    BOOST_TEST(found.link->item.id == id);
}

BOOST_DATA_TEST_CASE(finds_the_item_by_its_vanity_address, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const settings = link_settings().vanity_name("quite-a-vanity-name");
    auto const link = run(share(kind.of(box, id), settings));

    auto const found = run(find(box, link.vanity_url.value()));

    BOOST_TEST(found.item.id == id);
    BOOST_TEST(found.link.value().url == link.url);
}

BOOST_AUTO_TEST_CASE(finds_an_app_item)
{
    auto const id = server.add_app_item("hubs");
    auto const stored = server.link_of(testing::kind::app_item, id).value();

    auto const found = run(find(box, stored.url));

    BOOST_TEST((found.item.type == item_type::app_item));
    BOOST_TEST(found.item.type_text == "app_item");
    BOOST_TEST(found.item.id == id);
    BOOST_TEST(!found.item.etag.has_value());
    BOOST_TEST(found.item.field("application_type").value() == "\"hubs\"");
}

BOOST_DATA_TEST_CASE(a_password_opens_the_link, data::make(item_kinds), kind)
{
    auto const password = "Ünlikely & 100% sure=\r\n\t+/?#";
    auto const id = kind.add(server);
    auto const settings = link_settings().password(password);
    auto const link = run(share(kind.of(box, id), settings));
    BOOST_TEST(server.link_of(kind.stored, id).value().password_is(password));

    auto const found = run(find(box, with_password(link.url, password)));
    auto const without = run(find(box, link.url, as_result));
    auto const wrong = run(find(box, with_password(link.url, "Secret-123"), as_result));

    BOOST_TEST(found.item.id == id);
    BOOST_TEST(found.link.value().is_password_enabled);
    for (auto const& refused : {without, wrong}) {
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code == errc::forbidden);
        BOOST_TEST(refused.error().box_code == "incorrect_shared_item_password");
        BOOST_TEST(refused.error().operation == "find");
    }
}

BOOST_AUTO_TEST_CASE(a_password_that_is_not_asked_for_does_no_harm)
{
    auto const id = server.add_file();
    auto const link = server.add_link(testing::kind::file, id);

    BOOST_TEST(run(find(box, with_password(link.url, "Secret-123"))).item.id == id);
}

BOOST_AUTO_TEST_CASE(an_unknown_link_is_not_found)
{
    auto const file = server.add_file();
    auto const removed = server.add_link(testing::kind::file, file);
    server.remove_link(testing::kind::file, file);

    for (std::string const& url :
         {removed.url, std::string("https://app.box.com/s/nothing"), server.base_url()}) {
        auto const found = run(find(box, url, as_result));
        BOOST_REQUIRE(found.has_error());
        BOOST_TEST(found.error().code == errc::not_found);
        BOOST_TEST(found.error().status == 404);
        // A link is a capability.
        BOOST_TEST(found.error().to_string().find(url) == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
