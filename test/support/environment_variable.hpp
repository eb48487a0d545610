// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace boxlink::test {

/// Sets a variable of the environment until the end of the test.
class environment_variable
{
public:
    environment_variable(char const* name, char const* value) : name_(name)
    {
        if (auto const* const before = std::getenv(name); before != nullptr)
            before_ = before;
        ::setenv(name, value, 1);
    }

    ~environment_variable()
    {
        if (before_)
            ::setenv(name_, before_->c_str(), 1);
        else
            ::unsetenv(name_);
    }

    environment_variable(environment_variable const&) = delete;
    environment_variable& operator=(environment_variable const&) = delete;

private:
    char const* name_;
    std::optional<std::string> before_;
};

} // namespace boxlink::test
