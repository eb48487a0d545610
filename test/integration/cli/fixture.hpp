// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The real command and a server for it to talk to.

#include "child_process.hpp"
#include "support/temporary_folder.hpp"

#include <boxlink/testing/box_server.hpp>

#include <boost/json.hpp>

#include <string>
#include <vector>

/// A directory of its own, removed with all that is in it.
class scratch_directory : public boxlink::test::temporary_folder
{
public:
    /// Writes a file in it that only its owner can read.
    std::string write(std::string const& name, std::string const& content) const;
};

class command_fixture
{
public:
    /// A password that no output may show.
    static constexpr char const* password = "Passw0rd-x7Q";

    scratch_directory scratch;
    boxlink::testing::box_server server;
    /// What no output may show.
    std::vector<std::string> secrets;
    /// What the command finds in its environment: the server's address, authority and token, and `LINK_PASSWORD`.
    child_process::environment variables;

    explicit command_fixture(boxlink::testing::server_options options = {});

    /// Starts the command.
    [[nodiscard]] child_process
    start(std::vector<std::string> const& words, std::string const& input = "") const;

    /// Runs the command to its end, and checks that no secret is in what it says.
    [[nodiscard]] ended_process
    run(std::vector<std::string> const& words, std::string const& input = "") const;

    /// Checks that no secret is in what was said.
    void check_no_secret(ended_process const& end) const;
};

/// The lines of a text.
[[nodiscard]] std::vector<std::string> lines(std::string const& text);

/// The lines of JSON by their `item`.
[[nodiscard]] std::map<std::string, boost::json::object> results_by_item(std::string const& out);

/// The keys of an object in their order.
[[nodiscard]] std::vector<std::string> keys(boost::json::object const& object);
