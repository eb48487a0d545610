// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_columns.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink::bulk;

BOOST_AUTO_TEST_SUITE(job_columns)

BOOST_AUTO_TEST_CASE(every_column_is_found_by_its_own_name)
{
    for (std::size_t i = 0; i < job_column_count; ++i) {
        auto const column = static_cast<job_column>(i);
        BOOST_TEST((find_job_column(to_string(column)) == column), to_string(column));
    }
}

BOOST_AUTO_TEST_CASE(case_dashes_underscores_and_blanks_do_not_matter)
{
    for (std::string const name :
         {"vanity_name", "vanity-name", "Vanity Name", "VANITYNAME", "vanityName", " vanity name "})
        BOOST_TEST((find_job_column(name) == job_column::vanity_name), name);
}

BOOST_AUTO_TEST_CASE(names_of_the_official_command_line)
{
    struct
    {
        std::string name;
        job_column column;
    } const cases[] = {
        {"itemID", job_column::id},
        {"item-id", job_column::id},
        {"id", job_column::id},
        {"itemType", job_column::type},
        {"item-type", job_column::type},
        {"type", job_column::type},
        {"access", job_column::access},
        {"password", job_column::password},
        {"unshared-at", job_column::expires},
        {"vanity-name", job_column::vanity_name},
        {"can-download", job_column::download},
        {"can-edit", job_column::edit},
        {"as-user", job_column::as_user},
    };
    for (auto const& c : cases)
        BOOST_TEST((find_job_column(c.name) == c.column), c.name);
}

BOOST_AUTO_TEST_CASE(other_names_are_none)
{
    for (std::string const& name :
         {std::string(), std::string("-"), std::string("items"), std::string("item\n"),
          std::string(100, '_') + "item"})
        BOOST_TEST(!find_job_column(name), name);
}

BOOST_AUTO_TEST_CASE(the_nearest_name_is_offered)
{
    struct
    {
        std::string name;
        std::string nearest;
    } const cases[] = {
        {"acess", "access"}, {"pasword", "password"}, {"Expiry", "expires"},     {"vanity", "vanity_name"},
        {"user", "as_user"}, {"itme", "item"},        {"opration", "operation"},
    };
    for (auto const& c : cases)
        BOOST_TEST(
            advice_on_column(c.name).starts_with(
                "the nearest known one is " + c.nearest + ", all are item, type, "
            ),
            advice_on_column(c.name)
        );
    BOOST_TEST(advice_on_column(std::string(100'000, 'x')).size() < 200u);
}

BOOST_AUTO_TEST_SUITE_END()
