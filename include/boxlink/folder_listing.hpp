// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What is in a folder, and below it.
 */

#include <boxlink/bulk.hpp>
#include <boxlink/client.hpp>
#include <boxlink/error.hpp>
#include <boxlink/request_options.hpp>
#include <boxlink/shared_link.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boxlink {

namespace bulk {
class folder_walk;
}

/// An item that was found in a folder.
class listed_item
{
public:
    /// The item. `etag` and `name` are there.
    item_info item;
    /// The link, if the item has one.
    std::optional<shared_link> link;
    /// The folder that it is in.
    std::string parent_id;
    /// Why a folder below the first could not be listed: it is `item` then, for the second time, and its items are missing. Nothing for items.
    std::optional<error_info> failure;

    /// Nothing.
    listed_item() {}
};

/// How to list a folder. The setters check nothing; the first call of `item_listing::next` does.
class listing_options
{
public:
    /// Whether what is in the folders below is listed too, folder by folder. Off by default.
    listing_options& recursive(bool below);

    /// How many items are asked for at once; 1 to 1,000. 500 by default: with long names and links, more might exceed the bound of an answer.
    listing_options& page_size(std::size_t items);

    /// How many pages are got ahead of time; 1 to 64. 4 by default.
    listing_options& pages_ahead(std::size_t pages);

    /// The options of each request; no preconditions. `priority::bulk` unless it is set here.
    listing_options& request(request_options options);

    /// Whether what is below is listed.
    [[nodiscard]] bool recursive() const noexcept { return recursive_; }
    /// The items asked for at once.
    [[nodiscard]] std::size_t page_size() const noexcept { return page_size_; }
    /// The pages got ahead.
    [[nodiscard]] std::size_t pages_ahead() const noexcept { return pages_ahead_; }
    /// The options of each request.
    [[nodiscard]] request_options const& request() const noexcept { return request_; }

private:
    bool recursive_ = false;
    std::size_t page_size_ = 500;
    std::size_t pages_ahead_ = 4;
    request_options request_;
};

/**
 * The items of a folder, one after another, in the order in which Box tells them; the folder itself is not among them. Memory does not grow with the number of items, but with that
 * of the folders that are known and not yet listed.
 *
 * Object lifetimes: a handle that keeps the client's state alive. Destroying it while pages are being got is fine.
 * Thread safety: as `client`; `next` is awaited on the client's executor, by one coroutine at a time.
 */
class item_listing
{
public:
    /**
     * The next item; nothing after the last. Throws `error` if the folder itself cannot be listed, and for invalid options; that one below it cannot is told by
     * `listed_item::failure`. Cancellation of the awaiting coroutine is honoured when the page that is waited for has come.
     */
    [[nodiscard]] boost::asio::awaitable<std::optional<listed_item>> next();

    /// Internal.
    explicit item_listing(std::shared_ptr<bulk::folder_walk> walk) : walk_(std::move(walk)) {}

private:
    std::shared_ptr<bulk::folder_walk> walk_;
};

/// Lists a folder. Nothing is sent until the first `next`. \param folder a folder; the root is `folder:0`.
[[nodiscard]] item_listing list_items(item folder, listing_options options = listing_options());

/**
 * A source for `share_all` that does the same to all items of a listing that can have a link. Folders that could not be listed end it with their error.
 *
 * \param settings for `bulk_action::share`.
 */
[[nodiscard]] bulk_source
jobs_for(item_listing listing, bulk_action action, link_settings settings = link_settings());

} // namespace boxlink
