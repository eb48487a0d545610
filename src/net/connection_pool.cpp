// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace boxlink::net {

connection_pool::connection_pool(
    std::shared_ptr<origin> server, policy::pool_limits limits, random_source random
)
    : origin_(std::move(server)), limits_(limits), random_(std::move(random))
{}

std::shared_ptr<connection> connection_pool::try_acquire(time_source::time_point now)
{
    auto const takes_any = [](waiter const* waiting) { return !waiting->fresh_only_; };
    if (std::any_of(waiters_.begin(), waiters_.end(), takes_any))
        return nullptr;
    while (!closed_ && !idle_.empty()) {
        auto const link = idle_.back().link;
        if (now >= link->end_of_life) {
            // Its timer is late.
            drop_idle(link.get(), counters_.expired);
            continue;
        }
        if (idle_.back().expiry != nullptr)
            link->stop_watching();
        idle_.pop_back();
        ++busy_;
        hand_out(*link);
        publish_load();
        return link;
    }
    return nullptr;
}

void connection_pool::enqueue(waiter& who)
{
    if (closed_) {
        who.slot_.set(error_info(errc::client_closed, {}));
        return;
    }
    who.place_ = waiters_.insert(waiters_.end(), &who);
    grow();
    publish_load();
}

void connection_pool::cancel(waiter& who, error_info why)
{
    if (!who.place_)
        return;
    waiters_.erase(*who.place_);
    serve(who, std::move(why));
    publish_load();
}

void connection_pool::release(std::shared_ptr<connection> used, bool reusable, time_source::time_point now)
{
    --busy_;
    if (closed_ || !reusable)
        used->abort();
    else if (now >= used->end_of_life) {
        ++counters_.expired;
        used->abort();
    } else
        offer(std::move(used), now);
    grow();
    publish_load();
}

void connection_pool::close()
{
    closed_ = true;
    for (auto& idle : std::exchange(idle_, {})) {
        idle.link->stop_watching();
        idle.link->abort();
    }
    // Their coroutines take them out of the list.
    for (auto const& opening : connecting_)
        opening->abort();
    while (!waiters_.empty()) {
        auto& who = *waiters_.front();
        waiters_.pop_front();
        serve(who, error_info(errc::client_closed, {}));
    }
    publish_load();
}

void connection_pool::abandon() noexcept
{
    closed_ = true;
    idle_.clear();
    connecting_.clear();
    for (auto* const who : std::exchange(waiters_, {}))
        who->place_.reset();
}

pool_counters connection_pool::counters() const noexcept
{
    pool_counters now;
    now.open = counters_.open;
    now.idle = counters_.idle;
    now.waiting = counters_.waiting;
    now.connects = counters_.connects;
    now.connect_failures = counters_.connect_failures;
    now.tls_resumptions = counters_.tls_resumptions;
    now.reuses = counters_.reuses;
    now.idle_drops = counters_.idle_drops;
    now.expired = counters_.expired;
    return now;
}

policy::pool_load connection_pool::load() const noexcept
{
    policy::pool_load now;
    now.idle = idle_.size();
    now.busy = busy_;
    now.connecting = connecting_.size();
    now.waiting = waiters_.size();
    return now;
}

void connection_pool::grow()
{
    if (closed_)
        return;
    while (policy::should_evict_idle(load(), limits_)) {
        auto const oldest = idle_.front().link;
        drop_idle(oldest.get(), counters_.expired);
        start_connecting();
    }
    while (policy::should_connect(load(), limits_))
        start_connecting();
}

void connection_pool::start_connecting()
{
    auto opening = std::make_shared<connection>(origin_);
    connecting_.push_back(opening);
    auto work = connect_one(shared_from_this(), std::move(opening));
    boost::asio::co_spawn(origin_->executor, std::move(work), boost::asio::detached);
}

