// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_rows.hpp"

#include "unit/bulk/table/table_texts.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

using numbers = std::vector<std::uint64_t>;

// The rows of a table as `table_rows` gives them.
rows turns(std::string_view text)
{
    table_file const file = table_of(text);
    rows all;
    for (job_entry const& entry : given(file, surveyed(file).first))
        all.push_back(described(entry));
    return all;
}

// Their numbers, after a check that each is the row that it is when all is read in order.
numbers order(std::string_view text)
{
    table_file const file = table_of(text);
    auto const survey = surveyed(file).first;
    rows const whole = read(survey.format, {text});
    numbers all;
    for (job_entry const& entry : given(file, survey)) {
        all.push_back(index_of(entry));
        BOOST_TEST_REQUIRE(all.back() < whole.size());
        BOOST_TEST(described(entry) == whole[all.back()]);
    }
    return all;
}

numbers up_to(std::uint64_t count)
{
    numbers all(count);
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

// A table of users who follow each other, with so many rows each.
std::string sorted(std::vector<unsigned> const& rows_of_users)
{
    std::string text = "item,as_user\n";
    for (std::size_t user = 0; user < rows_of_users.size(); ++user) {
        for (unsigned i = 0; i < rows_of_users[user]; ++i)
            text += "file:1," + std::to_string(user + 1) + '\n';
    }
    return text;
}

std::string message_of_failure(table_rows& source)
{
    for (;;) {
        auto const entry = source.next();
        if (entry.has_error())
            return entry.error().message;
        BOOST_TEST_REQUIRE(*entry != nullptr);
    }
}

constexpr std::string_view changed = "has changed while it was read";

} // namespace

BOOST_AUTO_TEST_SUITE(rows_of_tables)

BOOST_AUTO_TEST_CASE(users_take_turns)
{
    BOOST_TEST(
        turns("item,as_user\nfile:1,7\nfile:2,7\nfile:3,7\nfile:4,8\nx,8\nfile:6,\n\nfile:7,7\n") ==
        (rows{
            "0@2 share file:1 as 7", "3@5 share file:4 as 8", "5@7 share file:6", "1@3 share file:2 as 7",
            "4 wrong: line 6, column item: " +
                csv("item\nx\n").front().substr(std::string("0 wrong: line 2, column item: ").size()),
            "2@4 share file:3 as 7", "6@9 share file:7 as 7"})
    );
}

