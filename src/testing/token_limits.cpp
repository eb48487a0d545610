// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/token_limits.hpp"

#include "testing/content.hpp"

#include <algorithm>

namespace boxlink::testing {

namespace {

constexpr std::string_view scopes_of_box[] = {
    // for downscoping
    "annotation_edit", "annotation_view_all", "annotation_view_self", "base_explorer", "base_picker",
    "base_preview", "base_sidebar", "base_upload", "item_delete", "item_download", "item_preview",
    "item_read", "item_rename", "item_share", "item_upload",
    // of applications
    "ai.readwrite", "enterprise_content", "manage_app_users", "manage_data_retention",
    "manage_enterprise_properties", "manage_groups", "manage_legal_holds", "manage_managed_users",
    "manage_triggers", "manage_webhook", "root_readonly", "root_readwrite", "sign_requests.readwrite"};

} // namespace

std::vector<std::string> split_scopes(std::string_view text)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(' ');
        parts.emplace_back(text.substr(0, end));
        if (end == text.npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

bool are_token_scopes(const std::vector<std::string>& scopes)
{
    return std::all_of(scopes.begin(), scopes.end(), [](const std::string& scope) {
        return std::find(std::begin(scopes_of_box), std::end(scopes_of_box), scope) !=
               std::end(scopes_of_box);
    });
}

std::optional<token_resource> token_resource::from_url(std::string_view url)
{
    // Fixed, also where the API is served at another address.
    constexpr std::string_view files = "https://api.box.com/2.0/files/";
    constexpr std::string_view folders = "https://api.box.com/2.0/folders/";
    const bool is_file = url.starts_with(files);
    if (!is_file && !url.starts_with(folders))
        return std::nullopt;
    url.remove_prefix(is_file ? files.size() : folders.size());
    if (!is_item_id(url))
        return std::nullopt;
    return token_resource(is_file ? kind::file : kind::folder, url);
}

bool token_resource::covers(const item& which) const
{
    for (const item* one = &which; one; one = one->parent)
        if (one->what == what && one->id == id)
            return true;
    return false;
}

bool token_limits::has_scope(std::string_view scope) const
{
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool token_limits::may_read() const
{
    return std::any_of(scopes.begin(), scopes.end(), [](const std::string& scope) {
        return scope.starts_with("base_") || scope.starts_with("item_") || scope.starts_with("root_") ||
               scope == "enterprise_content";
    });
}

} // namespace boxlink::testing
