// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/journal.hpp"

#include "bulk/journal_reader.hpp"
#include "bulk/journal_record.hpp"
#include "unit/bulk/pieces.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>
#include <sys/wait.h>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

journal_header header()
{
    journal_header out(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1));
    out.input = "0123abcd";
    out.options = {{"access", "open"}, {"vanity", "a \"b\"\nc"}};
    return out;
}

std::string described(job_states const& states)
{
    std::string out;
    for (std::uint64_t i = 0; i < 8; ++i)
        out += "-sdfu"[static_cast<int>(states.at(i))];
    return out;
}

std::string described(journal_reader& reader)
{
    return described(reader.states()) + ' ' + std::to_string(reader.results_size()) + ' ' +
           std::to_string(reader.failed_size());
}

// A journal of four groups, and what holds after each.
class sample
{
public:
    sample()
    {
        temporary_folder const folder;
        auto const path = folder.file("a.journal");
        auto const journal = journal::open(path, header(), journal_mode::begin).value();
        auto const commit = [&](std::uint64_t results, std::uint64_t failed) {
            BOOST_TEST_REQUIRE(journal->commit(results, failed).has_value());
            text = content_of(path);
            ends.push_back(text.size());
            told.push_back(
                described(journal->states()) + ' ' + std::to_string(results) + ' ' + std::to_string(failed)
            );
        };
        commit(0, 0);
        journal->started(0);
        journal->started(1);
        journal->started(2);
        commit(0, 0);
        journal->done(1);
        journal->failed(0, "not_found");
        journal->started(3);
        commit(100, 10);
        journal->unknown(2);
        journal->done(3);
        journal->started(4);
        commit(300, 30);
    }

    // What holds of the first so many bytes; empty if there is no header yet.
    [[nodiscard]] std::string told_of(std::size_t size) const
    {
        std::string last;
        for (std::size_t i = 0; i < ends.size() && ends[i] <= size; ++i)
            last = told[i];
        return last;
    }

    std::string text;
    std::vector<std::size_t> ends;
    std::vector<std::string> told;
};

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
    return reader.has_header() ? described(reader) : "nothing";
}

std::string line_of(std::string_view record)
{
    std::string line;
    append_journal_line(line, record);
    return line;
}

std::string refusal_of(result<std::unique_ptr<journal>> const& outcome)
{
    BOOST_TEST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == make_error_code(errc::invalid_argument));
    BOOST_TEST(outcome.error().message.starts_with("journal file \""));
    BOOST_TEST(outcome.error().message.find("; ") != std::string::npos, outcome.error().message);
    return outcome.error().message;
}

bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(journals)

