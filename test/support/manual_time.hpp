// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/time_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace boxlink::test {

/// A clock whose hands the test turns. Used on one executor; make it by `std::make_shared`.
class manual_time final : public net::time_source, public std::enable_shared_from_this<manual_time>
{
public:
    explicit manual_time(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Turns the hands, and wakes on the executor who is due then.
    void advance(time_point::duration by)
    {
        now_ += by;
        wake_if_due();
    }

    /// How often somebody asked to be woken.
    [[nodiscard]] std::size_t requests() const noexcept { return requests_; }

    /// Whether somebody wants to be woken.
    [[nodiscard]] bool is_asked() const noexcept { return static_cast<bool>(wake_); }

    /// When somebody wants to be woken; nothing if nobody does.
    [[nodiscard]] std::optional<time_point> due() const
    {
        return wake_ ? std::optional(when_) : std::nullopt;
    }

    [[nodiscard]] time_point now() const override { return now_; }

    [[nodiscard]] std::chrono::system_clock::time_point calendar_now() const override
    {
        using std::chrono::system_clock;
        constexpr system_clock::time_point noon =
            std::chrono::sys_days(std::chrono::January / 15 / 2026) + std::chrono::hours(12);
        return noon + std::chrono::duration_cast<system_clock::duration>(now_ - start);
    }

    void wake_at(time_point when, std::function<void()> wake) override
    {
        ++requests_;
        ++latest_;
        when_ = when;
        wake_ = std::move(wake);
        wake_if_due();
    }

    void cancel() override
    {
        ++latest_;
        wake_ = nullptr;
    }

private:
    // Not the clock's zero, so that a time that somebody forgot to set is in the past.
    static constexpr time_point start = time_point(std::chrono::hours(1000));

    void wake_if_due()
    {
        if (!wake_ || when_ > now_)
            return;
        boost::asio::post(executor_, [weak = weak_from_this(), request = latest_] {
            if (auto const self = weak.lock(); self && self->latest_ == request && self->wake_)
                std::exchange(self->wake_, nullptr)();
        });
    }

    boost::asio::any_io_executor executor_;
    time_point now_ = start;
    time_point when_{};
    std::function<void()> wake_;
    std::uint64_t latest_ = 0;
    std::size_t requests_ = 0;
};

} // namespace boxlink::test
