// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using boxlink::testing::fault;
using boxlink::testing::kind;
using boxlink::testing::server_options;
using words = std::vector<std::string>;

// How long to wait for what must come, on a machine that is busy.
static constexpr std::chrono::minutes patience(1);

// How the command ends: exit statuses, signals, closed output.
BOOST_FIXTURE_TEST_SUITE(ends, command_fixture)

BOOST_AUTO_TEST_CASE(wrong_usage_sends_nothing)
{
    std::string const file = "file:" + server.add_file();
    std::string const folder = "folder:" + server.add_folder();
    words const cases[] = {
        {},
        {"frobnicate"},
        {"share"},
        {"share", file, "nonsense"},
        {"share", file, "folder:0"},
        {"share", file, folder, "--edit", "--download", "--access", "open"},
        {"share", file, "--edit", "--no-download", "--access", "open"},
        {"share", file, "--access", "company", "--password-env", "LINK_PASSWORD"},
        {"share", file, "--password-env", "UNSET"},
        {"share", file, "--password", password},
        {"share", file, "--token", server.token()},
        {"share", file, "--token=" + server.token()},
        {"share", file, "--vanity-name", "short"},
        {"share", file, "--expires", "2001-01-01T00:00:00Z"},
        {"share", file, "--if-match", "a\nb"},
        {"get", file, "--as-user", "me"},
        {"get", file, "--timeout", "5"},
        {"find", "app.box.com/s/x"},
    };
    for (words const& line : cases) {
        auto const end = run(line);
        BOOST_TEST(end.status == 2, (line.empty() ? "" : line.back()));
        BOOST_TEST(end.out == "");
        BOOST_TEST(end.err.starts_with("boxlink: "));
        BOOST_TEST(lines(end.err).size() == 1U);
    }
    BOOST_TEST(server.counters().connections_accepted == 0U);
}

BOOST_AUTO_TEST_CASE(a_command_that_cannot_work_says_so)
{
    std::string const file = "file:" + server.add_file();
    child_process::environment const good = variables;
    words const more[] = {
        {"--token-file", scratch.file("missing")},
        {"--ca-file", scratch.file("missing")},
        {"--base-url", "http://api.example"},
        {"--base-url", "nonsense"},
    };
    for (words line : more) {
        line.insert(line.begin(), {"get", file});
        auto const end = run(line);
        BOOST_TEST(end.status == 3, line[2]);
        BOOST_TEST(end.err.starts_with("boxlink: "));
    }
    for (char const* name : {"BOXLINK_TOKEN", "BOXLINK_CA_FILE", "BOXLINK_BASE_URL"}) {
        variables = good;
        variables[name] = std::string(name) == "BOXLINK_TOKEN" ? "" : "/nonexistent/x";
        BOOST_TEST(run({"get", file}).status == 3, name);
    }
    BOOST_TEST(server.counters().requests == 0U);
}

BOOST_AUTO_TEST_CASE(a_token_that_box_refuses_for_all_items)
{
    std::string const first = "file:" + server.add_file();
    std::string const second = "file:" + server.add_file();
    variables["BOXLINK_TOKEN"] = "not-a-token-of-this-server";
    auto const end = run({"share", first, second, "--json"});
    BOOST_TEST(end.status == 3);
    BOOST_TEST(lines(end.out).size() == 2U);
    for (auto const& [item, result] : results_by_item(end.out))
        BOOST_TEST(result.at("error").at("code").as_string() == "unauthorized");
    BOOST_TEST((end.out + end.err).find("not-a-token-of-this-server") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_token_file_wins)
{
    std::string const file = "file:" + server.add_file();
    variables["BOXLINK_TOKEN"] = "not-a-token-of-this-server";
    BOOST_TEST(run({"get", file, "--token-file", scratch.write("token", server.token() + "\n")}).status == 0);
}

BOOST_AUTO_TEST_CASE(one_refused_item_of_many_is_no_wrong_token)
{
    std::string const first = "file:" + server.add_file();
    std::string const second = "file:" + server.add_file();
    server.inject(fault().path("/2.0/files/" + first.substr(5)).status(401).always());
    BOOST_TEST(run({"get", first, second}).status == 1);
}

BOOST_AUTO_TEST_CASE(ctrl_c_cancels_and_reports_every_item)
{
    server.inject(fault().stall().always());
    words line = {"share", "--json", "--concurrency", "3"};
    for (std::string const& id : server.add_files(8))
        line.push_back("file:" + id);
    child_process command = start(line);
    BOOST_TEST_REQUIRE(server.wait_until([](auto const& seen) { return seen.in_flight == 3; }, patience));
    command.send(SIGINT);
    auto const end = command.wait();
    check_no_secret(end);
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.find("interrupted") != std::string::npos);

    auto const results = results_by_item(end.out);
    BOOST_TEST(results.size() == 8U);
    int doubtful = 0;
    for (auto const& [item, result] : results) {
        BOOST_TEST(result.at("error").at("code").as_string() == "cancelled");
        doubtful += result.at("error").at("may_have_taken_effect").as_bool() ? 1 : 0;
    }
    BOOST_TEST(doubtful == 3);
    BOOST_TEST(server.counters().requests == 3U);
}

BOOST_AUTO_TEST_CASE(sigterm_shows_the_table_of_what_was_done)
{
    std::string const done = "file:" + server.add_file();
    std::string const stalled = "file:" + server.add_file();
    server.inject(fault().path("/2.0/files/" + stalled.substr(5)).stall().always());
    child_process command = start({"share", done, stalled, "--concurrency", "1"});
    BOOST_TEST_REQUIRE(server.wait_until(
        [](auto const& seen) { return seen.requests == 2 && seen.in_flight == 1; }, patience
    ));
    command.send(SIGTERM);
    auto const end = command.wait();
    BOOST_TEST(end.status == 1);
    auto const table = lines(end.out);
    BOOST_TEST_REQUIRE(table.size() == 3U);
    BOOST_TEST(table[1].find(" ok ") != std::string::npos);
    BOOST_TEST(table[2].ends_with("cancelled"));
}

