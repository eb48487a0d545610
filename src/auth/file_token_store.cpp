// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/file_lock.hpp"
#include "auth/private_file.hpp"
#include "auth/stored_tokens_text.hpp"
#include "model/text.hpp"

#include <boxlink/token_store.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <utility>

namespace boxlink {
namespace {

namespace asio = boost::asio;
using std::chrono::microseconds;

// Adds whose text it is, and what to do about it.
error_info unusable(std::string const& path, error_info const& fault)
{
    return {
        errc::token_unavailable, "token file " + model::quoted(path, 300) + ": " + fault.message +
                                     "; restore it, or remove it and log in again"};
}

// A refresh with all its retries takes less.
constexpr std::chrono::minutes longest_wait{10};

// How long somebody waits who did not get the lock. A refresh takes some hundred milliseconds, a look at the lock some microseconds.
class lock_interval
{
public:
    // Up to half less, so that those who wait do not look at the same moments for ever.
    [[nodiscard]] microseconds next()
    {
        auto const longest = std::exchange(interval_, std::min(2 * interval_, longest_interval));
        return microseconds(
            std::uniform_int_distribution<microseconds::rep>(longest.count() / 2, longest.count())(random_)
        );
    }

private:
    static constexpr microseconds longest_interval{25'000};

    microseconds interval_{1'000};
    std::minstd_rand random_{std::random_device{}()};
};

class file_store final : public token_store
{
public:
    explicit file_store(std::string path) : name_(std::move(path)), path_(name_)
    {
        // The program may go to another directory later.
        std::error_code error;
        if (auto const whole = std::filesystem::absolute(name_, error); !error && !name_.empty())
            path_ = whole.string();
    }

    asio::awaitable<std::shared_ptr<void>> lock() override
    {
        auto const held = std::make_shared<auth::file_lock>(auth::resolve_file(path_).value() + ".lock");
        lock_interval interval;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        auto const give_up_at = asio::steady_timer::clock_type::now() + longest_wait;
        while (!held->try_take().value()) {
            if (asio::steady_timer::clock_type::now() > give_up_at)
                throw error(error_info(
                    errc::token_unavailable,
                    "token file " + model::quoted(path_, 300) +
                        ": another process has held its lock for 10 minutes; end that process"
                ));
            timer.expires_after(interval.next());
            co_await timer.async_wait(asio::use_awaitable);
        }
        co_return held;
    }

    asio::awaitable<stored_tokens> load() override
    {
        secret const text =
            auth::read_private_file(auth::resolve_file(path_).value(), auth::max_token_text_size).value();
        result<stored_tokens> tokens = auth::read_stored_tokens(text.reveal());
        if (!tokens)
            throw error(unusable(path_, tokens.error()));
        co_return *std::move(tokens);
    }

    asio::awaitable<void> save(stored_tokens tokens) override
    {
        result<secret> const text = auth::write_stored_tokens(tokens);
        if (!text)
            throw error(unusable(path_, text.error()));
        auth::replace_private_file(auth::resolve_file(path_).value(), text->reveal()).value();
        co_return;
    }

    std::string name() const override { return name_; }

private:
    std::string name_;
    std::string path_;
};

} // namespace

std::shared_ptr<token_store> file_token_store(std::string path)
{
    return std::make_shared<file_store>(std::move(path));
}

} // namespace boxlink