BOOST_AUTO_TEST_CASE(one_user_is_read_in_order)
{
    BOOST_TEST(order("item\nfile:1\nx\nfile:2\n") == up_to(3));
    BOOST_TEST(order("item\nx\n") == up_to(1));
    std::string many = "item,as_user\n";
    for (int i = 0; i < 20'000; ++i)
        many += "file:" + std::to_string(i + 1) + ",7\r\n";
    BOOST_TEST((order(many) == up_to(20'000)));
}

BOOST_AUTO_TEST_CASE(tables_without_rows_give_none)
{
    BOOST_TEST(order("item\n").empty());
    BOOST_TEST(order("").empty());
    BOOST_TEST(order("item,colour\nfile:1,red\n").empty());
}

BOOST_AUTO_TEST_CASE(users_beyond_the_lanes_follow)
{
    // Of 300 users, each has two rows.
    numbers const all = order(sorted(std::vector<unsigned>(300, 2)));
    BOOST_TEST_REQUIRE(all.size() == 600U);
    auto const user = [&](std::size_t at) { return all[at] / 2; };
    for (std::size_t i = 0; i < max_table_lanes; ++i) {
        BOOST_TEST(user(i) == i);
        BOOST_TEST(user(i + max_table_lanes) == i);
        BOOST_TEST(user(i + 2 * max_table_lanes) == i + max_table_lanes);
    }
}

BOOST_AUTO_TEST_CASE(a_lane_that_is_over_is_taken_by_the_next_user)
{
    std::vector<unsigned> rows_of_users(max_table_lanes + 1, 3);
    rows_of_users[5] = 1;
    numbers const all = order(sorted(rows_of_users));
    // The last user's first row comes in the second round, at the place of the sixth user.
    BOOST_TEST(all[max_table_lanes + 5] == all.size() - 3);
}

BOOST_AUTO_TEST_CASE(users_who_alternate_are_read_in_order)
{
    std::string text = "item,as_user\n";
    for (std::size_t i = 0; i <= max_table_runs; ++i)
        text += i % 2 == 0 ? "file:1,1\n" : "file:1,2\n";
    // Then a run that turns would break up.
    for (int i = 0; i < 10; ++i)
        text += "file:1,3\n";
    table_file const file = table_of(text);
    auto const survey = surveyed(file).first;
    table_rows source(file, survey, plain());
    for (std::uint64_t i = 0; i < survey.rows; ++i)
        BOOST_REQUIRE(index_of(*source.next().value()) == i);
    BOOST_TEST(source.next().value() == nullptr);
}

BOOST_AUTO_TEST_CASE(as_many_runs_as_are_remembered_are_read_in_turns)
{
    std::string text = "item,as_user\n";
    for (std::size_t i = 0; i + 1 < max_table_runs; ++i)
        text += i % 2 == 0 ? "file:1,1\n" : "file:1,2\n";
    for (int i = 0; i < 10; ++i)
        text += "file:1,3\n";
    table_file const file = table_of(text);
    auto const survey = surveyed(file).first;
    table_rows source(file, survey, plain());
    BOOST_TEST(index_of(*source.next().value()) == 0U);
    BOOST_TEST(index_of(*source.next().value()) == 1U);
    BOOST_TEST(index_of(*source.next().value()) == max_table_runs - 1);
    std::uint64_t count = 3;
    while (source.next().value() != nullptr)
        ++count;
    BOOST_TEST(count == survey.rows);
}

BOOST_AUTO_TEST_CASE(rows_larger_than_what_is_read_at_once)
{
    // Also many times as large, beyond what is allowed, and with a quotation mark that is missing.
    std::string text = "item,as_user,vanity_name\n";
    for (std::size_t const size :
         {std::size_t{10}, std::size_t{9'000}, std::size_t{300'000}, 3 * max_row_size}) {
        for (int user = 1; user < 4; ++user) {
            auto const id = std::to_string(user);
            text += "file:1," + id + ",\n\nfile:2," + id + "," + std::string(size, 'x') + "\n" + "file:3," +
                    id + ",\"x\nfile:4," + id + ",\nfile:5," + id + ",\r\n";
        }
    }
    text += std::string(2 * max_row_size, '\n');
    numbers all = order(text);
    BOOST_TEST(!std::is_sorted(all.begin(), all.end()));
    std::sort(all.begin(), all.end());
    BOOST_TEST(all == up_to(all.size()));
    BOOST_TEST(all.size() == read(table_format::csv, {text}).size());
}

BOOST_AUTO_TEST_CASE(a_file_that_has_changed_is_told)
{
    temporary_folder const folder;
    std::string const path = folder.file("a.csv");
    for (std::string const text :
         {"item\nfile:1\nfile:2\n", "item,as_user\nfile:1,1\nfile:2,2\nfile:3,2\n"}) {
        write_file(path, text);
        auto const file = table_file::open(path);
        BOOST_TEST_REQUIRE(file.has_value());
        auto const survey = surveyed(*file).first;

        // Rows were added: known at the end.
        table_rows grown(*file, survey, plain());
        write_file(path, text + "file:4\n");
        for (std::uint64_t i = 0; i < survey.rows; ++i)
            BOOST_TEST(grown.next().value() != nullptr);
        for (int i = 0; i < 2; ++i) {
            auto const end = grown.next();
            BOOST_TEST_REQUIRE(end.has_error());
            BOOST_TEST((end.error().code == errc::callback_failed));
            BOOST_TEST(end.error().message.find(changed) != std::string::npos);
        }

        // Rows are missing: known when they are.
        table_rows cut(*file, survey, plain());
        write_file(path, text.substr(0, text.find('\n') + 1));
        BOOST_TEST(message_of_failure(cut).find(changed) != std::string::npos);
        write_file(path, "");
        table_rows empty(*file, survey, plain());
        BOOST_TEST(message_of_failure(empty).find(changed) != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
