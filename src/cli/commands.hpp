// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The commands: each takes what its command line says, and returns when all is done.

#include "cli/arguments.hpp"
#include "cli/refusal.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/item_ref.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/request_options.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace boxlink::cli {

/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code share(share_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code unshare(unshare_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code get(get_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code find(find_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code bulk(bulk_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before the user is asked.
[[nodiscard]] exit_code login(login_arguments const& args, surroundings const& around);
/// \throws refusal if something is wrong before anything is sent.
[[nodiscard]] exit_code token(token_arguments const& args, surroundings const& around);
/// Returns when the process is told to end.
/// \throws refusal if the server cannot be started.
[[nodiscard]] exit_code serve(serve_arguments const& args, surroundings const& around);

/// The settings that a command line asks for.
/// \param now what durations are counted from.
/// \throws usage_error if the password's source has none.
[[nodiscard]] link_settings make_link_settings(
    link_arguments const& args, std::chrono::system_clock::time_point now, surroundings const& around
);

/// Checks the settings against all items before anything is sent.
/// \throws usage_error that names the first item that the settings do not suit, or none if they suit no item.
void check_link_settings(
    link_settings const& settings,
    std::vector<item_ref> const& items,
    std::chrono::system_clock::time_point now
);

/// Runs a command line: parses it, does it, and tells what is wrong.
[[nodiscard]] exit_code run(std::vector<std::string> const& words, surroundings const& around);

} // namespace boxlink::cli
