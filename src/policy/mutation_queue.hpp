// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace boxlink::policy {

/**
 * Lets one change of an item go at a time, in the order in which they came: two at once could reach the server in either order, and a retry of the first
 * could undo the second.
 */
class mutation_queue
{
    using hook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

public:
    /// A change of an item. Leaves the queue at its end, unasked. Must end before the queue.
    class change : public hook
    {
    public:
        explicit change(std::string item) : item_(std::move(item)) {}
        ~change();
        change(change const&) = delete;
        change& operator=(change const&) = delete;

    private:
        friend class mutation_queue;

        std::string item_;
        /// Where it stands; null if nowhere.
        mutation_queue* queue_ = nullptr;
        /// Those that wait, while it goes on.
        boost::intrusive::list<change, boost::intrusive::constant_time_size<false>> behind_;
    };

    mutation_queue() = default;
    mutation_queue(mutation_queue const&) = delete;
    mutation_queue& operator=(mutation_queue const&) = delete;

    /// A change wants to begin; it stands nowhere yet. True if it may begin; false if it must wait for its turn.
    [[nodiscard]] bool enter(change& who);

    /// A change is over, or gives up waiting. \return the change whose turn it is now, if that is news; else null.
    change* leave(change& who) noexcept;

    /// Items with a change that goes on.
    [[nodiscard]] std::size_t size() const noexcept { return lines_.size(); }

private:
    struct line
    {
        /// Who goes on. Another one of the same item follows.
        mutable change* first;
    };
    struct hash_of_item
    {
        std::size_t operator()(line const& of) const noexcept
        {
            return std::hash<std::string>()(of.first->item_);
        }
    };
    struct same_item
    {
        bool operator()(line const& a, line const& b) const noexcept
        {
            return a.first == b.first || a.first->item_ == b.first->item_;
        }
    };

    /// One for each item. A flat table, which tells most items apart without a look at them: each lies somewhere else in memory.
    boost::unordered_flat_set<line, hash_of_item, same_item> lines_;
};

} // namespace boxlink::policy
