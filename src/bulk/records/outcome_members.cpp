// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/outcome_members.hpp"

#include "bulk/records/error_names.hpp"
#include "model/timestamp.hpp"

#include <vector>

namespace boxlink::bulk {
namespace {

using model::json_writer;

template <class Enum>
std::string name_of(std::optional<Enum> const& value, std::string const& text)
{
    return value && *value != Enum::other ? std::string(to_string(*value)) : text;
}

json_writer context_members(error_context const& entry)
{
    json_writer out;
    out.text_or_null("reason", entry.reason)
        .text_or_null("name", entry.name)
        .text_or_null("message", entry.message);
    return out;
}

} // namespace

json_writer link_members(std::optional<shared_link> const& link)
{
    shared_link const none;
    shared_link const& l = link ? *link : none;
    json_writer permissions;
    permissions.boolean("can_download", l.permissions.can_download)
        .boolean("can_preview", l.permissions.can_preview)
        .boolean("can_edit", l.permissions.can_edit);

    json_writer out;
    out.text_or_null("url", l.url)
        .optional_text("download_url", l.download_url)
        .optional_text("vanity_url", l.vanity_url)
        .optional_text("vanity_name", l.vanity_name)
        .text_or_null("access", access_of(l))
        .text_or_null("effective_access", effective_access_of(l))
        .text_or_null("effective_permission", permission_of(l))
        .boolean("is_password_enabled", link ? std::optional(l.is_password_enabled) : std::nullopt)
        .optional_text("expires_at", expiry_of(l))
        .object("permissions", permissions);
    if (link)
        out.count("download_count", l.download_count).count("preview_count", l.preview_count);
    else
        out.null("download_count").null("preview_count");
    return out;
}

json_writer item_members(item_info const& item)
{
    json_writer out;
    out.optional_text("etag", item.etag).optional_text("name", item.name);
    return out;
}

json_writer error_members(error_info const& failure)
{
    std::vector<json_writer> context;
    for (error_context const& entry : failure.context)
        context.push_back(context_members(entry));

    json_writer out;
    out.text("code", error_name(failure.code));
    if (failure.status == 0)
        out.null("status");
    else
        out.number("status", failure.status);
    out.text("message", message_of(failure))
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

std::string access_of(shared_link const& link)
{
    return name_of(link.access, link.access_text);
}

std::string effective_access_of(shared_link const& link)
{
    return name_of(link.effective_access, link.effective_access_text);
}

std::string permission_of(shared_link const& link)
{
    return name_of(link.effective_permission, link.effective_permission_text);
}

std::optional<std::string> expiry_of(shared_link const& link)
{
    if (!link.expires_at)
        return std::nullopt;
    return model::format_rfc3339(*link.expires_at);
}

std::string message_of(error_info const& failure)
{
    return failure.message.empty() ? failure.code.message() : failure.message;
}

} // namespace boxlink::bulk
