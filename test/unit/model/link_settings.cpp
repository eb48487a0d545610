// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "checks.hpp"

#include <boxlink/link_settings.hpp>

BOOST_AUTO_TEST_SUITE(link_settings)

using namespace boxlink;
using namespace std::chrono_literals;
using boxlink::model_test::noon;
using boxlink::model_test::refusal_of;
using boxlink::model_test::refuses;
using settings = boxlink::link_settings;

constexpr item_type linkable[] = {item_type::file, item_type::folder, item_type::web_link};

BOOST_AUTO_TEST_CASE(everything_is_left_alone_at_first)
{
    settings const none;
    BOOST_TEST(!none.access().has_value());
    BOOST_TEST(std::holds_alternative<leave_alone>(none.password()));
    BOOST_TEST(std::holds_alternative<leave_alone>(none.expires_at()));
    BOOST_TEST(std::holds_alternative<leave_alone>(none.vanity_name()));
    BOOST_TEST((none.permissions() == link_permissions()));
    for (item_type const type : linkable)
        BOOST_TEST(none.validate(type, noon).has_value());
}

BOOST_AUTO_TEST_CASE(every_setter_has_its_state)
{
    auto const all = settings()
                         .access(access_level::open)
                         .password("Password1")
                         .expires_at(noon + 1h)
                         .vanity_name("a-vanity-name")
                         .can_download(true)
                         .can_edit(true)
                         .can_preview(true);
    BOOST_TEST((all.access() == access_level::open));
    BOOST_TEST(std::get<secret>(all.password()).reveal() == "Password1");
    BOOST_TEST((std::get<std::chrono::system_clock::time_point>(all.expires_at()) == noon + 1h));
    BOOST_TEST(std::get<std::string>(all.vanity_name()) == "a-vanity-name");
    BOOST_TEST((all.permissions().can_download == true));
    BOOST_TEST((all.permissions().can_edit == true));
    BOOST_TEST((all.permissions().can_preview == true));
    BOOST_TEST(all.validate(item_type::file, noon).has_value());

    auto const cleared = settings(all).default_access().no_password().no_expiry().no_vanity_name();
    BOOST_TEST(!cleared.access().has_value());
    BOOST_TEST(std::holds_alternative<clear>(cleared.password()));
    BOOST_TEST(std::holds_alternative<clear>(cleared.expires_at()));
    BOOST_TEST(std::holds_alternative<clear>(cleared.vanity_name()));
}

BOOST_AUTO_TEST_CASE(clearing_is_always_allowed)
{
    for (access_level const level :
         {access_level::open, access_level::company, access_level::collaborators}) {
        auto const cleared = settings().access(level).no_password().no_expiry().no_vanity_name();
        for (item_type const type : linkable)
            BOOST_TEST(cleared.validate(type, noon).has_value());
    }
}

BOOST_AUTO_TEST_CASE(access_must_be_a_known_level)
{
    for (access_level const level : {access_level::open, access_level::company, access_level::collaborators})
        BOOST_TEST(settings().access(level).validate(item_type::file, noon).has_value());
    BOOST_TEST(refuses(settings().access(access_level::other).validate(item_type::file, noon), "access"));
    BOOST_TEST(
        refuses(settings().access(static_cast<access_level>(99)).validate(item_type::file, noon), "access")
    );
}

