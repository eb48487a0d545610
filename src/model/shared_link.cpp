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

std::optional<std::string> text_of(std::optional<model::json_value> const& value)
{
    if (!value)
        return std::nullopt;
    return std::string(value->text());
}

} // namespace

std::optional<std::string> item_info::field(std::string_view field_name) const
{
    auto const parsed = model::parse_json(json);
    if (!parsed)
        return std::nullopt;
    return text_of(model::json_object(*parsed).find(field_name));
}

std::optional<std::string> shared_link::field(std::string_view field_name) const
{
    auto const parsed = model::parse_json(item.json);
    if (!parsed)
        return std::nullopt;
    auto const link = model::json_object(*parsed).find("shared_link");
    if (!link)
        return std::nullopt;
    return text_of(model::json_object(*link).find(field_name));
}

} // namespace boxlink
