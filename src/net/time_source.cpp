// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/time_source.hpp"

#include "net/background_work.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <utility>

namespace boxlink::net {
namespace {

class machine_time final : public time_source, public std::enable_shared_from_this<machine_time>
{
public:
    explicit machine_time(boost::asio::any_io_executor executor)
        : timer_(executor), background_(std::move(executor))
    {}

    [[nodiscard]] time_point now() const override { return std::chrono::steady_clock::now(); }

    [[nodiscard]] std::chrono::system_clock::time_point calendar_now() const override
    {
        return std::chrono::system_clock::now();
    }

    void wake_at(time_point when, std::function<void()> wake) override
    {
        wake_ = std::move(wake);
        auto const request = ++request_;
        timer_.expires_at(when);
        background_.start(
            [this](auto handler) { timer_.async_wait(std::move(handler)); },
            [self = weak_from_this(), request](boost::system::error_code) {
                if (auto const alive = self.lock(); alive && alive->request_ == request && alive->wake_)
                    std::exchange(alive->wake_, nullptr)();
            }
        );
    }

    void cancel() override
    {
        ++request_;
        wake_ = nullptr;
        timer_.cancel();
    }

private:
    boost::asio::steady_timer timer_;
    background_work background_;
    std::function<void()> wake_;
    std::uint64_t request_ = 0;
};

} // namespace

std::shared_ptr<time_source> make_machine_time(boost::asio::any_io_executor executor)
{
    return std::make_shared<machine_time>(std::move(executor));
}

} // namespace boxlink::net
