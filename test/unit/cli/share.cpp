// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/commands.hpp"
#include "fake_surroundings.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;
using namespace std::chrono_literals;
using std::chrono::system_clock;

namespace {

link_settings settings_of(link_arguments const& args)
{
    fake_surroundings fake;
    fake.variables = {{"LINK_PASSWORD", "Passw0rd!"}};
    return make_link_settings(args, system_clock::now(), fake.around());
}

std::string refused(link_settings const& settings, std::vector<item_ref> const& items)
{
    try {
        check_link_settings(settings, items, system_clock::now());
    } catch (usage_error const& e) {
        return e.what();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(share_settings)

BOOST_AUTO_TEST_CASE(nothing_asked_leaves_all_alone)
{
    link_settings const settings = settings_of({});
    BOOST_TEST(!settings.access());
    BOOST_TEST(std::holds_alternative<leave_alone>(settings.password()));
    BOOST_TEST(std::holds_alternative<leave_alone>(settings.expires_at()));
    BOOST_TEST(std::holds_alternative<leave_alone>(settings.vanity_name()));
    BOOST_TEST((settings.permissions() == link_permissions()));
}

BOOST_AUTO_TEST_CASE(every_access)
{
    std::pair<access_choice, std::optional<access_level>> const cases[] = {
        {access_choice::open, access_level::open},
        {access_choice::company, access_level::company},
        {access_choice::collaborators, access_level::collaborators},
        {access_choice::by_default, std::nullopt},
    };
    for (auto const& [choice, expected] : cases) {
        link_arguments args;
        args.access = choice;
        BOOST_TEST((settings_of(args).access() == expected));
    }
}

BOOST_AUTO_TEST_CASE(values_are_set)
{
    link_arguments args;
    args.password.variable = "LINK_PASSWORD";
    args.expires = model::expiry(system_clock::time_point(1'900'000'000s));
    args.vanity_name = "a-long-name-x";
    args.download = true;
    args.edit = false;
    link_settings const settings = settings_of(args);
    BOOST_TEST(std::get<secret>(settings.password()).reveal() == "Passw0rd!");
    BOOST_TEST(
        (std::get<system_clock::time_point>(settings.expires_at()).time_since_epoch() == 1'900'000'000s)
    );
    BOOST_TEST(std::get<std::string>(settings.vanity_name()) == "a-long-name-x");
    BOOST_TEST((settings.permissions().can_download == true && settings.permissions().can_edit == false));
    BOOST_TEST(!settings.permissions().can_preview.has_value());
}

BOOST_AUTO_TEST_CASE(a_duration_counts_from_now)
{
    link_arguments args;
    args.expires = model::expiry(std::chrono::seconds(1h));
    auto const before = system_clock::now();
    auto const instant = std::get<system_clock::time_point>(settings_of(args).expires_at());
    BOOST_TEST((instant >= before + 1h - 1s && instant <= system_clock::now() + 1h));
}

BOOST_AUTO_TEST_CASE(values_are_cleared)
{
    link_arguments args;
    args.no_password = true;
    args.expires = model::expiry(model::never());
    args.no_vanity_name = true;
    link_settings const settings = settings_of(args);
    BOOST_TEST(std::holds_alternative<boxlink::clear>(settings.password()));
    BOOST_TEST(std::holds_alternative<boxlink::clear>(settings.expires_at()));
    BOOST_TEST(std::holds_alternative<boxlink::clear>(settings.vanity_name()));
}

BOOST_AUTO_TEST_CASE(the_item_that_settings_do_not_suit_is_named)
{
    link_settings const settings =
        link_settings().can_edit(true).can_download(true).access(access_level::open);
    std::vector<item_ref> const files = {item_ref::file("1"), item_ref::file("2")};
    std::vector<item_ref> const mixed = {item_ref::file("1"), item_ref::folder("22")};
    BOOST_TEST(refused(settings, files) == "");
    BOOST_TEST(refused(settings, mixed).starts_with("folder:22: "), refused(settings, mixed));
}

BOOST_AUTO_TEST_CASE(no_item_is_to_blame_for_what_suits_none)
{
    std::vector<item_ref> const items = {item_ref::folder("22"), item_ref::file("1")};
    for (link_settings const& settings :
         {link_settings().vanity_name("short"), link_settings().expires_at(system_clock::time_point(1s)),
          link_settings().access(access_level::company).password("Passw0rd!")}) {
        std::string const message = refused(settings, items);
        BOOST_TEST(!message.empty());
        BOOST_TEST(message.find("folder:22") == std::string::npos);
        BOOST_TEST(message.find("Passw0rd!") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
