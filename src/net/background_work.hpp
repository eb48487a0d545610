// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <utility>

namespace boxlink::net {

/**
 * Lets an asynchronous operation run without keeping `io_context::run()` from returning.
 *
 * Idle connections are watched and timers tick for as long as a client lives; an application that only waits for its operations must not wait
 * for these. Asio counts every operation as outstanding work, so an operation is taken out of that count once it was started, and put back
 * when it ends, before anything else, for the scheduler then subtracts it once more.
 *
 * Knows the executors of `io_context` and `thread_pool` and strands of them. On others it does nothing: `run()` then waits for the idle time-out.
 */
class background_work
{
public:
    explicit background_work(boost::asio::any_io_executor executor);

    /**
     * Starts an operation. Call on the executor.
     *
     * \param initiate starts it with the handler that it is given.
     * \param ended is called on the executor with the operation's results.
     */
    template <class Initiate, class Handler>
    void start(Initiate&& initiate, Handler ended) const
    {
        if (is_native_) {
            initiate([background = *this, ended = std::move(ended)](auto... results) mutable {
                background.leave();
                ended(std::move(results)...);
            });
        } else {
            auto handler = [background = *this, ended = std::move(ended)](auto... results) mutable {
                background.leave();
                auto const executor = background.executor_;
                boost::asio::post(
                    executor, [ended = std::move(ended),
                               ... results = std::move(results)]() mutable { ended(std::move(results)...); }
                );
            };
            // To run right where the operation ends. When a strand comes to a handler, the scheduler has long subtracted, and `run()` may have
            // returned with work undone.
            initiate(boost::asio::bind_executor(boost::asio::system_executor(), std::move(handler)));
        }
        enter();
    }

private:
    using count_function = void (*)(boost::asio::any_io_executor const&);

    void enter() const;
    void leave() const;

    boost::asio::any_io_executor executor_;
    /// The executor without its strands, as far as the count knows them.
    boost::asio::any_io_executor counted_;
    count_function finished_ = nullptr;
    count_function started_ = nullptr;
    /// Whether handlers run on the executor of an `io_context` itself.
    bool is_native_;
};

} // namespace boxlink::net
