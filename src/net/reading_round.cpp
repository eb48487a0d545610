// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/reading_round.hpp"

#include <boost/asio/execution/context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>

#include <utility>

namespace boxlink::net {
namespace asio = boost::asio;

void reading_round::add(std::shared_ptr<reader> who)
{
    waiting_.push_back(std::move(who));
    if (!scheduled_)
        schedule();
}

void reading_round::schedule()
{
    asio::post(executor_, [self = shared_from_this()] { self->run(); });
    // Whoever waits owns, in a circle, what owns this.
    park(asio::query(executor_, asio::execution::context));
    scheduled_ = true;
}

void reading_round::run()
{
    unpark();
    // Those who come meanwhile wait for the next round.
    auto const count = waiting_.size();
    std::size_t read = 0;
    try {
        while (read < count)
            waiting_[read++]->read();
    } catch (...) {
        // A handler of the caller's has thrown. The others must read nevertheless.
        forget_first(read);
        throw;
    }
    forget_first(count);
}

void reading_round::forget_first(std::size_t count)
{
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    scheduled_ = false;
    if (!waiting_.empty())
        schedule();
}

void reading_round::abandon() noexcept
{
    auto const dropped = std::move(waiting_);
}

} // namespace boxlink::net
