// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The file that a report goes to.

#include <boxlink/error.hpp>

#include <string>
#include <string_view>

namespace boxlink::bulk {

/// What every report begins with, and by which an earlier one is known.
inline constexpr std::string_view report_beginning = "<!DOCTYPE html>\n<!-- A report of boxlink bulk -->\n";

/// Whether a report could be written there: to be asked before the job, not after it. \return as `write_report`.
[[nodiscard]] result<void> check_report_file(std::string const& path);

/**
 * Writes a report, for its owner only (0600), as a whole or not at all. An earlier report is replaced; symbolic links are followed.
 *
 * \return `errc::invalid_argument` if another file is there, which is left as it is, or no folder; `errc::callback_failed` if it cannot be written.
 */
[[nodiscard]] result<void> write_report(std::string const& path, std::string_view html);

} // namespace boxlink::bulk
