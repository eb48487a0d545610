// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/outcome.hpp"

#include "bulk/records/outcome_members.hpp"

#include <boost/asio/error.hpp>

namespace boxlink::cli {

outcome outcome::not_started(std::string item)
{
    return failed(
        std::move(item),
        error_info(
            boost::asio::error::operation_aborted, "not begun: the run was interrupted before its turn"
        )
    );
}

outcome outcome::failed(std::string item, error_info failure)
{
    outcome out;
    out.item = std::move(item);
    out.failure = std::move(failure);
    return out;
}

std::string json_line(outcome const& result)
{
    model::json_writer line;
    line.text_or_null("item", result.item).boolean("ok", !result.failure);
    if (result.failure)
        line.object("error", bulk::error_members(*result.failure));
    else
        line.append(result.members);
    return line.str();
}

std::string complaint(outcome const& result)
{
    error_info info = *result.failure;
    if (info.operation.empty())
        info.operation = result.item;
    return info.to_string();
}

std::vector<std::string> link_headings()
{
    return {"URL", "ACCESS", "PERMISSION", "PASSWORD", "EXPIRES", "NAME"};
}

std::vector<std::string>
link_cells(std::string word, std::optional<shared_link> const& link, item_info const& item)
{
    std::string const name = item.name.value_or("");
    if (!link)
        return {std::move(word), "", "", "", "", "", name};
    return {
        std::move(word),
        link->url,
        bulk::access_of(*link),
        bulk::permission_of(*link),
        link->is_password_enabled ? "yes" : "no",
        bulk::expiry_of(*link).value_or("never"),
        name,
    };
}

} // namespace boxlink::cli