BOOST_AUTO_TEST_CASE(the_lines_of_a_journal)
{
    sample const s;
    std::string expected;
    std::size_t since = 0;
    for (std::string record :
         {"boxlink-journal 1", "begun 1782864000", "input \"0123abcd\"", "option access \"open\"",
          R"(option vanity "a \"b\"\nc")", "commit 0 0", "started 0", "started 1", "started 2", "commit 0 0",
          "done 1", "failed 0 not_found", "started 3", "commit 100 10", "unknown 2", "done 3", "started 4",
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
        (std::vector<std::string>{"-------- 0 0", "sss----- 0 0", "fdss---- 100 10", "fduds--- 300 30"})
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

BOOST_AUTO_TEST_CASE(a_journal_is_resumed)
{
    sample const s;
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    write_file(path, s.text + "broken");
    auto later = header();
    later.begun += std::chrono::hours(5);
    {
        auto const journal = journal::open(path, later, journal_mode::resume).value();
        BOOST_TEST(journal->is_resumed());
        BOOST_TEST((journal->begun() == header().begun));
        BOOST_TEST(journal->dropped() == 6u);
        BOOST_TEST(journal->results_size() == 300u);
        BOOST_TEST(journal->failed_size() == 30u);
        BOOST_TEST(described(journal->states()) == "fduds---");
        BOOST_TEST(content_of(path) == s.text);
        journal->retry_failed();
        BOOST_TEST(described(journal->states()) == "-d-ds---");
        journal->done(4);
        journal->done(0);
        BOOST_TEST(journal->pending() == 3u);
        BOOST_TEST(journal->commit(400, 0).has_value());
        BOOST_TEST(journal->pending() == 0u);
        auto const size = content_of(path).size();
        BOOST_TEST(journal->commit(400, 0).has_value());
        BOOST_TEST(content_of(path).size() == size);
    }
    auto const again = journal::open(path, later, journal_mode::resume).value();
    BOOST_TEST(described(again->states()) == "dd-dd---");
    BOOST_TEST(again->dropped() == 0u);
    BOOST_TEST(again->failed_size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_was_never_begun_is_begun_when_it_is_resumed)
{
    sample const s;
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    for (std::size_t size = 0; size < s.ends[0]; ++size) {
        write_file(path, s.text.substr(0, size));
        auto const journal = journal::open(path, header(), journal_mode::resume).value();
        BOOST_TEST(!journal->is_resumed());
        BOOST_TEST(journal->dropped() == size);
        BOOST_TEST(content_of(path) == s.text.substr(0, s.ends[0]));
    }
    std::filesystem::remove(path);
    BOOST_TEST(!journal::open(path, header(), journal_mode::resume).value()->is_resumed());
    BOOST_TEST(mode_of(path) == 0600u);
    write_file(path, "");
    ::chmod(path.c_str(), 0644);
    BOOST_TEST(!journal::open(path, header(), journal_mode::begin).value()->is_resumed());
    BOOST_TEST(mode_of(path) == 0600u);
}

BOOST_AUTO_TEST_CASE(files_that_are_refused_stay_as_they_are)
{
    sample const s;
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    for (std::string const& text :
         {std::string("item,access\nfile:1,open\n"), std::string("x"), s.text.substr(0, 5) + "x",
          line_of("boxlink-journal 2"), s.text, std::string(100, '\0')}) {
        write_file(path, text);
        BOOST_TEST(contains(
            refusal_of(journal::open(path, header(), journal_mode::begin)), "there is such a file already"
        ));
        if (text != s.text)
            refusal_of(journal::open(path, header(), journal_mode::resume));
        BOOST_TEST(content_of(path) == text);
    }
    write_file(path, line_of("boxlink-journal 2"));
    BOOST_TEST(contains(
        refusal_of(journal::open(path, header(), journal_mode::resume)), "another version of boxlink"
    ));
    refusal_of(journal::open("/dev/null", header(), journal_mode::resume));
    auto long_options = header();
    long_options.options.emplace_back("x", std::string(max_journal_line, 'x'));
    refusal_of(journal::open(folder.file("b"), long_options, journal_mode::begin));
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

BOOST_AUTO_TEST_CASE(two_cannot_have_it)
{
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    {
        auto const first = journal::open(path, header(), journal_mode::begin).value();
        for (auto const mode : {journal_mode::begin, journal_mode::resume})
            BOOST_TEST(
                contains(refusal_of(journal::open(path, header(), mode)), "another process works with it")
            );
    }
    BOOST_TEST(journal::open(path, header(), journal_mode::resume).has_value());
}

BOOST_AUTO_TEST_CASE(another_process_cannot_have_it_until_this_one_is_killed)
{
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    int ready[2];
    BOOST_TEST_REQUIRE(::pipe(ready) == 0);
    pid_t const child = ::fork();
    if (child == 0) {
        auto const held = journal::open(path, header(), journal_mode::begin);
        [[maybe_unused]] auto const told = ::write(ready[1], held ? "y" : "n", 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    BOOST_TEST_REQUIRE(::read(ready[0], &answer, 1) == 1);
    BOOST_TEST(answer == 'y');
    BOOST_TEST(contains(refusal_of(journal::open(path, header(), journal_mode::resume)), "another process"));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    BOOST_TEST(journal::open(path, header(), journal_mode::resume).value()->is_resumed());
    ::close(ready[0]);
    ::close(ready[1]);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_last_commit_and_loses_nothing)
{
    temporary_folder const folder;
    auto const path = folder.file("a.journal");
    auto const journal = journal::open(path, header(), journal_mode::begin).value();
    journal->done(0);
    BOOST_TEST(journal->commit(1, 0).has_value());
    auto const before = content_of(path);
    journal->done(1);
    journal->failed(2, "not_found");
    std::string const group = line_of("done 1") + line_of("failed 2 not_found") +
                              line_of("commit " + std::to_string(before.size()) + " 9 3");
    for (std::size_t room = 0; room < group.size(); ++room) {
        full_disk const full(before.size() + room);
        auto const failed = journal->commit(5, 1);
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code == make_error_code(errc::callback_failed));
        BOOST_TEST(contains(failed.error().message, "cannot be written"));
        BOOST_TEST(content_of(path) == before);
        BOOST_TEST(journal->pending() == 2u);
        BOOST_TEST(journal->results_size() == 1u);
    }
    BOOST_TEST(journal->commit(9, 3).has_value());
    BOOST_TEST(content_of(path) == before + group);
}

BOOST_AUTO_TEST_SUITE_END()
