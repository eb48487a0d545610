// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/link_rules.hpp"

#include "state_fixture.hpp"
#include "testing/timestamp.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>

namespace boxlink::testing {

namespace {

constexpr kind all_kinds[] = {kind::file, kind::folder, kind::web_link};

link_change apply(std::string_view settings, const stored_link& current = {}, kind what = kind::file)
{
    return change_link(current, json::parse(settings).as_object(), what, "company", test_start);
}

// The names of the fields that are refused, one after another.
std::string refused(std::string_view settings, const stored_link& current = {}, kind what = kind::file)
{
    std::string names;
    for (const auto& error : apply(settings, current, what).errors) {
        BOOST_TEST(error.reason == "invalid_parameter");
        BOOST_TEST(!error.message.empty());
        names.append(error.name).append(" ");
    }
    return names;
}

stored_link with(std::string_view settings, const stored_link& current = {}, kind what = kind::file)
{
    const link_change change = apply(settings, current, what);
    BOOST_TEST_INFO(settings);
    BOOST_REQUIRE(change.errors.empty());
    return change.link;
}

// A link with everything set.
stored_link full_link()
{
    stored_link link =
        with(R"({"access":"open","password":"Secret-1","unshared_at":"2027-01-01T00:00:00Z",)"
             R"("vanity_name":"my-vanity-name","permissions":{"can_download":true,"can_edit":true}})");
    link.url = "https://app.box.com/s/abc";
    return link;
}

} // namespace

BOOST_AUTO_TEST_SUITE(link_rules)

BOOST_AUTO_TEST_CASE(no_settings_make_a_link_with_the_default_access)
{
    for (const kind what : all_kinds) {
        const stored_link link = with("{}", {}, what);
        BOOST_TEST(link.access == "company");
        BOOST_TEST(link.can_download);
        BOOST_TEST(!link.can_edit);
        BOOST_TEST(!link.has_password());
        BOOST_TEST(!link.unshared_at.has_value());
        BOOST_TEST(!link.vanity_name.has_value());
    }
}

BOOST_AUTO_TEST_CASE(each_access_is_known)
{
    for (const std::string access : {"open", "company", "collaborators"})
        for (const kind what : all_kinds)
            BOOST_TEST(with("{\"access\":\"" + access + "\"}", {}, what).access == access);
    BOOST_TEST(with(R"({"access":null})", full_link()).access == "company");
    for (const char* bad :
         {R"({"access":"test"})", R"({"access":""})", R"({"access":"Open"})", R"({"access":1})",
          R"({"access":true})", R"({"access":[]})", R"({"access":{}})"})
        BOOST_TEST(refused(bad) == "access ", bad);
}

BOOST_AUTO_TEST_CASE(what_is_absent_stays)
{
    const stored_link before = full_link();
    BOOST_TEST((with("{}", before) == before));
    BOOST_TEST((with(R"({"permissions":{}})", before) == before));
    BOOST_TEST((with(R"({"permissions":{"can_preview":true}})", before) == before));
    BOOST_TEST((with(R"({"something":"new","download_url":"x"})", before) == before));
}

BOOST_AUTO_TEST_CASE(each_setting_changes_nothing_else)
{
    struct change
    {
        const char* settings;
        void (*expected)(stored_link&);
    };
    const change changes[] = {
        {R"({"password":null})", [](stored_link& link) { link.set_password(std::nullopt); }},
        {R"({"password":"Other-22"})", [](stored_link& link) { link.set_password("Other-22"); }},
        {R"({"unshared_at":null})", [](stored_link& link) { link.unshared_at.reset(); }},
        {R"({"unshared_at":"2028-01-01T00:00:00+01:00"})",
         [](stored_link& link) { link.unshared_at = parse_timestamp("2027-12-31T23:00:00Z"); }},
        {R"({"vanity_name":null})", [](stored_link& link) { link.vanity_name.reset(); }},
        {R"({"vanity_name":"another-name-1"})",
         [](stored_link& link) { link.vanity_name = "another-name-1"; }},
        {R"({"permissions":{"can_edit":false}})", [](stored_link& link) { link.can_edit = false; }},
        {R"({"permissions":{"can_download":false}})",
         [](stored_link& link) { link.can_download = link.can_edit = false; }},
        {R"({"permissions":{"can_download":false,"can_edit":false}})",
         [](stored_link& link) { link.can_download = link.can_edit = false; }},
        {R"({"permissions":null})", [](stored_link& link) { link.can_edit = false; }},
    };
    for (const auto& [settings, expected] : changes) {
        stored_link after = full_link();
        expected(after);
        BOOST_TEST((with(settings, full_link()) == after), settings);
    }
}

BOOST_AUTO_TEST_CASE(a_narrower_access_takes_away_what_it_does_not_allow)
{
    const stored_link company = with(R"({"access":"company"})", full_link());
    BOOST_TEST(!company.has_password());
    BOOST_TEST(company.can_edit);
    BOOST_TEST(company.url == full_link().url);

    const stored_link collaborators = with(R"({"access":"collaborators"})", full_link());
    BOOST_TEST(!collaborators.has_password());
    BOOST_TEST(!collaborators.can_edit);
    BOOST_TEST(collaborators.can_download);
    BOOST_TEST((collaborators.vanity_name == full_link().vanity_name));
    BOOST_TEST((collaborators.unshared_at == full_link().unshared_at));
}

BOOST_AUTO_TEST_CASE(password_rules)
{
    for (const char* good :
         {"Secret12", "secret12", "secretsA", "secrets-", "passwörter", "        ", "12345678"})
        BOOST_TEST(
            with(R"({"access":"open","password":")" + std::string(good) + "\"}").password_is(good), good
        );
    for (const char* bad : {"", "Secret1", "abcdefgh", "abcdefghijklmnop", "A1-"})
        BOOST_TEST(
            refused(R"({"access":"open","password":")" + std::string(bad) + "\"}") == "password ", bad
        );
    BOOST_TEST(refused(R"({"access":"open","password":12345678})") == "password ");
    BOOST_TEST(refused(R"({"access":"open","password":{}})") == "password ");
}

