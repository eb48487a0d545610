// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"

#include <boxlink/testing/kind.hpp>
#include <boxlink/testing/stored_link.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace boxlink::testing {

/// An item of the server. Links are read through `content`, which knows whether they have ended.
class item
{
public:
    kind what = kind::file;
    std::string id;
    std::string name;
    item* parent = nullptr; ///< Null for the root folder and app items.
    std::uint64_t etag = 0;
    std::chrono::sys_seconds created;
    std::chrono::sys_seconds modified;
    std::optional<std::string> only_for; ///< The one user who sees it beside the default user.
    std::string application_type;        ///< App items only.

    /// Folders only: what is in it, by a number that grows, so that a marker stays good while items come and go.
    std::map<std::uint64_t, item*> children;

    [[nodiscard]] bool is_root() const noexcept { return what == kind::folder && !parent; }

private:
    friend class content;
    std::uint64_t place_ = 0; // the key in its parent's children
    std::optional<stored_link> link_;
};

/// The name of a kind on the wire, `web_link` for instance.
[[nodiscard]] std::string_view name_of(kind what) noexcept;

/// Whether this is an id in the form that Box recognises: decimal digits.
[[nodiscard]] bool is_item_id(std::string_view text) noexcept;

/// The address that opens a link by its vanity name.
[[nodiscard]] std::string vanity_url(std::string_view vanity_name);

/// All items and links, found by id, by address and by vanity name.
class content
{
public:
    explicit content(std::chrono::sys_seconds now);

    /// Adds an item. Without an id, it gets the next free one.
    /// @throws std::invalid_argument for an id that is taken or no id; std::out_of_range for a parent that is missing.
    item&
    add(kind what, std::string name, std::string_view parent, std::string id, std::chrono::sys_seconds now);

    /// The item, or null.
    [[nodiscard]] item* find(kind what, std::string_view id) const;

    /// The item.
    /// @throws std::out_of_range when there is none.
    [[nodiscard]] item& at(kind what, std::string_view id) const;

    /// Removes an item and what is in it.
    void remove(item& which);

    /// The link of an item, or null when it has none; a link that has ended is dropped on the way.
    [[nodiscard]] const stored_link* link_of(item& which, time_point now);

    /// Sets or, with nothing, drops the link.
    void set_link(item& which, std::optional<stored_link> link);

    /// The item with this link address or vanity address, or null.
    [[nodiscard]] item* find_by_url(std::string_view url, time_point now);

    /// The item with this vanity name, or null.
    [[nodiscard]] item* find_by_vanity_name(std::string_view vanity_name, time_point now);

    /// The number of items without the root folder.
    [[nodiscard]] std::size_t size() const noexcept;

    /// The number of links that have not ended.
    [[nodiscard]] std::size_t link_count(time_point now) const;

private:
    // Lets the maps be asked with a string_view.
    struct text_hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>()(text);
        }
    };
    template <class T>
    using text_map = std::unordered_map<std::string, T, text_hash, std::equal_to<>>;

    text_map<std::unique_ptr<item>>& items_of(kind what) { return items_[static_cast<std::size_t>(what)]; }
    [[nodiscard]] const text_map<std::unique_ptr<item>>& items_of(kind what) const
    {
        return items_[static_cast<std::size_t>(what)];
    }
    std::string free_id(kind what);

    std::array<text_map<std::unique_ptr<item>>, 4> items_;
    text_map<item*> by_url_;
    text_map<item*> by_vanity_name_;
    std::uint64_t last_id_ = 1000000000;
    std::uint64_t last_child_ = 0;
};

} // namespace boxlink::testing
