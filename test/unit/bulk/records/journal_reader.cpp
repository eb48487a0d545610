// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal_reader.hpp"

#include "unit/bulk/pieces.hpp"
#include "unit/bulk/records/journal_sample.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

using namespace boxlink;
using namespace boxlink::bulk_test;

namespace {

std::string told_by(journal_reader& reader)
{
    return described(reader.states()) + ' ' + std::to_string(reader.results_size()) + ' ' +
           std::to_string(reader.failed_size());
}

// What a reader tells; "nothing" without a header, or what is wrong.
std::string read(std::vector<std::string_view> const& pieces, journal_header const& expected = header())
{
    journal_reader reader(expected);
    for (std::string_view const piece : pieces) {
        if (auto const taken = reader.feed(piece); !taken)
            return taken.error().message;
    }
    if (auto const taken = reader.finish(); !taken)
        return taken.error().message;
    return reader.has_header() ? told_by(reader) : "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(journal_readers)

BOOST_AUTO_TEST_CASE(the_lines_of_a_journal)
{
    sample const s;
    std::string expected;
    std::size_t since = 0;
    for (std::string record :
         {"boxlink-journal 1",
          "begun 1782864000",
          "input \"0123abcd\"",
          "option access \"open\"",
          R"(option vanity "a \"b\"\nc")",
          "commit 0 0",
          "started 0",
          "started 1",
          "started 2",
          "commit 0 0",
          "done 1",
          "failed 0 not_found",
          "started 3",
          "commit 100 10",
          "unknown 2",
          "done 3",
          "left 6",
          "done 5",
          "started 4",
          "commit 300 30"}) {
        bool const is_commit = record.starts_with("commit");
        if (is_commit)
            record.insert(7, std::to_string(since) + ' ');
        expected += line_of(record);
        since = is_commit ? expected.size() : since;
    }
    BOOST_TEST(s.text == expected);
    BOOST_TEST(
        s.told ==
        (std::vector<std::string>{"-------- 0 0", "sss----- 0 0", "fdss---- 100 10", "fdudsd-- 300 30"})
    );
}

BOOST_AUTO_TEST_CASE(what_is_cut_at_any_byte_tells_what_its_last_commit_told)
{
    sample const s;
    for (std::size_t size = 0; size <= s.text.size(); ++size) {
        auto const told = s.told_of(size);
        std::string_view const cut = std::string_view(s.text).substr(0, size);
        BOOST_TEST(read({cut}) == (told.empty() ? "nothing" : told));
        BOOST_TEST(read(pieces_of(cut, 1)) == (told.empty() ? "nothing" : told));
    }
}

BOOST_AUTO_TEST_CASE(a_group_that_was_written_in_part_and_out_of_order_is_dropped)
{
    sample const s;
    // Whatever the disk has of the last group, in blocks of 16 bytes.
    std::size_t const begin = s.ends[2];
    std::minstd_rand random(2);
    for (int i = 0; i < 500; ++i) {
        std::string text = s.text;
        bool is_whole = true;
        for (std::size_t at = begin; at < text.size(); at += 16) {
            if (random() % 3 != 0)
                continue;
            is_whole = false;
            for (std::size_t j = at; j < std::min(at + 16, text.size()); ++j)
                text[j] = '\0';
        }
        BOOST_TEST(read({text}) == s.told[is_whole ? 3 : 2]);
    }
}

BOOST_AUTO_TEST_CASE(every_damaged_byte_is_an_error_that_names_its_line_or_costs_the_last_group)
{
    sample const s;
    for (std::size_t at = 0; at < s.text.size(); ++at) {
        for (char const c : {'\0', '\n', 'x'}) {
            std::string text = s.text;
            if (text[at] == c)
                continue;
            text[at] = c;
            auto const told = read({text});
            auto const line =
                1 + std::count(s.text.begin(), s.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            if (line == 1)
                BOOST_TEST(told.starts_with("it is no journal"), told);
            else if (at >= s.ends[2])
                BOOST_TEST(told == s.told[2]);
            else
                BOOST_TEST(told.starts_with("line " + std::to_string(line) + " is damaged"), told);
        }
    }
}

BOOST_AUTO_TEST_CASE(lines_that_are_missing_are_damage)
{
    sample const s;
    for (std::size_t at = s.ends[0]; at < s.ends[2];) {
        std::size_t const end = s.text.find('\n', at) + 1;
        auto const told = read({s.text.substr(0, at) + s.text.substr(end)});
        BOOST_TEST(contains(told, " is damaged"), told);
        at = end;
    }
    // All of a group, or a group twice.
    BOOST_TEST(contains(read({s.text.substr(0, s.ends[1]), s.text.substr(s.ends[2])}), "is damaged"));
    BOOST_TEST(contains(read({s.text, s.text.substr(s.ends[2])}), "is damaged"));
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter)
{
    sample const s;
    std::minstd_rand random(4);
    for (int i = 0; i < 200; ++i)
        BOOST_TEST(read(random_pieces_of(s.text, random)) == s.told.back());
}

BOOST_AUTO_TEST_CASE(long_lines_are_broken_ones)
{
    sample const s;
    std::string const garbage(3 * max_journal_line, 'x');
    BOOST_TEST(read(pieces_of(s.text + garbage, 1000)) == s.told.back());
    BOOST_TEST(read({s.text + garbage + '\n' + line_of("done 5")}) == s.told.back());
    std::string const valid = line_of("option x " + std::string(max_journal_line, 'x'));
    BOOST_TEST(read(pieces_of(s.text + valid, 1000)) == s.told.back());
    BOOST_TEST(read({garbage}).starts_with("it is no journal"));
}

BOOST_AUTO_TEST_CASE(records_that_nobody_wrote_are_damage)
{
    sample const s;
    auto const line = std::to_string(1 + std::count(s.text.begin(), s.text.end(), '\n'));
    for (std::string const record :
         {"done", "done 4294967296", "finished 1", "option access \"open\"", "boxlink-journal 1"})
        BOOST_TEST(read({s.text + line_of(record)}).starts_with("line " + line + " is damaged"), record);
    std::string const format = line_of("boxlink-journal 1");
    for (std::string const record : {"done 1", "begun x", "input x", "option a", "option  \"b\"", "more"})
        BOOST_TEST(read({format + line_of(record)}).starts_with("line 2 is damaged"), record);
    // No job is begun before the header is safe.
    BOOST_TEST(read({format + "broken\n" + line_of("done 1")}).starts_with("line 2 is damaged"));
}

BOOST_AUTO_TEST_CASE(what_differs_is_named)
{
    sample const s;
    auto other = header();
    other.input = "4567";
    BOOST_TEST(contains(read({s.text}, other), "another input, or the input has been changed"));
    other = header();
    other.options[0].second = "company";
    BOOST_TEST(
        contains(read({s.text}, other), "another access (\"open\", now \"company\"); repeat the options")
    );
    other.options.erase(other.options.begin());
    BOOST_TEST(contains(read({s.text}, other), "another access (\"open\", now not given)"));
    other = header();
    other.options.emplace_back("edit", "yes");
    BOOST_TEST(contains(read({s.text}, other), "another edit (not given, now \"yes\")"));
    other = header();
    std::swap(other.options[0], other.options[1]);
    BOOST_TEST(read({s.text}, other) == s.told.back());
}

BOOST_AUTO_TEST_SUITE_END()
