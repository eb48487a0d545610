// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Each operation on each kind of item, with each setting in each of its states: the link that the server keeps, and the
// picture of it that the caller gets.

#include "fixture.hpp"
#include "item_kinds.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <functional>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::stored_link;

constexpr auto new_year = std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::January / 1 / 2099));
constexpr auto leap_day =
    std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::February / 29 / 2096)) + 86399s;

/// A change by `share`: what was there, what is set, and what is different afterwards.
struct share_case
{
    std::string name;
    /// The settings of the link that the item has, as JSON; empty if it has none.
    std::string before;
    link_settings change;
    std::function<void(stored_link&)> edit;
    bool files_only = false;

    friend std::ostream& operator<<(std::ostream& out, share_case const& one) { return out << one.name; }
};

void nothing(stored_link&) {}

auto access(char const* level)
{
    return [level](stored_link& link) { link.access = level; };
}

auto password(char const* text)
{
    return [text](stored_link& link) { link.set_password(text); };
}

auto vanity_name(char const* name)
{
    return [name](stored_link& link) { link.vanity_name = name; };
}

auto expiry(std::chrono::sys_seconds when)
{
    return [when](stored_link& link) { link.unshared_at = when; };
}

auto permissions(bool download, bool edit)
{
    return [download, edit](stored_link& link) {
        link.can_download = download;
        link.can_edit = edit;
    };
}

constexpr char const* full =
    R"({"access":"open","password":"Old-secret-1","unshared_at":"2099-01-01T00:00:00Z",)"
    R"("vanity_name":"the-old-vanity-name","permissions":{"can_download":false}})";
constexpr char const* editable = R"({"permissions":{"can_download":true,"can_edit":true}})";
constexpr char const* sealed = R"({"permissions":{"can_download":false}})";

std::vector<share_case> const share_cases = {
    {"nothing set, no link", "", link_settings(), nothing},
    {"nothing set, a link", full, link_settings(), nothing},

    {"access open, no link", "", link_settings().access(access_level::open), nothing},
    {"access company, no link", "", link_settings().access(access_level::company), access("company")},
    {"access collaborators, no link", "", link_settings().access(access_level::collaborators),
     access("collaborators")},
    {"access open, a link", R"({"access":"company"})", link_settings().access(access_level::open),
     access("open")},
    {"access company, a link", "{}", link_settings().access(access_level::company), access("company")},
    {"access collaborators, a link", "{}", link_settings().access(access_level::collaborators),
     access("collaborators")},
    {"access left to Box", R"({"access":"company"})",
     link_settings().access(access_level::open).default_access(), nothing},

    {"password set, no link", "", link_settings().password("Secret-123"), password("Secret-123")},
    {"password set, a link", "{}", link_settings().password("gänzlich geheim"), password("gänzlich geheim")},
    {"password set with access", R"({"access":"company"})",
     link_settings().access(access_level::open).password("Secret-123"),
     [](stored_link& link) {
         link.access = "open";
         link.set_password("Secret-123");
     }},
    {"password replaced", full, link_settings().password("New\"\\\x01 secret"),
     password("New\"\\\x01 secret")},
    {"password cleared", full, link_settings().no_password(),
     [](stored_link& link) { link.set_password(std::nullopt); }},
    {"password cleared, none there", "{}", link_settings().no_password(), nothing},
    {"password cleared, no link", "", link_settings().no_password(), nothing},

    {"expiry set, no link", "", link_settings().expires_at(leap_day), expiry(leap_day)},
    {"expiry set, rounded down", "{}", link_settings().expires_at(leap_day + 999ms), expiry(leap_day)},
    {"expiry replaced", full, link_settings().expires_at(leap_day), expiry(leap_day)},
    {"expiry cleared", full, link_settings().no_expiry(),
     [](stored_link& link) { link.unshared_at.reset(); }},
    {"expiry cleared, no link", "", link_settings().no_expiry(), nothing},

    {"vanity name set, no link", "", link_settings().vanity_name("twelve chars"),
     vanity_name("twelve chars")},
    {"vanity name replaced", full, link_settings().vanity_name("größere-\"namen\""),
     vanity_name("größere-\"namen\"")},
    {"vanity name cleared", full, link_settings().no_vanity_name(),
     [](stored_link& link) { link.vanity_name.reset(); }},
    {"vanity name cleared, no link", "", link_settings().no_vanity_name(), nothing},

    {"download forbidden, no link", "", link_settings().can_download(false), permissions(false, false)},
    {"download forbidden, a link", "{}", link_settings().can_download(false), permissions(false, false)},
    {"download allowed", sealed, link_settings().can_download(true), permissions(true, false)},
    {"preview allowed", sealed, link_settings().can_preview(true), nothing},
    {"editing forbidden", "{}", link_settings().can_edit(false), nothing},
    {"editing allowed, no link", "", link_settings().can_edit(true), permissions(true, true), true},
    {"editing and download allowed", sealed, link_settings().can_download(true).can_edit(true),
     permissions(true, true), true},
    {"editing forbidden, download left alone", editable, link_settings().can_edit(false),
     permissions(true, false), true},
    {"download forbidden, editing goes too", editable, link_settings().can_download(false),
     permissions(false, false), true},

    {"all set, no link", "",
     link_settings()
         .access(access_level::open)
         .password("Secret-123")
         .expires_at(leap_day)
         .vanity_name("a-vanity-name")
         .can_download(false)
         .can_preview(true),
     [](stored_link& link) {
         link.set_password("Secret-123");
         link.unshared_at = leap_day;
         link.vanity_name = "a-vanity-name";
         link.can_download = false;
     }},
    {"all cleared", full, link_settings().no_password().no_expiry().no_vanity_name(),
     [](stored_link& link) {
         link.set_password(std::nullopt);
         link.unshared_at.reset();
         link.vanity_name.reset();
     }},
};

