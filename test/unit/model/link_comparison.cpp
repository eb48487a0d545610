// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/link_comparison.hpp"

#include "checks.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::model {
namespace {

using namespace std::chrono_literals;
using model_test::noon;

// The verdicts.
constexpr std::optional<bool> same = true;
constexpr std::optional<bool> different = false;
constexpr std::optional<bool> unknown = std::nullopt;

// One field: what was asked, what the answer says, and what that means.
struct field_case
{
    std::string text;
    std::function<void(link_settings&)> ask;
    std::function<void(boxlink::shared_link&)> tell;
    std::optional<bool> expected;
};

using field_cases = std::vector<field_case>;

std::optional<bool> compare(field_cases const& fields)
{
    link_settings asked;
    boxlink::shared_link link;
    link.url = "https://h/s";
    for (auto const& field : fields) {
        field.ask(asked);
        field.tell(link);
    }
    return is_as_asked(link, asked);
}

// A way to ask for a field, and a way to tell of it.
using asking = std::pair<std::string, std::function<void(link_settings&)>>;
using telling = std::pair<std::string, std::function<void(boxlink::shared_link&)>>;

// Every way to ask with every way to tell. The verdicts are in rows, one for each way to ask.
field_cases table(
    std::string const& name,
    std::vector<telling> const& answers,
    std::vector<asking> const& states,
    std::vector<std::vector<std::optional<bool>>> const& verdicts
)
{
    field_cases cases;
    BOOST_REQUIRE_EQUAL(states.size(), verdicts.size());
    for (std::size_t row = 0; row < states.size(); ++row) {
        BOOST_REQUIRE_EQUAL(answers.size(), verdicts[row].size());
        for (std::size_t column = 0; column < answers.size(); ++column)
            cases.push_back(
                {.text = name + ": asked " + states[row].first + ", answer " + answers[column].first,
                 .ask = states[row].second,
                 .tell = answers[column].second,
                 .expected = verdicts[row][column]}
            );
    }
    return cases;
}

void leave(link_settings&) {}

field_cases access_cases()
{
    auto const ask = [](access_level level) { return [level](link_settings& to) { to.access(level); }; };
    auto const tell = [](std::optional<access_level> level) {
        return [level](boxlink::shared_link& link) {
            link.access = level;
            // What the enterprise makes of it is no matter.
            link.effective_access = access_level::company;
        };
    };
    return table(
        "access",
        {{"missing", tell(std::nullopt)},
         {"unknown", tell(access_level::other)},
         {"open", tell(access_level::open)},
         {"company", tell(access_level::company)},
         {"collaborators", tell(access_level::collaborators)}},
        {{"nothing", leave},
         {"the default", [](link_settings& to) { to.access(access_level::open).default_access(); }},
         {"open", ask(access_level::open)},
         {"company", ask(access_level::company)},
         {"collaborators", ask(access_level::collaborators)}},
        {{same, same, same, same, same},
         {same, same, same, same, same},
         {unknown, unknown, same, different, different},
         {unknown, unknown, different, same, different},
         {unknown, unknown, different, different, same}}
    );
}

field_cases password_cases()
{
    return table(
        "password",
        {{"none", [](boxlink::shared_link& link) { link.is_password_enabled = false; }},
         {"one", [](boxlink::shared_link& link) { link.is_password_enabled = true; }}},
        {{"nothing", leave},
         {"none", [](link_settings& to) { to.no_password(); }},
         {"one", [](link_settings& to) { to.password("Correct-horse-1"); }}},
        {{same, same}, {same, different}, {different, unknown}}
    );
}

field_cases expiry_cases()
{
    auto const tell = [](std::optional<std::chrono::system_clock::time_point> when) {
        return [when](boxlink::shared_link& link) { link.expires_at = when; };
    };
    auto const ask = [](std::chrono::system_clock::time_point when) {
        return [when](link_settings& to) { to.expires_at(when); };
    };
    return table(
        "expiry",
        {{"none", tell(std::nullopt)},
         {"a second early", tell(noon - 1s)},
         {"noon", tell(noon)},
         {"within the second", tell(noon + 1ns)},
         {"a second late", tell(noon + 1s)}},
        {{"nothing", leave},
         {"none", [](link_settings& to) { to.no_expiry(); }},
         {"noon", ask(noon)},
         // Sent in whole seconds, rounded down.
         {"just before the next second", ask(noon + 999'999'999ns)},
         {"a second later", ask(noon + 1s)}},
        {{same, same, same, same, same},
         {same, different, different, different, different},
         {different, different, same, same, different},
         {different, different, same, same, different},
         {different, different, different, different, same}}
    );
}

field_cases vanity_name_cases()
{
    auto const tell = [](std::optional<std::string> name) {
        return [name](boxlink::shared_link& link) { link.vanity_name = name; };
    };
    return table(
        "vanity_name",
        {{"none", tell(std::nullopt)},
         {"empty", tell("")},
         {"it", tell("the-vanity-name")},
         {"in other case", tell("The-Vanity-Name")},
         {"longer", tell("the-vanity-name2")}},
        {{"nothing", leave},
         {"none", [](link_settings& to) { to.no_vanity_name(); }},
         {"it", [](link_settings& to) { to.vanity_name("the-vanity-name"); }}},
        {{same, same, same, same, same},
         {same, different, different, different, different},
         {different, different, same, different, different}}
    );
}

field_cases permission_cases(
    std::string const& name,
    link_settings& (link_settings::*set)(bool),
    std::optional<bool> link_permissions::*field
)
{
    auto const tell = [field](std::optional<bool> allowed) {
        return [field, allowed](boxlink::shared_link& link) { link.permissions.*field = allowed; };
    };
    auto const ask = [set](bool allowed) {
        return [set, allowed](link_settings& to) { (to.*set)(allowed); };
    };
    return table(
        name, {{"missing", tell(std::nullopt)}, {"no", tell(false)}, {"yes", tell(true)}},
        {{"nothing", leave}, {"no", ask(false)}, {"yes", ask(true)}},
        {{same, same, same}, {unknown, same, different}, {unknown, different, same}}
    );
}

std::vector<field_cases> all_fields()
{
    return {
        access_cases(),
        password_cases(),
        expiry_cases(),
        vanity_name_cases(),
        permission_cases("can_download", &link_settings::can_download, &link_permissions::can_download),
        permission_cases("can_edit", &link_settings::can_edit, &link_permissions::can_edit),
        permission_cases("can_preview", &link_settings::can_preview, &link_permissions::can_preview)};
}

BOOST_AUTO_TEST_SUITE(link_comparison)

BOOST_AUTO_TEST_CASE(every_field_in_every_state_with_every_answer)
{
    for (auto const& field : all_fields()) {
        for (auto const& one : field) {
            BOOST_TEST_CONTEXT(one.text)
            BOOST_TEST((compare({one}) == one.expected));
        }
    }
}

// One difference decides, whatever else is in doubt; else one doubt does.
BOOST_AUTO_TEST_CASE(every_two_fields_together)
{
    auto const fields = all_fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
            for (auto const& first : fields[i]) {
                for (auto const& second : fields[j]) {
                    auto expected = same;
                    if (first.expected == different || second.expected == different)
                        expected = different;
                    else if (!first.expected || !second.expected)
                        expected = unknown;
                    auto const found = compare({first, second});
                    if (found != expected)
                        BOOST_ERROR(first.text << "; " << second.text);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_asked_is_always_so)
{
    BOOST_TEST((is_as_asked(boxlink::shared_link(), link_settings()) == same));
}

BOOST_AUTO_TEST_CASE(everything_asked_and_all_but_the_password_told)
{
    link_settings asked;
    asked.access(access_level::open).no_password().expires_at(noon).vanity_name("the-vanity-name");
    asked.can_download(true).can_edit(true).can_preview(true);
    boxlink::shared_link link;
    link.access = access_level::open;
    link.expires_at = noon;
    link.vanity_name = "the-vanity-name";
    link.permissions = {.can_download = true, .can_preview = true, .can_edit = true};
    BOOST_TEST((is_as_asked(link, asked) == same));
    asked.password("Correct-horse-1");
    BOOST_TEST((is_as_asked(link, asked) == different));
    link.is_password_enabled = true;
    BOOST_TEST((is_as_asked(link, asked) == unknown));
    link.permissions.can_edit = false;
    BOOST_TEST((is_as_asked(link, asked) == different));
}

// The latest time of the clock stands for all later ones.
BOOST_AUTO_TEST_CASE(an_expiry_at_the_end_of_time)
{
    using clock = std::chrono::system_clock;
    link_settings asked;
    asked.expires_at(clock::time_point::max());
    boxlink::shared_link link;
    link.expires_at = std::chrono::floor<std::chrono::seconds>(clock::time_point::max());
    BOOST_TEST((is_as_asked(link, asked) == same));
    link.expires_at = clock::time_point::max();
    BOOST_TEST((is_as_asked(link, asked) == same));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::model