BOOST_AUTO_TEST_CASE(strong_passwords)
{
    for (std::string const& text :
         {std::string("passwor1"), std::string("Password"), std::string("pass-word"),
          std::string("pass word"), std::string("12345678"),
          std::string("gr\xc3\xbc\xc3\x9f"
                      "e ok"),
          std::string("passw\xc3\xb6rd"), std::string("tab\tbed word"), std::string(100'000, 'P')})
        BOOST_TEST(settings().password(text).validate(item_type::file, noon).has_value());
}

BOOST_AUTO_TEST_CASE(weak_passwords)
{
    // The last one has 8 bytes, but 7 characters.
    for (std::string const text : {"", "Pass-w1", "password", "abcdefghijklmnop", "P\xc3\xa4ss-w1"}) {
        auto const checked = settings().password(text).validate(item_type::file, noon);
        BOOST_TEST(refuses(checked, "password"));
        if (!text.empty())
            BOOST_TEST(refusal_of(checked).find(text) == (text == "password" ? 0u : std::string::npos));
    }
}

BOOST_AUTO_TEST_CASE(passwords_are_utf8)
{
    for (std::string const text : {"Password\xff", "Password\xc3", "Passw\xed\xa0\x80rd"})
        BOOST_TEST(
            refuses(settings().password(text).validate(item_type::file, noon), "password: not valid UTF-8")
        );
}

BOOST_AUTO_TEST_CASE(passwords_need_open_access)
{
    BOOST_TEST(settings().password("Password1").validate(item_type::file, noon).has_value());
    BOOST_TEST(settings()
                   .password("Password1")
                   .access(access_level::open)
                   .validate(item_type::file, noon)
                   .has_value());
    for (access_level const level : {access_level::company, access_level::collaborators}) {
        for (item_type const type : linkable) {
            auto const checked = settings().password("Password1").access(level).validate(type, noon);
            BOOST_TEST(refuses(checked, "password"));
            BOOST_TEST(refusal_of(checked).find(to_string(level)) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_expiry_is_in_the_future_in_whole_seconds)
{
    auto const checked = [](std::chrono::system_clock::time_point expiry,
                            std::chrono::system_clock::time_point now) {
        return settings().expires_at(expiry).validate(item_type::file, now);
    };
    BOOST_TEST(checked(noon + 1s, noon).has_value());
    BOOST_TEST(checked(noon + 1s, noon + 999ms).has_value());
    BOOST_TEST(checked(std::chrono::system_clock::time_point::max(), noon).has_value());
    BOOST_TEST(refuses(checked(noon, noon), "expires_at"));
    BOOST_TEST(refuses(checked(noon - 1s, noon), "expires_at"));
    // Still ahead, but not once it is cut to whole seconds.
    BOOST_TEST(refuses(checked(noon + 999ms, noon + 1ms), "expires_at"));
    BOOST_TEST(refusal_of(checked(noon - 1s, noon)).find("2026-07-01T11:59:59+00:00") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_expiry_is_within_the_years_that_box_stores)
{
    using clock = std::chrono::system_clock;
    auto const before_all = clock::time_point::min();
    BOOST_TEST(refuses(
        settings().expires_at(clock::time_point(-1s)).validate(item_type::file, before_all),
        "expires_at: outside the years"
    ));
    BOOST_TEST(refuses(
        settings().expires_at(before_all).validate(item_type::file, before_all),
        "expires_at: outside the years"
    ));
    BOOST_TEST(settings().expires_at(clock::time_point()).validate(item_type::file, before_all).has_value());
}

BOOST_AUTO_TEST_CASE(a_duration_is_counted_from_the_call)
{
    auto const before = std::chrono::system_clock::now();
    auto const chosen = settings().expires_in(24h);
    auto const after = std::chrono::system_clock::now();
    auto const expiry = std::get<std::chrono::system_clock::time_point>(chosen.expires_at());
    BOOST_TEST((before + 24h <= expiry && expiry <= after + 24h));
    BOOST_TEST(chosen.validate(item_type::file).has_value());
    BOOST_TEST(settings().expires_in(std::chrono::seconds::max()).validate(item_type::file).has_value());
    BOOST_TEST(refuses(settings().expires_in(-1s).validate(item_type::file), "expires_at"));
    BOOST_TEST(refuses(settings().expires_in(0s).validate(item_type::file), "expires_at"));
    BOOST_TEST(
        refuses(settings().expires_in(std::chrono::seconds::min()).validate(item_type::file), "expires_at")
    );
}

BOOST_AUTO_TEST_CASE(vanity_names_have_12_characters)
{
    BOOST_TEST(settings().vanity_name("twelve-chars").validate(item_type::folder, noon).has_value());
    BOOST_TEST(settings().vanity_name("zw\xc3\xb6lf-zeichen").validate(item_type::folder, noon).has_value());
    // The last one has 12 bytes, but 11 characters.
    for (std::string const name :
         {"", "eleven-char",
          "\xc3\xbc"
          "bung-macht"})
        BOOST_TEST(
            refuses(settings().vanity_name(name).validate(item_type::folder, noon), "vanity_name: too short")
        );
    BOOST_TEST(refuses(
        settings().vanity_name("twelve-chars\xff").validate(item_type::file, noon),
        "vanity_name: not valid UTF-8"
    ));
    for (std::string const name :
         {"twelve\nchars!", "twelve-chars\r\n",
          "twelve\x7f"
          "chars"})
        BOOST_TEST(refuses(
            settings().vanity_name(name).validate(item_type::file, noon), "vanity_name: has a control"
        ));
}

BOOST_AUTO_TEST_CASE(preview_cannot_be_forbidden)
{
    BOOST_TEST(settings().can_preview(true).validate(item_type::file, noon).has_value());
    BOOST_TEST(refuses(settings().can_preview(false).validate(item_type::file, noon), "can_preview"));
}

// All combinations of access, can_download and can_edit for all types, against the rules as Box states them.
BOOST_AUTO_TEST_CASE(permissions)
{
    std::optional<access_level> const levels[] = {
        std::nullopt, access_level::open, access_level::company, access_level::collaborators};
    std::optional<bool> const flags[] = {std::nullopt, false, true};
    for (item_type const type : linkable) {
        for (auto const& level : levels) {
            for (auto const& download : flags) {
                for (auto const& edit : flags) {
                    settings chosen;
                    if (level)
                        chosen.access(*level);
                    if (download)
                        chosen.can_download(*download);
                    if (edit)
                        chosen.can_edit(*edit);

                    bool const invited_only = level == access_level::collaborators;
                    std::string_view refused;
                    if (download && invited_only)
                        refused = "can_download";
                    else if (edit && invited_only)
                        refused = "can_edit";
                    else if (edit == true && (type != item_type::file || download == false))
                        refused = "can_edit";

                    auto const checked = chosen.validate(type, noon);
                    BOOST_TEST(checked.has_value() == refused.empty());
                    if (!refused.empty() && checked.has_error())
                        BOOST_TEST(refuses(checked, refused));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(no_message_shows_a_password)
{
    auto const chosen = settings().password("Tell-no-one-1").access(access_level::company).can_preview(false);
    BOOST_TEST(refusal_of(chosen.validate(item_type::file, noon)).find("Tell") == std::string::npos);
    auto const weak = settings().password("tellnoone");
    BOOST_TEST(refusal_of(weak.validate(item_type::file, noon)).find("tellnoone") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
