// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/outcome.hpp"

#include "cli/error_names.hpp"
#include "model/timestamp.hpp"

#include <boost/asio/error.hpp>

namespace boxlink::cli {
namespace {

template <class Enum>
std::string name_of(std::optional<Enum> const& value, std::string const& text)
{
    return value && *value != Enum::other ? std::string(to_string(*value)) : text;
}

std::optional<std::string> expiry_of(shared_link const& link)
{
    if (!link.expires_at)
        return std::nullopt;
    return model::format_rfc3339(*link.expires_at);
}

json_object context_members(error_context const& entry)
{
    json_object out;
    out.text_or_null("reason", entry.reason)
        .text_or_null("name", entry.name)
        .text_or_null("message", entry.message);
    return out;
}

json_object error_members(error_info const& failure)
{
    std::vector<json_object> context;
    for (error_context const& entry : failure.context)
        context.push_back(context_members(entry));

    json_object out;
    out.text("code", error_name(failure.code));
    if (failure.status == 0)
        out.null("status");
    else
        out.number("status", failure.status);
    out.text("message", failure.message.empty() ? failure.code.message() : failure.message)
        .text_or_null("request_id", failure.request_id)
        .text_or_null("box_request_id", failure.box_request_id)
        .text_or_null("box_code", failure.box_code)
        .objects("context", context);
    if (failure.retry_after)
        out.number("retry_after_ms", failure.retry_after->count());
    else
        out.null("retry_after_ms");
    return out.count("attempts", failure.attempts.size())
        .boolean("may_have_taken_effect", failure.may_have_taken_effect);
}

} // namespace

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
    json_object line;
    line.text_or_null("item", result.item).boolean("ok", !result.failure);
    if (result.failure)
        line.object("error", error_members(*result.failure));
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

json_object link_members(std::optional<shared_link> const& link)
{
    shared_link const none;
    shared_link const& l = link ? *link : none;
    json_object permissions;
    permissions.boolean("can_download", l.permissions.can_download)
        .boolean("can_preview", l.permissions.can_preview)
        .boolean("can_edit", l.permissions.can_edit);

    json_object out;
    out.text_or_null("url", l.url)
        .optional_text("download_url", l.download_url)
        .optional_text("vanity_url", l.vanity_url)
        .optional_text("vanity_name", l.vanity_name)
        .text_or_null("access", name_of(l.access, l.access_text))
        .text_or_null("effective_access", name_of(l.effective_access, l.effective_access_text))
        .text_or_null("effective_permission", name_of(l.effective_permission, l.effective_permission_text))
        .boolean("is_password_enabled", link ? std::optional(l.is_password_enabled) : std::nullopt)
        .optional_text("expires_at", expiry_of(l))
        .object("permissions", permissions);
    if (link)
        out.count("download_count", l.download_count).count("preview_count", l.preview_count);
    else
        out.null("download_count").null("preview_count");
    return out;
}

json_object item_members(item_info const& item)
{
    json_object out;
    out.optional_text("etag", item.etag).optional_text("name", item.name);
    return out;
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
        name_of(link->access, link->access_text),
        name_of(link->effective_permission, link->effective_permission_text),
        link->is_password_enabled ? "yes" : "no",
        expiry_of(*link).value_or("never"),
        name,
    };
}

} // namespace boxlink::cli
