// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What `request_options` do: conditions, other users, more fields of the item.

#include "fixture.hpp"
#include "item_kinds.hpp"
#include "printing.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;

request_options only_if(std::string etag)
{
    return request_options().if_match(std::move(etag));
}

request_options only_if_not(std::string etag)
{
    return request_options().if_none_match(std::move(etag));
}

BOOST_FIXTURE_TEST_SUITE(options, client_fixture)

BOOST_DATA_TEST_CASE(share_with_the_current_etag_is_done, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const settings = link_settings().access(access_level::company);

    auto const told = run(share(kind.of(box, id), settings, only_if(server.etag_of(kind.stored, id))));

    BOOST_TEST(server.link_of(kind.stored, id).value().access == "company");
    // What the answer tells is what the next change is conditional on.
    auto const removed = run(unshare(kind.of(box, id), only_if(told.item.etag.value())));
    BOOST_TEST(!server.link_of(kind.stored, id).has_value());
    BOOST_TEST(removed.etag.value() == server.etag_of(kind.stored, id));
}

BOOST_DATA_TEST_CASE(a_change_with_another_etag_is_refused, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const target = kind.of(box, id);
    auto const etag = server.etag_of(kind.stored, id);
    auto const before = server.add_link(kind.stored, id);
    auto const settings = link_settings().access(access_level::company);

    auto const shared = run(share(target, settings, only_if(etag), as_result));
    auto const unshared = run(unshare(target, only_if(etag), as_result));

    BOOST_REQUIRE(shared.has_error());
    BOOST_REQUIRE(unshared.has_error());
    for (auto const& failure : {shared.error(), unshared.error()}) {
        BOOST_TEST(failure.code == errc::precondition_failed);
        BOOST_TEST(failure.status == 412);
        BOOST_TEST(!failure.may_have_taken_effect);
        BOOST_TEST(failure.attempts.size() == 1U);
    }
    BOOST_TEST((server.link_of(kind.stored, id) == before));
}

BOOST_DATA_TEST_CASE(get_link_of_a_known_version_is_not_modified, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const target = kind.of(box, id);
    server.add_link(kind.stored, id);
    auto const first = run(get_link(target));

    auto const same = run(get_link(target, only_if_not(first.item.etag.value())));
    BOOST_TEST(same.not_modified);
    BOOST_TEST(!same.link.has_value());
    BOOST_TEST(server.counters().answers(304) == 1U);

    server.touch(kind.stored, id);
    auto const changed = run(get_link(target, only_if_not(first.item.etag.value())));
    BOOST_TEST(!changed.not_modified);
    BOOST_REQUIRE(changed.link.has_value());
    BOOST_TEST(changed.link->url == first.link.value().url);
    BOOST_TEST(changed.item.etag.value() == server.etag_of(kind.stored, id));
}

BOOST_DATA_TEST_CASE(more_fields_of_the_item_are_told, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const target = kind.of(box, id);
    auto const more =
        request_options().field("name").field("owned_by").field("item_status").field("no_such_field");
    link_settings const settings;
    auto const check = [&](item_info const& told) {
        BOOST_TEST(told.id == id);
        BOOST_TEST(!told.name.value().empty());
        BOOST_TEST(told.owner_id.value() == server.default_user());
        BOOST_TEST(told.owner_name.value() == "Test User");
        BOOST_TEST(told.owner_login.value() == "user" + server.default_user() + "@example.com");
        BOOST_TEST(told.field("item_status").value() == "\"active\"");
        BOOST_TEST(told.field("owned_by").value().find("\"login\"") != std::string::npos);
        BOOST_TEST(!told.field("no_such_field").has_value());
        BOOST_TEST(told.json.front() == '{');
    };

    check(run(share(target, settings, more)).item);
    check(run(get_link(target, more)).item);
    auto const link = server.link_of(kind.stored, id).value();
    auto const found = run(find(box, link.url, more));
    check(found.item);
    BOOST_TEST(found.link.value().url == link.url);
    check(run(unshare(target, more)));
}

BOOST_DATA_TEST_CASE(a_client_acts_as_another_user, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const owner = server.add_user("Owner");
    auto const stranger = server.add_user("Stranger");
    server.restrict_to(kind.stored, id, owner);
    link_settings const settings;

    auto const as_owner = box.as_user(owner);
    auto const as_stranger = box.as_user(stranger);
    BOOST_TEST(as_owner.acting_as().value() == owner);
    BOOST_TEST(kind.of(as_owner, id).as_user().value() == owner);

    auto const shared = run(share(kind.of(as_owner, id), settings, as_result));
    auto const seen = run(get_link(kind.of(as_stranger, id), as_result));
    BOOST_TEST(shared.has_value());
    BOOST_REQUIRE(seen.has_error());
    BOOST_TEST(seen.error().code == errc::not_found);

    // The options of one operation say the same, and win.
    auto const named = run(get_link(kind.of(as_stranger, id), request_options().as_user(owner), as_result));
    auto const unnamed = run(get_link(kind.of(box, id), request_options().as_user(stranger), as_result));
    BOOST_TEST(named.has_value());
    BOOST_REQUIRE(unnamed.has_error());
    BOOST_TEST(unnamed.error().code == errc::not_found);

    // All of them share the connections.
    BOOST_TEST(box.counters().connects == 1U);
}

BOOST_AUTO_TEST_CASE(find_acts_as_another_user)
{
    auto const file = server.add_file();
    auto const owner = server.add_user("Owner");
    auto const stranger = server.add_user("Stranger");
    server.restrict_to(testing::kind::file, file, owner);
    auto const link = server.add_link(testing::kind::file, file, R"({"access":"collaborators"})");

    auto const found = run(find(box.as_user(owner), link.url));
    auto const hidden = run(find(box.as_user(stranger), link.url, as_result));
    auto const named = run(find(box, link.url, request_options().as_user(stranger), as_result));

    BOOST_TEST(found.item.id == file);
    BOOST_REQUIRE(hidden.has_error());
    BOOST_TEST(hidden.error().code == errc::not_found);
    BOOST_REQUIRE(named.has_error());
    BOOST_TEST(named.error().code == errc::not_found);
}

BOOST_AUTO_TEST_CASE(a_user_who_may_not_act_for_others_is_refused)
{
    auto const user = server.add_user("User");
    auto const other = server.add_user("Other");
    auto const file = server.add_file();
    client const own(io, bearer_token(server.issue_token(user)), server_fixture::options());

    auto const refused = run(get_link(own.as_user(other).file(file), as_result));
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code == errc::forbidden);
    BOOST_TEST(run(get_link(own.file(file), as_result)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
