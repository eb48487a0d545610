// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstdint>
#include <list>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>

namespace boxlink::policy {

/**
 * Lets one change of an item go at a time, in the order in which they came: two at once could reach the server in either order, and a retry of the first
 * could undo the second.
 */
class mutation_queue
{
public:
    /// Names a change; given by the caller, unique among those of an item.
    using change = std::uint64_t;

    /// A change wants to begin. True if it may; false if it must wait for its turn.
    [[nodiscard]] bool enter(std::string const& item, change who);

    /// A change is over, or gives up waiting. \return the change whose turn it is now, if that is news.
    [[nodiscard]] std::optional<change> leave(std::string const& item, change who);

    /// Items with a change that goes on.
    [[nodiscard]] std::size_t size() const noexcept { return lines_.size(); }

private:
    struct line
    {
        change going_on = 0;
        std::list<change> behind = {};
    };

    /// Gives the room of one line to the next.
    std::pmr::unsynchronized_pool_resource memory_;
    /// By item.
    std::pmr::unordered_map<std::string, line> lines_{&memory_};
};

} // namespace boxlink::policy
