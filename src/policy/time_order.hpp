// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>

#include <array>
#include <cstddef>

namespace boxlink::policy {

/// A place in a `time_order`, which is left when the object ends. `Order` tells the orders of an object apart.
template <class Order>
class time_order_hook : public boost::intrusive::list_base_hook<
                            boost::intrusive::tag<Order>,
                            boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
                        public boost::intrusive::set_base_hook<
                            boost::intrusive::tag<Order>,
                            boost::intrusive::link_mode<boost::intrusive::auto_unlink>,
                            boost::intrusive::optimize_size<true>>
{
public:
    using list_hook = typename time_order_hook::list_base_hook;
    using tree_hook = typename time_order_hook::set_base_hook;

    /// Leaves the order, if it stands in one.
    void leave_order() noexcept
    {
        if (list_hook::is_linked())
            list_hook::unlink();
        else if (tree_hook::is_linked())
            tree_hook::unlink();
    }
};

/**
 * Objects in the order of their times, however many there are. They are not owned.
 *
 * There are few kinds of times, such as deadlines, and those of one kind mostly lie equally far ahead: they come in their order. So a few lists, each in the order
 * of time, take nearly all of them at their ends, without a look at others; a tree takes the rest.
 *
 * \tparam T is a `time_order_hook<Order>`.
 * \tparam Time tells the time of a `T`; it must stay the same while it stands here.
 * \tparam Lists how many kinds there are.
 */
template <class T, class Order, class Time, std::size_t Lists>
class time_order
{
public:
    void insert(T& one)
    {
        for (auto& list : lists_) {
            if (list.empty() || !earlier()(one, list.back())) {
                list.push_back(one);
                return;
            }
        }
        rest_.insert(rest_.end(), one);
    }

    /// The one whose time comes first; null if there is none.
    [[nodiscard]] T* first() noexcept
    {
        auto* next = rest_.empty() ? nullptr : &*rest_.begin();
        for (auto& list : lists_) {
            if (!list.empty() && (next == nullptr || earlier()(list.front(), *next)))
                next = &list.front();
        }
        return next;
    }

private:
    struct earlier
    {
        bool operator()(T const& a, T const& b) const noexcept { return Time()(a) < Time()(b); }
    };
    using hook = time_order_hook<Order>;
    using fifo = boost::intrusive::list<
        T,
        boost::intrusive::base_hook<typename hook::list_hook>,
        boost::intrusive::constant_time_size<false>>;
    using tree = boost::intrusive::multiset<
        T,
        boost::intrusive::base_hook<typename hook::tree_hook>,
        boost::intrusive::compare<earlier>,
        boost::intrusive::constant_time_size<false>>;

    /// The next one of each first.
    std::array<fifo, Lists> lists_;
    tree rest_;
};

} // namespace boxlink::policy
