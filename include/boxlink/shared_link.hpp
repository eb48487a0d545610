// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What Box tells of a shared link and of the item that it belongs to.
 */

#include <boxlink/item_ref.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink {

/// Who can open a link.
enum class access_level
{
    /// Anyone with the link.
    open,
    /// People of the same enterprise. Needs a paid account.
    company,
    /// People who have been invited to the item.
    collaborators,
    /// A level that this version does not know; the text stays reachable.
    other,
};

/// The name that the API uses: `open`, `company`, `collaborators`; `other` for anything else.
[[nodiscard]] std::string_view to_string(access_level level) noexcept;

/// What a person may at most do through a link, all rules of the enterprise considered.
enum class effective_permission
{
    /// Edit, download and see.
    can_edit,
    /// Download and see.
    can_download,
    /// See.
    can_preview,
    /// Nothing.
    no_access,
    /// A permission that this version does not know; the text stays reachable.
    other,
};

/// The name that the API uses; `other` for anything else.
[[nodiscard]] std::string_view to_string(effective_permission permission) noexcept;

/// What Box tells of an item beside its link. Only `type` and `id` are always there; ask for more with
/// `request_options::field`.
class item_info
{
public:
    /// The type; `other` if this version does not know it, or if the answer has none.
    item_type type = item_type::other;
    /// The type as Box wrote it.
    std::string type_text;
    /// The id. Empty if the answer had none.
    std::string id;
    /// The version of the item for `request_options::if_match`. Box can answer without one.
    std::optional<std::string> etag;
    /// The name, if it was asked for.
    std::optional<std::string> name;
    /// The user id of the owner, if `owned_by` was asked for.
    std::optional<std::string> owner_id;
    /// The name of the owner, if `owned_by` was asked for.
    std::optional<std::string> owner_name;
    /// The login (e-mail address) of the owner, if `owned_by` was asked for.
    std::optional<std::string> owner_login;
    /// The whole answer as Box sent it: JSON text. Empty where Box sent no body.
    std::string json;
    /// True if this is not the answer to a change, which was lost, but what the item was afterwards, read back: it is as it was asked for.
    bool read_back = false;

    /// An unknown item.
    item_info() {}

    /**
     * A field of the answer that has no member here.
     *
     * \param name the field's name at the top level of the answer, such as `description`.
     * \return its value as JSON text (strings with their quotes), or nothing if the answer has no such field.
     */
    [[nodiscard]] std::optional<std::string> field(std::string_view name) const;
};

/// What the link allows, as Box answers it. Box leaves out what does not apply.
struct link_permissions
{
    /// Whether the item can be downloaded.
    std::optional<bool> can_download;
    /// Whether the item can be seen.
    std::optional<bool> can_preview;
    /// Whether the item can be edited (files).
    std::optional<bool> can_edit;

    /// Equal in all three.
    friend bool operator==(link_permissions const&, link_permissions const&) = default;
};

/// A shared link as Box answers it.
class shared_link
{
public:
    /// The address to hand out.
    std::string url;
    /// The address of the content itself; folders have none.
    std::optional<std::string> download_url;
    /// The address with the vanity name.
    std::optional<std::string> vanity_url;
    /// The vanity name.
    std::optional<std::string> vanity_name;
    /// Who can open the link, as it was set. Absent if the answer has none.
    std::optional<access_level> access;
    /// `access` as Box wrote it.
    std::string access_text;
    /// Who can open the link, all rules of the enterprise considered.
    std::optional<access_level> effective_access;
    /// `effective_access` as Box wrote it.
    std::string effective_access_text;
    /// What a person may at most do through the link.
    std::optional<boxlink::effective_permission> effective_permission;
    /// `effective_permission` as Box wrote it.
    std::string effective_permission_text;
    /// Whether the link asks for a password.
    bool is_password_enabled = false;
    /// When the link ends (`unshared_at` on the wire), in whole seconds; nothing if it does not. The latest
    /// time that the clock can hold (in 2262) stands for any later one.
    std::optional<std::chrono::system_clock::time_point> expires_at;
    /// How often the item was downloaded through the link.
    std::uint64_t download_count = 0;
    /// How often the item was seen through the link.
    std::uint64_t preview_count = 0;
    /// What the link allows.
    link_permissions permissions;
    /// The item that the link belongs to, as far as the answer told of it.
    item_info item;

    /// No link: all empty.
    shared_link() {}

    /**
     * A field of the link that has no member here. Reads `item.json` for it.
     *
     * \param name the field's name in the link's object, such as `is_enabled`.
     * \return its value as JSON text (strings with their quotes), or nothing if the link has no such field.
     */
    [[nodiscard]] std::optional<std::string> field(std::string_view name) const;
};

/// The answer of `get_link`.
class link_lookup
{
public:
    /// The link; nothing if the item has none, or if it was not modified.
    std::optional<shared_link> link;
    /// The item, as far as the answer told of it. Only what was asked by the caller if it was not modified.
    item_info item;
    /// True if `request_options::if_none_match` named the current version (304): the caller's copy is still
    /// good.
    bool not_modified = false;

    /// No answer yet: all empty.
    link_lookup() {}
};

/// The answer of `find`: what a link leads to.
class found_item
{
public:
    /// The item.
    item_info item;
    /// The link, if Box told of it.
    std::optional<shared_link> link;

    /// No answer yet: all empty.
    found_item() {}
};

} // namespace boxlink
