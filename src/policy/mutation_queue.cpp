// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/mutation_queue.hpp"

namespace boxlink::policy {

mutation_queue::change::~change()
{
    if (queue_ != nullptr)
        queue_->leave(*this);
}

bool mutation_queue::enter(change& who)
{
    auto const [of_item, is_alone] = lines_.insert({&who});
    if (!is_alone)
        of_item->first->behind_.push_back(who);
    who.queue_ = this;
    return is_alone;
}

mutation_queue::change* mutation_queue::leave(change& who) noexcept
{
    if (who.queue_ != this)
        return nullptr;
    who.queue_ = nullptr;
    if (who.is_linked()) {
        who.unlink();
        return nullptr;
    }
    auto const of_item = lines_.find({&who});
    if (who.behind_.empty()) {
        lines_.erase(of_item);
        return nullptr;
    }
    auto* const next = &who.behind_.front();
    who.behind_.pop_front();
    next->behind_.splice(next->behind_.end(), who.behind_);
    of_item->first = next;
    return next;
}

} // namespace boxlink::policy
