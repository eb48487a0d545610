// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Which item of Box is meant: its type and id.
 */

#include <boxlink/error.hpp>

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink {

/// The types of item that Box knows. `other` is a type that this version does not know; its text stays
/// reachable.
enum class item_type
{
    /// A file.
    file,
    /// A folder.
    folder,
    /// A bookmark.
    web_link,
    /// An item of a Box app, met only when a link is looked up; it cannot be shared through this API.
    app_item,
    /// Anything else.
    other,
};

/// The name that the API uses: `file`, `folder`, `web_link`, `app_item`; `other` for anything else.
[[nodiscard]] std::string_view to_string(item_type type) noexcept;

/**
 * An item's type and id: a plain value, tied to no client.
 *
 * Ids are text: decimal digits of any length. They are checked by `validate`, and by every operation before
 * it sends anything.
 */
class item_ref
{
public:
    /// A file by its id.
    [[nodiscard]] static item_ref file(std::string id) { return {item_type::file, std::move(id)}; }

    /// A folder by its id.
    [[nodiscard]] static item_ref folder(std::string id) { return {item_type::folder, std::move(id)}; }

    /// A web link (bookmark) by its id.
    [[nodiscard]] static item_ref web_link(std::string id) { return {item_type::web_link, std::move(id)}; }

    /**
     * Reads an item from text: `file:123`, `folder:456`, `web_link:789`, or the address that a browser shows
     * (`https://app.box.com/file/123`, `https://acme.app.box.com/folder/456?s=…`,
     * `https://acme.ent.box.com/web_link/789`).
     *
     * \return the item, or `errc::invalid_argument` with a message that quotes the text and shows the
     * accepted forms.
     */
    [[nodiscard]] static result<item_ref> parse(std::string_view text);

    /// The type: `file`, `folder` or `web_link`.
    [[nodiscard]] item_type type() const noexcept { return type_; }

    /// The id.
    [[nodiscard]] std::string const& id() const noexcept { return id_; }

    /// `file:123`; `parse` reads it back.
    [[nodiscard]] std::string to_string() const;

    /**
     * Checks that the item can be sent to Box: the id is 1 to 64 decimal digits.
     *
     * The root folder, `folder:0`, is an item, but it cannot have a link: the operations refuse it.
     *
     * \return `errc::invalid_argument`, naming the id, if it cannot.
     */
    [[nodiscard]] result<void> validate() const;

    /// Equal type and id.
    friend bool operator==(item_ref const&, item_ref const&) = default;
    /// By type, then by the text of the id.
    friend auto operator<=>(item_ref const&, item_ref const&) = default;

private:
    item_ref(item_type type, std::string id) : type_(type), id_(std::move(id)) {}

    item_type type_;
    std::string id_;
};

} // namespace boxlink