/// The link that a server gives an item whose owner asks for nothing in particular.
stored_link plain_link(std::string url)
{
    stored_link link;
    link.url = std::move(url);
    link.access = "open";
    return link;
}

std::string_view permission_of(stored_link const& link)
{
    return link.can_edit ? "can_edit" : link.can_download ? "can_download" : "can_preview";
}

void check_same(shared_link const& told, stored_link const& stored, item_kind const& kind)
{
    BOOST_TEST(told.url == stored.url);
    BOOST_TEST(told.access_text == stored.access);
    BOOST_TEST(to_string(told.access.value()) == stored.access);
    BOOST_TEST(told.effective_access_text == stored.access);
    BOOST_TEST(to_string(told.effective_access.value()) == stored.access);
    BOOST_TEST(told.effective_permission_text == permission_of(stored));
    BOOST_TEST(to_string(told.effective_permission.value()) == permission_of(stored));
    BOOST_TEST(told.is_password_enabled == stored.has_password());
    BOOST_TEST((told.expires_at == stored.unshared_at));
    BOOST_TEST((told.vanity_name == stored.vanity_name));
    BOOST_TEST(told.vanity_url.has_value() == stored.vanity_name.has_value());
    BOOST_TEST((told.permissions.can_download == stored.can_download));
    BOOST_TEST((told.permissions.can_edit == stored.can_edit));
    BOOST_TEST((told.permissions.can_preview == true));
    BOOST_TEST(told.download_url.has_value() == (kind.type == item_type::file && stored.can_download));
    BOOST_TEST(told.field("url").value() == '"' + stored.url + '"');
}

void check_item(item_info const& told, item_kind const& kind, std::string const& id, std::string const& etag)
{
    BOOST_TEST((told.type == kind.type));
    BOOST_TEST(told.type_text == to_string(kind.type));
    BOOST_TEST(told.id == id);
    BOOST_TEST(told.etag.value() == etag);
    BOOST_TEST(!told.name.has_value());
}

BOOST_FIXTURE_TEST_SUITE(operations, client_fixture)

