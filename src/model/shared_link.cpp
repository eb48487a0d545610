// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_text.hpp"

#include <boxlink/shared_link.hpp>

namespace boxlink {

std::string_view to_string(access_level level) noexcept
{
    switch (level) {
    case access_level::open:
        return "open";
    case access_level::company:
        return "company";
    case access_level::collaborators:
        return "collaborators";
    case access_level::other:
        break;
    }
    return "other";
}

std::string_view to_string(effective_permission permission) noexcept
{
    switch (permission) {
    case effective_permission::can_edit:
        return "can_edit";
    case effective_permission::can_download:
        return "can_download";
    case effective_permission::can_preview:
        return "can_preview";
    case effective_permission::no_access:
        return "no_access";
    case effective_permission::other:
        break;
    }
    return "other";
}

namespace {

std::optional<std::string> field_of(std::string_view object, std::string_view name)
{
    auto const parsed = model::parse_json(object);
    if (!parsed)
        return std::nullopt;
    auto const value = model::json_object(*parsed).find(name);
    if (!value)
        return std::nullopt;
    return std::string(value->text());
}

} // namespace

std::optional<std::string> item_info::field(std::string_view field_name) const
{
    return field_of(json, field_name);
}

std::optional<std::string> shared_link::field(std::string_view field_name) const
{
    auto const link = item.field("shared_link");
    return link ? field_of(*link, field_name) : std::nullopt;
}

} // namespace boxlink
