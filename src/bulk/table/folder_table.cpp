// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/folder_table.hpp"

#include "bulk/folder_walk.hpp"
#include "model/json_writer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::size_t piece_size = 64UL * 1024;

void append_row(std::string& rows, item_ref const& item)
{
    rows += model::json_writer().text("item", item.to_string()).str();
    rows += '\n';
}

} // namespace

boost::asio::awaitable<result<folder_table_summary>> write_folder_table(
    item folder,
    listing_options options,
    std::function<result<void>(std::string_view)> write,
    std::function<void(listed_item const&)> on_failure
)
{
    auto const walk = std::make_shared<folder_walk>(std::move(folder), std::move(options));
    folder_table_summary summary;
    std::string rows;
    for (;;) {
        auto const found = co_await walk->next();
        if (found.has_error())
            co_return found.error();
        if (!*found)
            break;
        listed_item const& listed = **found;
        if (listed.failure) {
            ++summary.failures;
            on_failure(listed);
            continue;
        }
        auto const item = ref_of(listed.item);
        if (!item)
            continue;
        ++summary.items;
        append_row(rows, *item);
        if (rows.size() < piece_size)
            continue;
        if (auto const written = write(rows); written.has_error())
            co_return written.error();
        rows.clear();
    }
    if (!rows.empty()) {
        if (auto const written = write(rows); written.has_error())
            co_return written.error();
    }
    co_return summary;
}

} // namespace boxlink::bulk
