// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/table.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::cli;

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(columns_are_aligned_and_lines_end_without_blanks)
{
    table t({"ITEM", "RESULT", "NAME"});
    t.add({"file:1", "ok", "a"});
    t.add({"folder:22", "not_found"});
    t.add({"file:3", "", ""});
    BOOST_TEST(
        t.str() == "ITEM       RESULT     NAME\n"
                   "file:1     ok         a\n"
                   "folder:22  not_found\n"
                   "file:3     -          -\n"
    );
}

BOOST_AUTO_TEST_CASE(wide_characters_take_two_columns)
{
    table t({"NAME", "X"});
    t.add({"日本語", "1"});
    t.add({"Zürich", "2"});
    BOOST_TEST(
        t.str() == "NAME    X\n"
                   "日本語  1\n"
                   "Zürich  2\n"
    );
}

BOOST_AUTO_TEST_CASE(cells_are_made_fit_for_a_terminal)
{
    table t({"A", "B"});
    t.add({"x\x1b[2J\ny", "\xff"});
    BOOST_TEST(
        t.str() == "A            B\n"
                   "x\\x1b[2J\\ny  \\xff\n"
    );
}

BOOST_AUTO_TEST_CASE(headings_alone)
{
    BOOST_TEST(table({"A", "B"}).str() == "A  B\n");
}

BOOST_AUTO_TEST_SUITE_END()
