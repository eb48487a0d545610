// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk_fixture.hpp"

#include <boost/test/unit_test.hpp>

using boxlink::testing::fault;
using boxlink::testing::kind;

BOOST_FIXTURE_TEST_SUITE(bulk_jobs, bulk_fixture)

BOOST_AUTO_TEST_CASE(a_table_of_every_column)
{
    auto const shared = server.add_file("shared");
    auto const folder = server.add_folder("folder");
    auto const page = server.add_web_link("page");
    auto const gone = server.add_file("gone");
    auto const read_only = server.add_file("read");
    server.add_link(kind::file, gone);
    server.add_link(kind::file, read_only);
    std::string const text =
        "\xEF\xBB\xBFType,ID,operation,Access,password,unshared-at,vanity_name,can-download,can-edit\r\n"
        "file," +
        shared + ",,open,\"" + password +
        "\",2099-01-01T00:00:00Z,a-long-vanity-name,false,\r\n"
        "folder," +
        folder +
        ",share,company,,,,,\r\n"
        "\r\n"
        "web_link," +
        page +
        ",,,,,,,\r\n"
        "file," +
        gone +
        ",unshare,,,,,,\r\n"
        "file," +
        read_only + ",get,,,,,,\r\n";
    auto const end = run(bulk({scratch.write("jobs.csv", text), "--results", scratch.file("results.jsonl")}));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.out == "");
    BOOST_TEST(end.err.find("5 done, 0 failed") != std::string::npos, end.err);
    auto const link = server.link_of(kind::file, shared).value();
    BOOST_TEST(link.access == "open");
    BOOST_TEST(link.password_is(password));
    BOOST_TEST(!link.can_download);
    BOOST_TEST((link.vanity_name == "a-long-vanity-name"));
    BOOST_TEST(link.unshared_at.has_value());
    BOOST_TEST(server.link_of(kind::folder, folder)->access == "company");
    BOOST_TEST(server.link_of(kind::web_link, page).has_value());
    BOOST_TEST(!server.link_of(kind::file, gone).has_value());

    auto const results = results_by_item(read("results.jsonl"));
    BOOST_TEST(results.size() == 5U);
    BOOST_TEST(results.at("file:" + shared).at("url").as_string() == link.url.c_str());
    BOOST_TEST(results.at("web_link:" + page).at("line").as_int64() == 5);
    BOOST_TEST(results.at("file:" + gone).at("operation").as_string() == "unshare");
    BOOST_TEST(results.at("file:" + read_only).at("url").is_string());
}

BOOST_AUTO_TEST_CASE(options_stand_for_what_rows_leave_open)
{
    auto const first = server.add_file();
    auto const second = server.add_file();
    auto const table = R"({"item":"file:)" + first +
                       R"("})"
                       "\n"
                       R"({"item":"file:)" +
                       second +
                       R"(","access":"company"})"
                       "\n";
    auto const end =
        run(bulk({"-", "--access", "open", "--no-download", "--expires", "30d", "--json"}), table);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(results_by_item(end.out).size() == 2U);
    BOOST_TEST(server.link_of(kind::file, first)->access == "open");
    BOOST_TEST(!server.link_of(kind::file, first)->can_download);
    BOOST_TEST(server.link_of(kind::file, first)->unshared_at.has_value());
    BOOST_TEST(server.link_of(kind::file, second)->access == "company");
}

