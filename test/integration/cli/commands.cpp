// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#define BOOST_TEST_MODULE boxlink_integration_cli
#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

using boxlink::testing::fault;
using boxlink::testing::kind;
using words = std::vector<std::string>;

namespace {

words const link_keys = {
    "item",
    "ok",
    "url",
    "download_url",
    "vanity_url",
    "vanity_name",
    "access",
    "effective_access",
    "effective_permission",
    "is_password_enabled",
    "expires_at",
    "permissions",
    "download_count",
    "preview_count",
    "etag",
    "name",
};

words const error_keys = {
    "code",     "status",  "message",        "request_id", "box_request_id",
    "box_code", "context", "retry_after_ms", "attempts",   "may_have_taken_effect",
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(commands, command_fixture)

BOOST_AUTO_TEST_CASE(share_every_kind)
{
    std::string const file = server.add_file("report.pdf");
    std::string const folder = server.add_folder("project");
    std::string const link = server.add_web_link("bookmark");
    auto const end = run(
        {"share", "file:" + file, "folder:" + folder, "https://acme.app.box.com/web_link/" + link, "--json"}
    );
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");

    auto const results = results_by_item(end.out);
    BOOST_TEST(results.size() == 3U);
    for (auto const& [item, result] : results) {
        BOOST_TEST(keys(result) == link_keys);
        BOOST_TEST(result.at("ok").as_bool());
    }
    BOOST_TEST(results.at("file:" + file).at("url").as_string() == server.link_of(kind::file, file)->url);
    BOOST_TEST(
        results.at("folder:" + folder).at("url").as_string() == server.link_of(kind::folder, folder)->url
    );
    BOOST_TEST(
        results.at("web_link:" + link).at("url").as_string() == server.link_of(kind::web_link, link)->url
    );
    BOOST_TEST(results.at("file:" + file).at("name").as_string() == "report.pdf");
}

BOOST_AUTO_TEST_CASE(share_with_every_setting)
{
    std::string const id = server.add_file();
    auto const end = run(
        {"share", "file:" + id, "--access", "open", "--password-env", "LINK_PASSWORD", "--expires",
         "2037-01-31T00:00:00Z", "--vanity-name", "a-vanity-name-of-mine", "--download", "--edit",
         "--if-match", server.etag_of(kind::file, id), "-v"}
    );
    BOOST_TEST(end.status == 0, end.err);
    auto const link = server.link_of(kind::file, id);
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST(link->access == "open");
    BOOST_TEST(link->password_is(password));
    BOOST_TEST((link->unshared_at == std::chrono::sys_days(std::chrono::year(2037) / 1 / 31)));
    BOOST_TEST((link->vanity_name == "a-vanity-name-of-mine"));
    BOOST_TEST((link->can_download && link->can_edit));
    BOOST_TEST(end.err.find("share file:" + id) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(share_clears_settings)
{
    std::string const id = server.add_file();
    server.add_link(
        kind::file, id,
        R"({"access":"open","password":"Passw0rd!","vanity_name":"a-vanity-name-of-mine","unshared_at":"2037-01-31T00:00:00Z"})"
    );
    std::string const url = server.link_of(kind::file, id)->url;
    auto const end = run(
        {"share", "file:" + id, "--no-password", "--no-vanity-name", "--expires", "never", "--no-download"}
    );
    BOOST_TEST(end.status == 0, end.err);
    auto const link = server.link_of(kind::file, id);
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST(link->url == url);
    BOOST_TEST((!link->has_password() && !link->vanity_name && !link->unshared_at && !link->can_download));
}

BOOST_AUTO_TEST_CASE(share_takes_the_password_from_a_file)
{
    std::string const id = server.add_file();
    std::string const file = scratch.write("password", std::string(password) + "\n");
    auto const end = run({"share", "file:" + id, "--access", "open", "--password-file", file});
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(server.link_of(kind::file, id)->password_is(password));
}

BOOST_AUTO_TEST_CASE(share_shows_a_table_in_the_order_of_the_items)
{
    std::string const first = "file:" + server.add_file("first.pdf");
    std::string const second = "folder:" + server.add_folder("zweiter");
    auto const end = run({"share", first, "file:99999999", second});
    BOOST_TEST(end.status == 1);
    auto const table = lines(end.out);
    BOOST_TEST_REQUIRE(table.size() == 4U);
    BOOST_TEST(table[0].starts_with("ITEM"));
    BOOST_TEST(table[1].starts_with(first + ' '));
    BOOST_TEST(table[1].ends_with("first.pdf"));
    BOOST_TEST(table[2].starts_with("file:99999999"));
    BOOST_TEST(table[2].ends_with("not_found"));
    BOOST_TEST(table[3].starts_with(second + ' '));
    BOOST_TEST(end.err.find("file:99999999") != std::string::npos);
    BOOST_TEST(end.err.find("2 done, 1 failed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unshare_removes_links)
{
    std::string const id = server.add_file("report.pdf");
    server.add_link(kind::file, id);
    auto const end = run({"unshare", "file:" + id, "--json"});
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(!server.link_of(kind::file, id));
    auto const results = results_by_item(end.out);
    BOOST_TEST(keys(results.at("file:" + id)) == words({"item", "ok", "etag", "name"}));
}

BOOST_AUTO_TEST_CASE(get_shows_links_their_absence_and_304)
{
    std::string const with = server.add_file("with.txt");
    std::string const without = server.add_folder("without");
    std::string const url = server.add_link(kind::file, with).url;
    auto const end = run({"get", "file:" + with, "folder:" + without, "--json"});
    BOOST_TEST(end.status == 0, end.err);
    auto const results = results_by_item(end.out);
    words expected = link_keys;
    expected.push_back("not_modified");
    for (auto const& [item, result] : results)
        BOOST_TEST(keys(result) == expected);
    BOOST_TEST(results.at("file:" + with).at("url").as_string() == url);
    BOOST_TEST(results.at("folder:" + without).at("url").is_null());

    auto const again =
        run({"get", "file:" + with, "--if-none-match", server.etag_of(kind::file, with), "--json"});
    BOOST_TEST(again.status == 0, again.err);
    BOOST_TEST(results_by_item(again.out).at("file:" + with).at("not_modified").as_bool());

    auto const table = run({"get", "file:" + with, "folder:" + without});
    BOOST_TEST(table.out.find("no link") != std::string::npos);
    BOOST_TEST(table.out.find(url) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(find_leads_to_items)
{
    std::string const id = server.add_folder("project");
    std::string const url = server.add_link(kind::folder, id).url;
    auto const end = run({"find", url, "--json"});
    BOOST_TEST(end.status == 0, end.err);
    auto const result = boost::json::parse(end.out).as_object();
    BOOST_TEST(keys(result) == link_keys);
    BOOST_TEST(result.at("item").as_string() == "folder:" + id);
    BOOST_TEST(result.at("name").as_string() == "project");

    std::string const app = server.add_app_item();
    auto const hub = run({"find", server.link_of(kind::app_item, app)->url, "--json"});
    BOOST_TEST(boost::json::parse(hub.out).at("item").as_string() == "app_item:" + app);
}

BOOST_AUTO_TEST_CASE(find_needs_the_password)
{
    std::string const id = server.add_file();
    std::string const url =
        server.add_link(kind::file, id, std::string(R"({"access":"open","password":")") + password + R"("})")
            .url;
    auto const with = run({"find", url, "--password-env", "LINK_PASSWORD", "-v", "--json"});
    BOOST_TEST(with.status == 0, with.err);
    // The link can be opened by whoever sees it, and standard error ends up in logs.
    BOOST_TEST(with.err.find(url) == std::string::npos);

    variables["LINK_PASSWORD"] = "Wrong-Passw0rd";
    auto const wrong = run({"find", url, "--password-env", "LINK_PASSWORD", "--json", "-v"});
    BOOST_TEST(wrong.status == 1);
    auto const result = boost::json::parse(wrong.out).as_object();
    BOOST_TEST(keys(result) == words({"item", "ok", "error"}));
    BOOST_TEST(result.at("item").is_null());
    BOOST_TEST(wrong.out.find("Wrong-Passw0rd") == std::string::npos);
    BOOST_TEST(wrong.err.find("Wrong-Passw0rd") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(failures_as_json)
{
    auto const end = run({"share", "file:99999999", "--json"});
    BOOST_TEST(end.status == 1);
    auto const result = boost::json::parse(end.out).as_object();
    BOOST_TEST(keys(result) == words({"item", "ok", "error"}));
    BOOST_TEST(!result.at("ok").as_bool());
    auto const& error = result.at("error").as_object();
    BOOST_TEST(keys(error) == error_keys);
    BOOST_TEST(error.at("code").as_string() == "not_found");
    BOOST_TEST(error.at("status").as_int64() == 404);
    BOOST_TEST(error.at("request_id").is_string());
    BOOST_TEST(error.at("attempts").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(an_etag_that_does_not_match)
{
    std::string const id = server.add_file();
    auto const end = run({"unshare", "file:" + id, "--if-match", "no-such-etag", "--json"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(boost::json::parse(end.out).at("error").at("code").as_string() == "precondition_failed");
}

BOOST_AUTO_TEST_CASE(items_come_from_standard_input)
{
    std::string input;
    for (std::string const& id : server.add_files(25))
        input += "file:" + id + "\n";
    auto const end = run({"share", "-", "--json"}, input);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(lines(end.out).size() == 25U);
    BOOST_TEST(server.link_count() == 25U);
}

BOOST_AUTO_TEST_CASE(as_another_user)
{
    std::string const id = server.add_file();
    std::string const other = server.add_user();
    server.restrict_to(kind::file, id, server.default_user());
    auto const end = run({"get", "file:" + id, "--as-user", other, "--json"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(run({"get", "file:" + id, "--json"}).status == 0);
}

BOOST_AUTO_TEST_CASE(attempts_are_told)
{
    std::string const id = server.add_file();
    server.inject(fault().status(503));
    auto const end = run({"share", "file:" + id, "--json", "--verbose"});
    BOOST_TEST(end.status == 0, end.err);
    auto const told = lines(end.err);
    BOOST_TEST_REQUIRE(told.size() == 3U);
    BOOST_TEST(told[0].find("attempt 1: status 503") != std::string::npos);
    BOOST_TEST(told[0].find("server_error") != std::string::npos);
    BOOST_TEST(told[1].find("attempt 2 waits ") != std::string::npos);
    BOOST_TEST(told[1].ends_with(": back_off"));
    BOOST_TEST(told[2].find("attempt 2: status 200") != std::string::npos);
    BOOST_TEST(lines(end.out).size() == 1U);
}

BOOST_AUTO_TEST_CASE(limits_on_attempts_and_time)
{
    std::string const id = server.add_file();
    server.inject(fault().status(503).always());
    auto const tried = run({"get", "file:" + id, "--json", "--max-attempts", "1"});
    BOOST_TEST(tried.status == 1);
    BOOST_TEST(boost::json::parse(tried.out).at("error").at("code").as_string() == "unavailable");
    BOOST_TEST(server.counters().requests == 1U);

    server.clear_faults();
    server.inject(fault().stall().always());
    auto const stalled = run({"get", "file:" + id, "--json", "--deadline", "50ms"});
    BOOST_TEST(stalled.status == 1);
    BOOST_TEST(boost::json::parse(stalled.out).at("error").at("code").as_string() == "deadline_exceeded");
    auto const timed_out = run({"get", "file:" + id, "--json", "--timeout", "50ms", "--max-attempts", "1"});
    BOOST_TEST(timed_out.status == 1);
    BOOST_TEST(boost::json::parse(timed_out.out).at("error").at("code").as_string() == "attempt_timed_out");
}

BOOST_AUTO_TEST_CASE(no_more_items_at_once_than_allowed)
{
    std::string input;
    for (std::string const& id : server.add_files(40))
        input += "file:" + id + "\n";
    server.set_latency(boxlink::testing::latency::fixed(std::chrono::milliseconds(2)));
    auto const end = run({"share", "-", "--json", "--concurrency", "3"}, input);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(server.counters().in_flight_high_water <= 3U);
    BOOST_TEST(server.counters().connections_high_water <= 3U);
}

BOOST_AUTO_TEST_CASE(text_of_the_server_does_not_reach_the_terminal_as_it_is)
{
    std::string const id = server.add_file("evil\x1b[2J\xe2\x80\xae"
                                           "fdp.exe");
    auto const table = run({"share", "file:" + id});
    BOOST_TEST(table.status == 0, table.err);
    BOOST_TEST(table.out.find("evil\\x1b[2J\\u{202e}fdp.exe") != std::string::npos);
    auto const json = run({"get", "file:" + id, "--json"});
    BOOST_TEST(json.out.find("evil\\u001b[2J\\u202efdp.exe") != std::string::npos);

    server.inject(fault().status(403).body(
        R"({"type":"error","status":403,"code":"x","message":"\u001b]0;owned\u0007\nno","request_id":"\u009b1m"})",
        "application/json"
    ));
    auto const failed = run({"share", "file:" + id, "-v"});
    BOOST_TEST(failed.status == 1);
    for (char const bad : {'\x1b', '\x07', '\x9b'})
        BOOST_TEST((failed.out + failed.err).find(bad) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
