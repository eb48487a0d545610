// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Users of Box.
 */

#include <string>

namespace boxlink {

/// A user of Box.
class user_info
{
public:
    /// Decimal digits.
    std::string id;
    /// The name; empty if Box did not tell it.
    std::string name;
    /// The e-mail address; empty if Box did not tell it.
    std::string login;

    /// Nobody.
    user_info() {}
};

} // namespace boxlink
