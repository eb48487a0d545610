// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The user's browser.

#include "cli/surroundings.hpp"

#include <string>

namespace boxlink::cli {

/// Whether there is a screen on which a browser could show something.
[[nodiscard]] bool has_display(surroundings const& around);

/// Shows an address in the user's browser, by xdg-open and without a shell. No secret of ours goes with it.
/// \return whether it was started; what became of it nobody tells.
bool open_browser(std::string address);

} // namespace boxlink::cli