BOOST_AUTO_TEST_CASE(without_a_place_for_results_they_are_printed)
{
    auto const id = server.add_file();
    auto const end = run(bulk({table_of({id})}));
    BOOST_TEST(end.status == 0, end.err);
    auto const printed = lines(end.out);
    BOOST_TEST_REQUIRE(printed.size() == 2U);
    BOOST_TEST(printed[0].starts_with("index,line,item"));
    BOOST_TEST(printed[1].find(server.link_of(kind::file, id)->url) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(failures_are_told_and_can_be_fed_again)
{
    auto const ids = server.add_files(30);
    auto const broken = server.inject(fault().path("/2.0/files/" + ids[7]).status(403).always());
    auto const failed = scratch.file("failed.csv");
    auto const end = run(bulk({table_of(ids), "--results", scratch.file("r.csv"), "--failed", failed}));
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.find("line 9: ") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("29 done, 1 failed") != std::string::npos, end.err);
    BOOST_TEST(read("failed.csv") == "item,access\nfile:" + ids[7] + ",open\n");
    server.remove_fault(broken);
    auto const again = run(bulk({failed, "--results", scratch.file("again.csv")}));
    BOOST_TEST(again.status == 0, again.err);
    BOOST_TEST(server.link_count() == 30U);
}

BOOST_AUTO_TEST_CASE(a_journal_goes_on_and_repeats_failures)
{
    auto const ids = server.add_files(40);
    auto const broken = server.inject(fault().path("/2.0/files/" + ids[3]).status(403).always());
    words const line = {table_of(ids),           "--journal", scratch.file("j"),    "--results",
                        scratch.file("r.jsonl"), "--failed",  scratch.file("f.csv")};
    auto const with = [&](words const& more) {
        auto all = line;
        all.insert(all.end(), more.begin(), more.end());
        return run(bulk(all));
    };
    auto const first = with({"--limit", "25"});
    BOOST_TEST(first.status == 1);
    BOOST_TEST(first.err.find("24 done, 1 failed; 15 of 40 rows remain") != std::string::npos, first.err);
    BOOST_TEST(first.err.find("--resume") != std::string::npos);
    BOOST_TEST(with({}).status == 2);
    auto const second = with({"--resume"});
    BOOST_TEST(second.status == 1);
    BOOST_TEST(
        second.err.find("15 done, 0 failed; with earlier runs 39 done, 1 failed") != std::string::npos,
        second.err
    );
    server.remove_fault(broken);
    auto const third = with({"--retry-failed"});
    BOOST_TEST(third.status == 0, third.err);
    BOOST_TEST(third.err.find("1 done, 0 failed; with earlier runs 40 done") != std::string::npos, third.err);
    BOOST_TEST(lines(read("r.jsonl")).size() == 41U);
    BOOST_TEST(read("f.csv").find(ids[3]) == std::string::npos);
    BOOST_TEST(with({"--resume"}).status == 0);
    BOOST_TEST(server.counters().requests == 41U);
}

BOOST_AUTO_TEST_CASE(a_journal_of_another_job_is_refused)
{
    auto const ids = server.add_files(2);
    auto const table = table_of(ids);
    auto const journal = scratch.file("j");
    BOOST_TEST(run(bulk({table, "--journal", journal})).status == 0);
    auto const options = run(bulk({table, "--journal", journal, "--resume", "--no-download"}));
    BOOST_TEST(options.status == 2);
    BOOST_TEST(options.err.find("another download") != std::string::npos, options.err);
    auto const input = run(bulk({table_of({ids[0]}), "--journal", journal, "--resume"}));
    BOOST_TEST(input.status == 2);
    BOOST_TEST(input.err.find("another input") != std::string::npos, input.err);
    BOOST_TEST(read("j").find(ids[0]) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_dry_run_tells_of_every_bad_row_and_sends_nothing)
{
    std::string table = "item,access,expires\n";
    for (int i = 0; i < 15; ++i)
        table += "file:1,secret,\n";
    table += "file:2,open,yesterday\nfile:3,open,\n";
    auto const path = scratch.write("bad.csv", table);
    variables.erase("BOXLINK_TOKEN");
    auto const dry = run(bulk({path, "--dry-run"}));
    BOOST_TEST(dry.status == 2);
    BOOST_TEST(lines(dry.err).size() == 16U, dry.err);
    BOOST_TEST(lines(dry.err)[15].find("line 17, column expires") != std::string::npos, dry.err);
    BOOST_TEST(dry.out == "17 rows, 16 of them wrong\n");
    auto const json = run(bulk({path, "--dry-run", "--json"}));
    BOOST_TEST(lines(json.out).size() == 16U);

    variables["BOXLINK_TOKEN"] = server.token();
    auto const refused = run(bulk({path, "--journal", scratch.file("j")}));
    BOOST_TEST(refused.status == 2);
    BOOST_TEST(refused.err.find("nothing was done") != std::string::npos, refused.err);
    BOOST_TEST(server.counters().requests == 0U);
    auto const skipped =
        run(bulk({path, "--skip-invalid", "--failed", scratch.file("f.csv"), "--journal", scratch.file("j")})
        );
    BOOST_TEST(skipped.status == 1);
    BOOST_TEST(server.counters().requests == 1U);
    BOOST_TEST(lines(read("f.csv")).size() == 18U);
}

BOOST_AUTO_TEST_CASE(tables_that_are_none)
{
    words const texts = {"", "access\nopen\n", "item,colour\nfile:1,red\n"};
    for (auto const& text : texts) {
        auto const end = run(bulk({scratch.write("jobs.csv", text)}));
        BOOST_TEST(end.status == 2, text);
        BOOST_TEST(end.err.starts_with("boxlink: "), text);
    }
    BOOST_TEST(run(bulk({scratch.file("missing.csv")})).status == 2);
    BOOST_TEST(run(bulk({scratch.file("")})).status == 2);
    BOOST_TEST(run(bulk({})).status == 2);
    BOOST_TEST(run(bulk({scratch.file("jobs.csv"), "--from-folder", "0"})).status == 2);
    BOOST_TEST(run(bulk({scratch.file("jobs.csv"), "--results", scratch.file("jobs.csv")})).status == 2);
    BOOST_TEST(run(bulk({scratch.file("jobs.csv"), "--results", scratch.file("results.txt")})).status == 2);
    BOOST_TEST(server.counters().connections_accepted == 0U);
}

BOOST_AUTO_TEST_CASE(all_that_is_below_a_folder)
{
    auto const top = server.add_folder("top");
    auto const below = server.add_folder("below", top);
    server.add_files(20, top);
    server.add_files(30, below);
    server.add_files(5);
    auto const flat = run(bulk({"--from-folder", top, "--dry-run"}));
    BOOST_TEST(flat.status == 0, flat.err);
    BOOST_TEST(flat.out == "21 rows, all good\n");
    words const line = {"--from-folder",   top,         "--recursive",
                        "--access",        "open",      "--journal",
                        scratch.file("j"), "--results", scratch.file("r.jsonl")};
    auto begun = line;
    begun.insert(begun.end(), {"--limit", "10"});
    BOOST_TEST(run(bulk(begun)).status == 0);
    BOOST_TEST(server.link_count() == 10U);
    // What comes later does not belong to the job.
    server.add_files(7, below);
    auto resumed = line;
    resumed.push_back("--resume");
    auto const end = run(bulk(resumed));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(server.link_count() == 51U);
    BOOST_TEST(lines(read("r.jsonl")).size() == 51U);
    auto const missing = run(bulk({"--from-folder", "404"}));
    BOOST_TEST(missing.status == 1);
    BOOST_TEST(missing.err.find("not_found") != std::string::npos, missing.err);
}

BOOST_AUTO_TEST_CASE(a_report_of_all_runs)
{
    auto const ids = server.add_files(30);
    server.inject(fault().path("/2.0/files/" + ids[7]).status(403).always());
    auto const report = scratch.file("report.html");
    words const line = {table_of(ids), "--journal", scratch.file("j"), "--report", report,
                        "--access",    "open"};
    auto begun = line;
    begun.insert(begun.end(), {"--limit", "20"});
    BOOST_TEST(run(bulk(begun)).status == 1);
    BOOST_TEST(read("report.html").find("19 of 30 rows are done") != std::string::npos);
    auto resumed = line;
    resumed.push_back("--resume");
    BOOST_TEST(run(bulk(resumed)).status == 1);
    auto const page = read("report.html");
    BOOST_TEST(page.find("29 of 30 rows are done; 1 failed") != std::string::npos);
    BOOST_TEST(page.find("--retry-failed") != std::string::npos);
    BOOST_TEST(page.find(server.link_of(kind::file, ids[0])->url) == std::string::npos);
    for (auto const& hidden : secrets)
        BOOST_TEST(page.find(hidden) == std::string::npos);

    // Nothing that is no report is replaced, and that is told before anything is sent.
    auto const sent = server.counters().requests;
    auto const other = scratch.write("notes.html", "<p>mine</p>");
    auto const end = run(bulk({table_of(ids), "--report", other}));
    BOOST_TEST(end.status == 2, end.err);
    BOOST_TEST(read("notes.html") == "<p>mine</p>");
    BOOST_TEST(server.counters().requests == sent);
}

BOOST_AUTO_TEST_CASE(users_of_rows)
{
    auto const other = server.add_user("Other");
    auto const mine = server.add_file();
    auto const theirs = server.add_file();
    server.restrict_to(kind::file, theirs, other);
    auto const table =
        scratch.write("jobs.csv", "item,as_user\nfile:" + mine + ",\nfile:" + theirs + "," + other + "\n");
    auto const end = run(bulk({table}));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(server.link_of(kind::file, theirs).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
