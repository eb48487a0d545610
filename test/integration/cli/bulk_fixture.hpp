// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Tables for `boxlink bulk`, and what it leaves behind.

#include "fixture.hpp"

#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct bulk_fixture : command_fixture
{
    using words = std::vector<std::string>;

    explicit bulk_fixture(boxlink::testing::server_options options = {}) : command_fixture(std::move(options))
    {}

    /// A table of files to share, a line each.
    [[nodiscard]] std::string table_of(std::vector<std::string> const& ids) const
    {
        std::string text = "item,access\n";
        for (auto const& id : ids)
            text += "file:" + id + ",open\n";
        return scratch.write("jobs.csv", text);
    }

    /// The command with what all tests want: no pace but the server's.
    [[nodiscard]] static words bulk(words more)
    {
        more.insert(more.begin(), "bulk");
        more.insert(more.end(), {"--rate", "6000000"});
        return more;
    }

    [[nodiscard]] std::string read(std::string const& name) const
    {
        std::ifstream file(scratch.file(name), std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
};