BOOST_AUTO_TEST_CASE(password_needs_open_access)
{
    BOOST_TEST(refused(R"({"access":"company","password":"Secret-1"})") == "password ");
    BOOST_TEST(refused(R"({"access":"collaborators","password":"Secret-1"})") == "password ");
    BOOST_TEST(refused(R"({"password":"Secret-1"})") == "password "); // the default access is company here
    BOOST_TEST(refused(R"({"password":"Secret-1"})", with(R"({"access":"company"})")) == "password ");
    BOOST_TEST(with(R"({"password":"Secret-1"})", with(R"({"access":"open"})")).password_is("Secret-1"));
    BOOST_TEST(!with(R"({"access":"company","password":null})", full_link()).has_password());
}

BOOST_AUTO_TEST_CASE(a_refusal_does_not_repeat_the_password)
{
    for (const auto& error : apply(R"({"access":"open","password":"hunterab"})").errors)
        BOOST_TEST(error.message.find("hunterab") == std::string::npos);
    for (const auto& error : apply(R"({"access":"company","password":"Hunter-22"})").errors)
        BOOST_TEST(error.message.find("Hunter-22") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(expiry_rules)
{
    BOOST_TEST((with(R"({"unshared_at":"2026-03-01T12:00:01Z"})").unshared_at == test_start + 1s));
    for (const char* bad :
         {"2026-03-01T12:00:00Z", "2026-03-01T11:59:59Z", "2012-12-12T10:53:43-08:00",
          "2027-01-01T00:00:00.000Z", "2027-01-01T00:00:00", "tomorrow", ""})
        BOOST_TEST(refused(R"({"unshared_at":")" + std::string(bad) + "\"}") == "unshared_at ", bad);
    BOOST_TEST(refused(R"({"unshared_at":1798761600})") == "unshared_at ");
    BOOST_TEST(refused(R"({"unshared_at":false})") == "unshared_at ");
}

BOOST_AUTO_TEST_CASE(vanity_name_rules)
{
    BOOST_TEST(with(R"({"vanity_name":"123456789012"})").vanity_name.value() == "123456789012");
    BOOST_TEST(with(R"({"vanity_name":"äöüäöüäöüäöü"})").vanity_name.has_value());
    for (const char* bad : {R"("12345678901")", R"("")", R"("äöüäöü")", "123456789012", "true", "{}"})
        BOOST_TEST(refused(R"({"vanity_name":)" + std::string(bad) + "}") == "vanity_name ", bad);
}

BOOST_AUTO_TEST_CASE(permission_rules)
{
    for (const char* bad :
         {R"({"permissions":true})", R"({"permissions":[]})", R"({"permissions":"can_edit"})"})
        BOOST_TEST(refused(bad) == "permissions ", bad);
    for (const std::string flag : {"can_download", "can_edit", "can_preview"})
        for (const std::string bad : {"null", "1", "\"true\"", "{}"})
            BOOST_TEST(
                refused("{\"permissions\":{\"" + flag + "\":" + bad + "}}") == flag + " ", flag << bad
            );
    BOOST_TEST(refused(R"({"permissions":{"can_preview":false}})") == "can_preview ");
    BOOST_TEST(refused(R"({"permissions":{"can_download":false,"can_edit":true}})") == "can_edit ");
    BOOST_TEST(
        refused(R"({"permissions":{"can_edit":true}})", with(R"({"permissions":{"can_download":false}})")) ==
        "can_edit "
    );
}

BOOST_AUTO_TEST_CASE(only_files_can_be_edited)
{
    BOOST_TEST(with(R"({"permissions":{"can_edit":true}})").can_edit);
    for (const kind what : {kind::folder, kind::web_link}) {
        BOOST_TEST(refused(R"({"permissions":{"can_edit":true}})", {}, what) == "can_edit ");
        BOOST_TEST(!with(R"({"permissions":{"can_edit":false}})", {}, what).can_edit);
        BOOST_TEST(!with(R"({"permissions":{"can_download":false}})", {}, what).can_download);
    }
}

BOOST_AUTO_TEST_CASE(collaborators_have_no_permissions_to_set)
{
    for (const char* flags :
         {R"({"can_download":true})", R"({"can_download":false})", R"({"can_edit":false})"}) {
        const std::string settings = R"({"access":"collaborators","permissions":)" + std::string(flags) + "}";
        BOOST_TEST(refused(settings) == "permissions ", settings);
    }
    BOOST_TEST(refused(R"({"access":"collaborators","permissions":{"can_preview":true}})").empty());
    BOOST_TEST(refused(R"({"access":"collaborators","permissions":{}})").empty());
}

BOOST_AUTO_TEST_CASE(everything_that_is_wrong_is_told)
{
    BOOST_TEST(
        refused(
            R"({"access":"x","password":1,"unshared_at":1,"vanity_name":1,"permissions":{"can_preview":false}})"
        ) == "access password unshared_at vanity_name can_preview "
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