BOOST_AUTO_TEST_CASE(a_closed_output_ends_the_command_without_a_crash)
{
    words line = {"get", "--json", "--concurrency", "1"};
    for (std::string const& id : server.add_files(20))
        line.push_back("file:" + id);
    auto const end =
        child_process(BOXLINK_COMMAND, line, variables, "", child_process::output::closed).wait();
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.find("standard output") != std::string::npos);
    BOOST_TEST(server.counters().requests < 20U);
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_written)
{
    std::string const get = std::string(BOXLINK_COMMAND) + " get file:" + server.add_file();
    std::string const scripts[] = {
        std::string(BOXLINK_COMMAND) + " --help >/dev/full",
        get + " >/dev/full",
        get + " --json >/dev/full",
        get + " --json >&-",
        get + " --json <&- >&- 2>&-",
    };
    for (std::string const& script : scripts) {
        auto const end = child_process("/bin/sh", {"-c", script}, variables).wait();
        BOOST_TEST(end.signal == 0, script);
        BOOST_TEST(end.status == 1, script);
    }
    // Nothing but requests has reached the server's sockets.
    BOOST_TEST(server.counters().answers(400) == 0U);
}

BOOST_AUTO_TEST_CASE(an_untrusted_server_gets_no_token)
{
    std::string const file = "file:" + server.add_file();
    variables.erase("BOXLINK_CA_FILE");
    auto const end = run({"get", file, "--json"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(boost::json::parse(end.out).at("error").at("code").as_string() == "tls_failed");
    BOOST_TEST(server.counters().requests == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(other_servers)

BOOST_AUTO_TEST_CASE(plain_http_to_this_machine_needs_to_be_allowed)
{
    command_fixture plain(server_options().plain_http(true));
    std::string const file = "file:" + plain.server.add_file();
    BOOST_TEST(plain.run({"get", file}).status == 3);
    BOOST_TEST(plain.server.counters().requests == 0U);
    BOOST_TEST(plain.run({"get", file, "--allow-http-loopback"}).status == 0);
}

BOOST_AUTO_TEST_CASE(serve_is_what_the_command_needs)
{
    command_fixture fixture;
    child_process served = fixture.start({"serve", "--json", "--items", "4"});
    auto const about = boost::json::parse(served.read_line()).as_object();
    BOOST_TEST(
        keys(about) == words(
                           {"base_url", "ca_file", "token", "client_id", "client_secret", "enterprise_id",
                            "jwt_config", "items"}
                       )
    );
    std::string const ca_file = about.at("ca_file").as_string().c_str();
    fixture.variables["BOXLINK_BASE_URL"] = about.at("base_url").as_string().c_str();
    fixture.variables["BOXLINK_CA_FILE"] = ca_file;
    fixture.variables["BOXLINK_TOKEN"] = about.at("token").as_string().c_str();
    words line = {"share", "--json"};
    for (auto const& item : about.at("items").as_array())
        line.emplace_back(item.as_string());
    BOOST_TEST(line.size() == 6U);
    auto const end = fixture.run(line);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(lines(end.out).size() == 4U);

    served.send(SIGINT);
    auto const ended = served.wait();
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.err == "");
    BOOST_TEST(!std::filesystem::exists(ca_file));
}

BOOST_AUTO_TEST_CASE(serve_prints_a_block_to_paste)
{
    command_fixture fixture;
    std::string const ca_file = fixture.scratch.file("it's a ca.pem");
    child_process served =
        fixture.start({"serve", "--ca-out", ca_file, "--fail-every", "100", "--latency", "1ms"});
    std::string text;
    for (std::string line = served.read_line(); !line.starts_with("Ctrl-C"); line = served.read_line())
        text += line + '\n';
    // The lines that begin with export are what a shell understands.
    std::string script;
    for (std::string const& line : lines(text)) {
        if (line.starts_with("export "))
            script += line + '\n';
        if (line.starts_with("  boxlink share "))
            script += BOXLINK_COMMAND + line.substr(9) + '\n';
    }
    BOOST_TEST(lines(script).size() == 6U);
    ended_process const end = child_process("/bin/sh", {"-c", script}, {}).wait();
    BOOST_TEST(end.status == 0, end.err);
    served.send(SIGTERM);
    BOOST_TEST(served.wait().status == 0);
    BOOST_TEST(std::filesystem::exists(ca_file));
}

BOOST_AUTO_TEST_CASE(serve_that_cannot_start)
{
    command_fixture fixture;
    auto const end = fixture.run({"serve", "--port", std::to_string(fixture.server.port())});
    BOOST_TEST(end.status == 3);
    BOOST_TEST(end.err.find(std::to_string(fixture.server.port())) != std::string::npos, end.err);

    auto const unkept = fixture.run({"serve", "--jwt-config-out", fixture.scratch.file("missing/jwt.json")});
    BOOST_TEST(unkept.status == 3);
    BOOST_TEST(unkept.err.find("missing/jwt.json") != std::string::npos, unkept.err);

    auto const nowhere = fixture.run({"serve", "--ca-out", fixture.scratch.file("missing/ca.pem")});
    BOOST_TEST(nowhere.status == 3);
    BOOST_TEST(nowhere.err.find("missing/ca.pem") != std::string::npos, nowhere.err);
}

BOOST_AUTO_TEST_SUITE_END()