boost::asio::awaitable<void>
connection_pool::connect_one(std::shared_ptr<connection_pool> self, std::shared_ptr<connection> opening)
{
    result<void> outcome;
    try {
        // By the way of the queue: where a connection fails at once, the waiters would else fail each within the failure of the one before.
        co_await boost::asio::post(self->origin_->executor, boost::asio::use_awaitable);
        outcome = co_await opening->open();
    } catch (std::exception const& fault) {
        outcome = error_info(errc::connect_failed, fault.what());
    }
    self->on_opened(opening, std::move(outcome));
}

void connection_pool::on_opened(std::shared_ptr<connection> const& opened, result<void> outcome)
{
    std::erase(connecting_, opened);
    if (closed_) {
        opened->abort();
        publish_load();
        return;
    }
    if (outcome.has_value()) {
        ++counters_.connects;
        if (opened->is_resumed())
            ++counters_.tls_resumptions;
        auto const now = origin_->timers.now();
        opened->end_of_life = now + policy::connection_lifetime(limits_, random_());
        offer(opened, now);
    } else {
        ++counters_.connect_failures;
        if (!waiters_.empty()) {
            auto& who = *waiters_.front();
            waiters_.pop_front();
            serve(who, std::move(outcome).error());
        }
    }
    grow();
    publish_load();
}

void connection_pool::offer(std::shared_ptr<connection> ready, time_source::time_point now)
{
    bool const is_fresh = ready->uses == 0;
    // Who is first in line must not wait for as long as others find use for all connections.
    if (!is_fresh && !waiters_.empty() && waiters_.front()->fresh_only_ && connecting_.empty()) {
        ready->abort();
        return;
    }
    auto const served = std::find_if(waiters_.begin(), waiters_.end(), [is_fresh](waiter const* waiting) {
        return is_fresh || !waiting->fresh_only_;
    });
    if (served == waiters_.end()) {
        make_idle(std::move(ready), now);
        return;
    }
    auto& who = **served;
    waiters_.erase(served);
    ++busy_;
    hand_out(*ready);
    serve(who, std::move(ready));
}

void connection_pool::serve(waiter& who, result<std::shared_ptr<connection>> outcome)
{
    who.place_.reset();
    who.slot_.set(std::move(outcome));
}

// Under load a connection is taken again before the next thing happens: only one that is not is worth a timer and a watch.
void connection_pool::make_idle(std::shared_ptr<connection> ready, time_source::time_point now)
{
    ready->was_idle = true;
    auto const until = policy::idle_until(limits_, now, ready->end_of_life);
    idle_.push_back({.link = std::move(ready), .until = until});
    if (std::exchange(settling_, true))
        return;
    boost::asio::post(origin_->executor, [self = weak_from_this()] {
        if (auto const alive = self.lock())
            alive->settle();
    });
}

void connection_pool::settle()
{
    settling_ = false;
    for (auto idle = idle_.rbegin(); idle != idle_.rend() && idle->expiry == nullptr; ++idle) {
        auto* const link = idle->link.get();
        idle->expiry = std::make_unique<timer_queue::timer>(origin_->timers);
        idle->expiry->start(idle->until, [this, link] { drop_idle(link, counters_.expired); });
        // The tickets of TLS 1.3 come after the handshake, and are read with the first answer: until then there is something to read on a sound
        // connection.
        if (link->uses > 0)
            link->watch_idle([this, link] { drop_idle(link, counters_.idle_drops); });
    }
}

void connection_pool::drop_idle(connection const* gone, std::atomic<std::uint64_t>& counter)
{
    auto const found = std::find_if(idle_.begin(), idle_.end(), [gone](auto const& idle) {
        return idle.link.get() == gone;
    });
    if (found == idle_.end())
        return;
    auto const dropped = std::move(found->link);
    idle_.erase(found);
    ++counter;
    dropped->stop_watching();
    dropped->abort();
    publish_load();
}

void connection_pool::hand_out(connection& link)
{
    if (link.uses++ > 0)
        ++counters_.reuses;
}

void connection_pool::publish_load() noexcept
{
    auto const now = load();
    counters_.open = now.idle + now.busy + now.connecting;
    counters_.idle = now.idle;
    counters_.waiting = now.waiting;
}

} // namespace boxlink::net
