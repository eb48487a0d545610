// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal_record.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink::bulk;
using kind = journal_record::kind;

BOOST_AUTO_TEST_SUITE(journal_records)

BOOST_AUTO_TEST_CASE(checksums_are_those_of_crc_32c)
{
    std::string line;
    append_journal_line(line, "123456789");
    BOOST_TEST(line == "e3069283 123456789\n"); // the check value of the catalogues
}

BOOST_AUTO_TEST_CASE(every_change_of_a_line_is_seen)
{
    std::string line;
    append_journal_line(line, "done 1234");
    line.pop_back();
    BOOST_TEST(record_of_line(line).value() == "done 1234");
    for (std::size_t at = 0; at < line.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = line;
            changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
            BOOST_TEST(!record_of_line(changed), changed);
        }
        BOOST_TEST(!record_of_line(line.substr(0, at)));
        BOOST_TEST(!record_of_line(std::string(line).insert(at, 1, '0')));
    }
    BOOST_TEST(!record_of_line(line + '\r'));
    BOOST_TEST(!record_of_line("E3069283 123456789"));
}

BOOST_AUTO_TEST_CASE(records)
{
    struct
    {
        std::string text;
        kind what;
        std::uint64_t index;
    } const cases[] = {
        {"started 0", kind::started, 0},
        {"done 7", kind::done, 7},
        {"failed 4294967295 not_found", kind::failed, 4294967295},
        {"unknown 1", kind::unknown, 1},
        {"left 3", kind::left, 3},
        {"retry", kind::retry, 0},
    };
    for (auto const& c : cases) {
        auto const record = journal_record::parse(c.text);
        BOOST_TEST_REQUIRE(record.has_value());
        BOOST_TEST((record->what == c.what));
        BOOST_TEST(record->index == c.index);
    }
    auto const commit = journal_record::parse("commit 9 18446744073709551615 12");
    BOOST_TEST_REQUIRE(commit.has_value());
    BOOST_TEST((commit->what == kind::commit));
    BOOST_TEST(commit->since == 9u);
    BOOST_TEST(commit->results == 18446744073709551615u);
    BOOST_TEST(commit->failed == 12u);
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_records)
{
    for (std::string const text :
         {"",
          " ",
          "done",
          "done ",
          "done x",
          "done -1",
          "done +1",
          "done 1 2",
          "done  1",
          "Done 1",
          "done 4294967296",
          "done 18446744073709551616",
          "failed 1",
          "failed 1 a b",
          "retry 1",
          "commit 1 2",
          "commit 1 2 3 4",
          "commit 1 x 1",
          "commit x 1 1",
          "begun 1"})
        BOOST_TEST(!journal_record::parse(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
