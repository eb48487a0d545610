// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The report of a bulk job: what has to be gathered for it while the job runs, and what it says.

#include "bulk/records/journal_header.hpp"
#include "bulk/report/run_statistics.hpp"
#include "cli/arguments.hpp"
#include "cli/bulk_end.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/observer.hpp>

#include <memory>
#include <string>

namespace boxlink::cli {

/// Gathers from now on.
/// \throws usage_error if the report could not be written.
[[nodiscard]] std::shared_ptr<bulk::run_statistics> begin_report(std::string const& path);

/// Tells both another observer and the statistics.
[[nodiscard]] std::shared_ptr<observer>
also_gather(std::shared_ptr<bulk::run_statistics> statistics, std::shared_ptr<observer> other);

/// Writes the report. \param input its name. \param header tells the options that the job was begun with.
/// \return false if it cannot be written, which is told.
[[nodiscard]] bool write_report(
    bulk::run_statistics const& statistics,
    std::string const& input,
    bulk::journal_header const& header,
    bulk_end const& end,
    bulk_arguments const& args,
    surroundings const& around
);

} // namespace boxlink::cli
