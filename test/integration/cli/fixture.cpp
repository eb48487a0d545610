// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

std::string scratch_directory::write(std::string const& name, std::string const& content) const
{
    std::ofstream(file(name), std::ios::binary) << content;
    std::filesystem::permissions(file(name), std::filesystem::perms(0600));
    return file(name);
}

command_fixture::command_fixture(boxlink::testing::server_options options) : server(std::move(options))
{
    server.write_ca_file(scratch.file("ca.pem"));
    secrets = {server.token(), server.client_secret(), password};
    variables = {
        {"BOXLINK_BASE_URL", server.base_url()},
        {"BOXLINK_CA_FILE", scratch.file("ca.pem")},
        {"BOXLINK_TOKEN", server.token()},
        {"LINK_PASSWORD", password},
    };
    // Under sanitizers, what the command does wrong must be seen.
    for (char const* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"}) {
        if (char const* const value = std::getenv(name))
            variables[name] = value;
    }
}

child_process command_fixture::start(std::vector<std::string> const& words, std::string const& input) const
{
    return {BOXLINK_COMMAND, words, variables, input};
}

ended_process command_fixture::run(std::vector<std::string> const& words, std::string const& input) const
{
    ended_process end = start(words, input).wait();
    check_no_secret(end);
    return end;
}

void command_fixture::check_no_secret(ended_process const& end) const
{
    for (std::string const& text : {end.out, end.err}) {
        for (std::string const& hidden : secrets)
            BOOST_TEST(text.find(hidden) == std::string::npos, text);
    }
}

std::vector<std::string> lines(std::string const& text)
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

std::map<std::string, boost::json::object> results_by_item(std::string const& out)
{
    std::map<std::string, boost::json::object> results;
    for (std::string const& line : lines(out)) {
        boost::json::object const object = boost::json::parse(line).as_object();
        results[object.at("item").is_null() ? "" : object.at("item").as_string().c_str()] = object;
    }
    return results;
}

std::vector<std::string> keys(boost::json::object const& object)
{
    std::vector<std::string> names;
    for (auto const& member : object)
        names.emplace_back(member.key());
    return names;
}