BOOST_DATA_TEST_CASE(share_changes_what_was_set_and_nothing_else, data::make(share_cases), one)
{
    for (auto const& kind : item_kinds) {
        if (one.files_only && kind.type != item_type::file)
            continue;
        BOOST_TEST_CONTEXT(kind)
        {
            auto const id = kind.add(server);
            auto expected = one.before.empty() ? stored_link() : server.add_link(kind.stored, id, one.before);
            // Vanity names are unique; the next kind of item may use this one.
            auto const told = run(share(kind.of(box, id), one.change));

            auto const stored = server.link_of(kind.stored, id).value();
            if (one.before.empty())
                expected = plain_link(stored.url);
            one.edit(expected);
            BOOST_TEST((stored == expected));
            check_same(told, stored, kind);
            check_item(told.item, kind, id, server.etag_of(kind.stored, id));
            server.remove_link(kind.stored, id);
        }
    }
}

BOOST_DATA_TEST_CASE(unshare_removes_the_link, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    server.add_link(kind.stored, id, full);
    auto const other = kind.add(server);
    server.add_link(kind.stored, other);

    auto const told = run(unshare(kind.of(box, id)));

    check_item(told, kind, id, server.etag_of(kind.stored, id));
    BOOST_TEST(!server.link_of(kind.stored, id).has_value());
    BOOST_TEST(server.link_of(kind.stored, other).has_value());
}

BOOST_DATA_TEST_CASE(unshare_of_an_item_without_a_link_is_no_error, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const etag = server.etag_of(kind.stored, id);

    auto const told = run(unshare(kind.of(box, id)));

    check_item(told, kind, id, etag);
    BOOST_TEST(!server.link_of(kind.stored, id).has_value());
}

BOOST_DATA_TEST_CASE(a_link_that_is_made_again_has_another_address, data::make(item_kinds), kind)
{
    auto const target = kind.of(box, kind.add(server));
    link_settings const settings;

    auto const first = run(share(target, settings));
    auto const again = run(share(target, settings));
    run(unshare(target));
    auto const second = run(share(target, settings));

    BOOST_TEST(again.url == first.url);
    BOOST_TEST(second.url != first.url);
}

BOOST_DATA_TEST_CASE(get_link_tells_of_the_link, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);
    auto const stored = server.add_link(kind.stored, id, full);

    auto const told = run(get_link(kind.of(box, id)));

    BOOST_TEST(!told.not_modified);
    check_item(told.item, kind, id, server.etag_of(kind.stored, id));
    BOOST_REQUIRE(told.link.has_value());
    check_same(*told.link, stored, kind);
    check_item(told.link->item, kind, id, server.etag_of(kind.stored, id));
}

BOOST_DATA_TEST_CASE(get_link_of_an_item_without_one_is_a_value, data::make(item_kinds), kind)
{
    auto const id = kind.add(server);

    auto const told = run(get_link(kind.of(box, id)));

    BOOST_TEST(!told.link.has_value());
    BOOST_TEST(!told.not_modified);
    check_item(told.item, kind, id, server.etag_of(kind.stored, id));
}

BOOST_DATA_TEST_CASE(a_link_that_has_expired_is_gone, data::make(item_kinds), kind)
{
    auto now = std::make_shared<std::atomic<std::chrono::system_clock::time_point>>(new_year);
    testing::server_options by_hand;
    by_hand.clock([now] { return now->load(); });
    client_fixture later(by_hand);
    auto const id = kind.add(later.server);
    auto const target = kind.of(later.box, id);
    auto const settings = link_settings().expires_at(new_year + 60s);

    auto const shared = later.run(share(target, settings));
    BOOST_TEST((shared.expires_at == new_year + 60s));
    *now = new_year + 61s;

    BOOST_TEST(!later.run(get_link(target)).link.has_value());
}

BOOST_AUTO_TEST_CASE(an_item_by_its_text_is_the_same_item)
{
    auto const id = server.add_web_link();
    auto const ref = item_ref::parse("https://acme.app.box.com/web_link/" + id).value();
    link_settings const settings;

    auto const told = run(share(box.item(ref), settings));

    BOOST_TEST(told.url == server.link_of(testing::kind::web_link, id).value().url);
    BOOST_TEST(server.link_count() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
