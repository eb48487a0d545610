// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/turnstile.hpp"

#include "net/one_shot.hpp"
#include "net/parking_lot.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>
#include <variant>

namespace boxlink::auth {
namespace asio = boost::asio;

class turnstile::visitor final : public std::enable_shared_from_this<visitor>, private net::parked
{
public:
    visitor(std::shared_ptr<turnstile> where, asio::any_io_executor executor)
        : where_(std::move(where)), executor_(executor), called_(std::move(executor))
    {
        park(asio::query(executor_, asio::execution::context));
    }
    visitor(visitor const&) = delete;
    visitor& operator=(visitor const&) = delete;

    ~visitor() override
    {
        std::lock_guard const lock(where_->mutex_);
        if (!is_inside_)
            where_->waiting_.remove(this);
        else if (where_->waiting_.empty())
            where_->is_taken_ = false;
        else
            admit_next();
    }

    /// Whether there is nobody to wait for.
    [[nodiscard]] bool knock()
    {
        std::lock_guard const lock(where_->mutex_);
        is_inside_ = !std::exchange(where_->is_taken_, true);
        if (!is_inside_)
            where_->waiting_.push_back(this);
        return is_inside_;
    }

    [[nodiscard]] asio::awaitable<std::monostate> wait() { return called_.wait(); }

private:
    void abandon() noexcept override
    {
        std::lock_guard const lock(where_->mutex_);
        if (!is_inside_)
            where_->waiting_.remove(this);
    }

    // The lock is held: who is in the list has not been destroyed, nor has the context that is posted to.
    void admit_next()
    {
        auto* const next = where_->waiting_.front();
        where_->waiting_.pop_front();
        next->is_inside_ = true;
        asio::post(next->executor_, [listener = next->weak_from_this()] {
            if (auto const alive = listener.lock())
                alive->called_.set({});
        });
    }

    std::shared_ptr<turnstile> where_;
    asio::any_io_executor executor_;
    net::one_shot<std::monostate> called_;
    bool is_inside_ = false;
};

asio::awaitable<std::shared_ptr<void>> turnstile::enter()
{
    auto const executor = co_await asio::this_coro::executor;
    auto const self = std::make_shared<visitor>(shared_from_this(), executor);
    if (!self->knock())
        co_await self->wait();
    co_return self;
}

} // namespace boxlink::auth
