// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/run_items.hpp"

#include "bulk/records/error_names.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <deque>
#include <exception>

namespace boxlink::cli {
namespace {

namespace asio = boost::asio;

class item_run
{
public:
    item_run(
        asio::io_context& context,
        std::vector<std::string> const& names,
        operation const& work,
        sink const& results,
        std::function<void()> const& on_interrupt
    )
        : context_(context), names_(names), work_(work), results_(results), on_interrupt_(on_interrupt),
          signals_(context, SIGINT, SIGTERM)
    {}

    tally run(std::size_t concurrency)
    {
        signals_.async_wait([this](error_code const& error, int) {
            if (error)
                return;
            // With the default action back in place, the second signal works even if this thread is stuck in a write.
            signals_.clear();
            on_interrupt_();
            stop();
        });
        workers_ = std::min(concurrency, names_.size());
        for (std::size_t i = 0; i < workers_; ++i) {
            auto ended = [this](std::exception_ptr) {
                if (--workers_ == 0)
                    signals_.cancel();
            };
            asio::co_spawn(
                context_, take_items(),
                asio::bind_cancellation_slot(cancellations_.emplace_back().slot(), ended)
            );
        }
        // Nobody else would end the wait for Ctrl-C.
        if (workers_ == 0)
            signals_.cancel();
        context_.run();
        while (next_ < names_.size()) {
            std::size_t const index = next_++;
            report(index, outcome::not_started(names_[index]));
        }
        return tally_;
    }

private:
    asio::awaitable<void> take_items()
    {
        while (!stopped_ && next_ < names_.size()) {
            std::size_t const index = next_++;
            outcome result;
            try {
                result = co_await work_(index);
            } catch (std::exception const& e) {
                result = outcome::failed(names_[index], error_info(error_code(), e.what()));
            }
            report(index, std::move(result));
        }
    }

    void report(std::size_t index, outcome result)
    {
        if (!result.failure)
            ++tally_.done;
        else
            ++tally_.failed;
        if (result.failure && bulk::is_of_configuration(result.failure->code))
            ++tally_.refused;
        // Posted, since a coroutine must not be cancelled from within itself.
        if (!results_(index, std::move(result)) && !stopped_)
            asio::post(context_, [this] { stop(); });
    }

    void stop()
    {
        if (std::exchange(stopped_, true))
            return;
        for (asio::cancellation_signal& cancellation : cancellations_)
            cancellation.emit(asio::cancellation_type::terminal);
    }

    asio::io_context& context_;
    std::vector<std::string> const& names_;
    operation const& work_;
    sink const& results_;
    std::function<void()> const& on_interrupt_;
    asio::signal_set signals_;
    std::deque<asio::cancellation_signal> cancellations_;
    std::size_t next_ = 0;
    std::size_t workers_ = 0;
    bool stopped_ = false;
    tally tally_;
};

} // namespace

tally run_items(
    asio::io_context& context,
    std::vector<std::string> const& names,
    std::size_t concurrency,
    operation const& work,
    sink const& results,
    std::function<void()> const& on_interrupt
)
{
    return item_run(context, names, work, results, on_interrupt).run(concurrency);
}

} // namespace boxlink::cli
