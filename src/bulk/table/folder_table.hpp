// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What is in a folder as a table of jobs.

#include <boxlink/error.hpp>
#include <boxlink/folder_listing.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace boxlink::bulk {

/// What was found.
class folder_table_summary
{
public:
    /// Rows that were written.
    std::uint64_t items = 0;
    /// Folders below the first that could not be listed.
    std::uint64_t failures = 0;

    folder_table_summary() {}
};

/**
 * Lists a folder as `list_items` does, and writes a row of JSON Lines for each item that can have a link: `{"item":"file:123"}`.
 *
 * Cancellation of the awaiting coroutine is honoured as by `item_listing::next`. Name the functions before you await: a lambda that captures must not stand
 * in the `co_await` expression itself.
 *
 * \param write takes whole rows, some 64 KiB of them at once.
 * \param on_failure is told of each folder below the first that cannot be listed; the others are listed nevertheless.
 * \return the errors of `write`, and those of `item_listing::next`.
 */
[[nodiscard]] boost::asio::awaitable<result<folder_table_summary>> write_folder_table(
    item folder,
    listing_options options,
    std::function<result<void>(std::string_view)> write,
    std::function<void(listed_item const&)> on_failure
);

} // namespace boxlink::bulk
