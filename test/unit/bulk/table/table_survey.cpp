// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_survey.hpp"

#include "bulk/records/input_digest.hpp"
#include "unit/bulk/table/table_texts.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

std::string digest_of(std::string_view text)
{
    input_digest digest;
    digest.feed(text);
    return digest.text();
}

// The runs of each user: `offset@line#index`, one after the other.
std::vector<std::string> runs_of(table_survey const& survey)
{
    std::vector<std::string> all;
    for (std::uint32_t run : survey.users) {
        all.emplace_back();
        for (; run != table_run::none; run = survey.runs[run].next) {
            row_place const& at = survey.runs[run].begin;
            all.back() += (all.back().empty() ? "" : " ") + std::to_string(at.offset) + '@' +
                          std::to_string(at.line) + '#' + std::to_string(at.index);
        }
    }
    return all;
}

std::vector<std::string> runs_of(std::string_view text)
{
    return runs_of(surveyed(table_of(text)).first);
}

using texts = std::vector<std::string>;

// A table whose users alternate.
std::string alternating(std::size_t rows)
{
    std::string text = "item,as_user\n";
    for (std::size_t i = 0; i < rows; ++i)
        text += i % 2 == 0 ? "file:1,1\n" : "file:1,2\n";
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(surveys_of_tables)

BOOST_AUTO_TEST_CASE(all_that_is_known)
{
    std::string const text = "\xef\xbb\xbfitem,access\r\nfile:1,open\r\nfile:2,x\r\n\r\nfile\r\nfile:3,\r\n";
    auto const [survey, faults] = surveyed(table_of(text));
    BOOST_TEST((survey.format == table_format::csv));
    BOOST_TEST(survey.digest == digest_of(text));
    BOOST_TEST(survey.header == "item,access");
    BOOST_TEST(survey.rows == 4U);
    BOOST_TEST(survey.faults == 2U);
    BOOST_TEST(!survey.is_broken);
    BOOST_TEST(survey.first.offset == 16U);
    BOOST_TEST(survey.first.line == 2U);
    BOOST_TEST(
        faults ==
        (rows{
            "1 wrong: line 3, column access: \"x\" is no access; write open, company, collaborators or "
            "default",
            "2 wrong: line 5: has 1 cell, but the first line names 2 columns; a cell with a comma has to be "
            "in quotation marks"})
    );
}

BOOST_AUTO_TEST_CASE(the_form_is_told_by_the_beginning_or_given)
{
    std::string const json = "\n {\"item\":\"file:1\"}\nx\n";
    auto const [survey, faults] = surveyed(table_of(json));
    BOOST_TEST((survey.format == table_format::json_lines));
    BOOST_TEST(survey.header.empty());
    BOOST_TEST(survey.rows == 2U);
    BOOST_TEST(survey.faults == 1U);
    BOOST_TEST(survey.digest == digest_of(json));
    BOOST_TEST(surveyed(table_of(json), table_format::csv).first.is_broken);
    BOOST_TEST(surveyed(table_of("item\nfile:1\n"), table_format::json_lines).first.faults == 2U);
}

BOOST_AUTO_TEST_CASE(tables_without_rows)
{
    for (auto const& [text, format] :
         {std::pair("item\n", table_format::csv), std::pair("\n\n", table_format::json_lines),
          std::pair("", table_format::json_lines)}) {
        auto const [survey, faults] = surveyed(table_of(text), format);
        BOOST_TEST(survey.rows == 0U);
        BOOST_TEST(faults.empty());
        BOOST_TEST(!survey.is_broken);
        BOOST_TEST(survey.digest == digest_of(text));
    }
}

BOOST_AUTO_TEST_CASE(tables_that_are_broken)
{
    for (std::string const text : {"", "file:1,open\nfile:2,open\n", "item,colour\nfile:1,red\n"}) {
        auto const [survey, faults] = surveyed(table_of(text), table_format::csv);
        BOOST_TEST(survey.is_broken);
        BOOST_TEST(survey.rows == 0U);
        BOOST_TEST(survey.faults == 1U);
        BOOST_TEST_REQUIRE(faults.size() == 1U);
        BOOST_TEST(faults.front().starts_with("all wrong: line 1"));
        BOOST_TEST(survey.digest.empty());
        BOOST_TEST(survey.runs.empty());
    }
}

BOOST_AUTO_TEST_CASE(consecutive_rows_of_a_user_are_a_run)
{
    BOOST_TEST(
        runs_of("item,as_user\nfile:1,7\nfile:2,7\n\nfile:3,8\nfile:4,\nfile:5,\nfile:6,7\n") ==
        (texts{"13@2#0 57@8#5", "32@5#2", "41@6#3"})
    );
    BOOST_TEST(
        runs_of("\xef\xbb\xbfitem,as_user,password,access\r\nfile:1,7,\"Correct\r\nhorse1\",open\r\nfile:2,8,"
                ",\r\n") == (texts{"33@2#0", "66@4#1"})
    );
    BOOST_TEST(
        runs_of("\xef\xbb\xbf  {\"item\":\"file:1\",\"as_user\":7}\n\n {\"item\":\"file:2\"}\n") ==
        (texts{"0@1#0", "36@3#1"})
    );
    // A line end may be CR alone.
    BOOST_TEST(runs_of("item,as_user\rfile:1,7\r\rfile:2,8\r") == (texts{"13@2#0", "23@4#1"}));
}

BOOST_AUTO_TEST_CASE(wrong_rows_belong_to_the_run_that_they_stand_in)
{
    BOOST_TEST(
        runs_of("item,as_user\nx,1\nx,2\nfile:1,7\nx,9\nfile:2,7\nx,\nfile:3,8\nx,7\n") ==
        (texts{"13@2#0", "46@8#6"})
    );
}

BOOST_AUTO_TEST_CASE(one_user_needs_no_runs)
{
    for (std::string const text :
         {"item\nfile:1\nfile:2\n", "item,as_user\nfile:1,7\nx\nfile:2,7\n", "item\nx\ny\n"}) {
        auto const survey = surveyed(table_of(text)).first;
        BOOST_TEST(survey.runs.empty());
        BOOST_TEST(survey.users.empty());
        BOOST_TEST(survey.first.offset == text.find('\n') + 1);
    }
}

BOOST_AUTO_TEST_CASE(more_runs_than_are_worth_it_are_forgotten)
{
    auto const most = surveyed(table_of(alternating(max_table_runs))).first;
    BOOST_TEST(most.runs.size() == max_table_runs);
    BOOST_TEST(most.users.size() == 2U);
    auto const survey = surveyed(table_of(alternating(max_table_runs + 1) + "x\nfile:1,3\n")).first;
    BOOST_TEST(survey.runs.capacity() == 0U);
    BOOST_TEST(survey.users.capacity() == 0U);
    BOOST_TEST(survey.rows == max_table_runs + 3);
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_meanwhile_is_told)
{
    temporary_folder const folder;
    write_file(folder.file("a.csv"), "item\nx\n");
    auto const file = table_file::open(folder.file("a.csv"));
    BOOST_TEST_REQUIRE(file.has_value());
    auto const survey = survey_table(*file, table_format::csv, plain(), [&](row_error const&) {
        write_file(folder.file("a.csv"), "item\nx\nfile:1\n");
    });
    BOOST_TEST_REQUIRE(survey.has_error());
    BOOST_TEST(survey.error().message.find("has changed while it was read") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
