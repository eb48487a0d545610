// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "cli/surroundings.hpp"

#include <map>
#include <sstream>
#include <string>

/// A process whose environment and streams a test holds.
class fake_surroundings
{
public:
    std::map<std::string, std::string> variables;
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;

    [[nodiscard]] boxlink::cli::surroundings around()
    {
        auto const look_up = [this](std::string const& name) -> std::optional<std::string> {
            auto const found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        return {look_up, in, out, err};
    }
};
