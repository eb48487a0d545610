// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal.hpp"

#include "unit/bulk/records/journal_sample.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

using namespace boxlink;
using namespace boxlink::bulk_test;

namespace {

std::string refusal_of(result<std::unique_ptr<journal>> const& outcome)
{
    BOOST_TEST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == make_error_code(errc::invalid_argument));
    BOOST_TEST(outcome.error().message.starts_with("journal file \""));
    BOOST_TEST(outcome.error().message.find("; ") != std::string::npos, outcome.error().message);
    return outcome.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(journals)

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
        BOOST_TEST(described(journal->states()) == "fdudsd--");
        BOOST_TEST(content_of(path) == s.text);
        journal->retry_failed();
        BOOST_TEST(described(journal->states()) == "-d-dsd--");
        journal->done(4);
        journal->done(0);
        BOOST_TEST(journal->commit(300, 30).has_value());
        BOOST_TEST(content_of(path) == s.text);
        journal->close_group();
        BOOST_TEST(journal->commit(400, 0).has_value());
        auto const size = content_of(path).size();
        BOOST_TEST(journal->commit(400, 0).has_value());
        BOOST_TEST(content_of(path).size() == size);
    }
    auto const again = journal::open(path, later, journal_mode::resume).value();
    BOOST_TEST(described(again->states()) == "dd-ddd--");
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
    journal->close_group();
    BOOST_TEST(journal->commit(1, 0).has_value());
    auto const before = content_of(path);
    journal->done(1);
    journal->failed(2, "not_found");
    std::string const group = line_of("done 1") + line_of("failed 2 not_found") +
                              line_of("commit " + std::to_string(before.size()) + " 9 3");
    journal->close_group();
    for (std::size_t room = 0; room < group.size(); ++room) {
        full_disk const full(before.size() + room);
        auto const failed = journal->commit(5, 1);
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code == make_error_code(errc::callback_failed));
        BOOST_TEST(contains(failed.error().message, "cannot be written"));
        BOOST_TEST(content_of(path) == before);
        BOOST_TEST(journal->results_size() == 1u);
    }
    BOOST_TEST(journal->commit(9, 3).has_value());
    BOOST_TEST(content_of(path) == before + group);
}

BOOST_AUTO_TEST_SUITE_END()
