// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "bulk/bell.hpp"
#include "model/folder_page.hpp"

#include <boxlink/folder_listing.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace boxlink::bulk {

/// The item, if it is one that can have a link.
[[nodiscard]] std::optional<item_ref> ref_of(item_info const& item);

/// Goes through a folder and those below it, breadth first. Pages are got ahead, and told in order.
class folder_walk : public std::enable_shared_from_this<folder_walk>
{
public:
    folder_walk(item root, listing_options options);

    /// The next item; nothing after the last.
    [[nodiscard]] boost::asio::awaitable<result<std::optional<listed_item>>> next();

private:
    /// A page that has not been told yet.
    struct page
    {
        item_info folder;
        std::string folder_id;
        std::string marker;
        bool is_asked = false;
        std::optional<result<model::folder_page>> answer;
        std::size_t told = 0;
    };

    [[nodiscard]] result<void> check() const;
    void ask_ahead();
    void ask(std::shared_ptr<page> const& wanted);
    [[nodiscard]] listed_item tell(model::folder_page& from, page& where);
    void take(std::shared_ptr<page> const& asked, result<model::folder_page> answer);
    void insert_rest(std::shared_ptr<page> const& before, std::string marker);

    item root_;
    listing_options options_;
    bell news_;
    /// The first is being told.
    std::deque<std::shared_ptr<page>> pages_;
    bool has_begun_ = false;
};

} // namespace boxlink::bulk
