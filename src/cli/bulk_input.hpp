// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The table that a bulk job goes through: a file, standard input, or what is in a folder.

#include "bulk/table/job_row.hpp"
#include "bulk/table/table_file.hpp"
#include "bulk/table/table_survey.hpp"
#include "cli/arguments.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/client.hpp>

#include <boost/asio/io_context.hpp>

namespace boxlink::cli {

/// Opens the table that is named, or keeps what standard input gives.
/// \throws usage_error if it cannot be read.
[[nodiscard]] bulk::table_file open_table(std::string const& input);

/**
 * Lists the folder into a table. With a journal, the table is kept beside it, so that a job that is resumed goes through the same items. Folders that
 * cannot be listed are told.
 *
 * \throws usage_error if a folder cannot be listed, unless such are to be skipped; refusal if nothing can be listed or kept, or for an interruption.
 */
[[nodiscard]] bulk::table_file list_folder(
    boost::asio::io_context& context,
    client const& box,
    bulk_arguments const& args,
    surroundings const& around
);

/**
 * Goes through the table, and tells of all rows that are wrong: in `--dry-run` of each, on standard output with `--json`; else of the first ones.
 *
 * \throws refusal if the table cannot be read.
 */
[[nodiscard]] bulk::table_survey survey_input(
    bulk::table_file const& table,
    bulk::row_options const& options,
    bulk_arguments const& args,
    surroundings const& around
);

} // namespace boxlink::cli
