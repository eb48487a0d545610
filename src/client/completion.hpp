// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Between an operation and who started it.

#include <boxlink/operations.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

/// A caller's handler with the promise to its executor that it will be called.
template <class T>
class completion
{
public:
    completion(detail::erased_handler<T> handler, asio::any_io_executor const& fallback)
        : fallback_(fallback), work_(asio::get_associated_executor(handler, fallback)),
          handler_(std::move(handler))
    {}

    /// Calls the handler on its executor. \param may_be_starting whether the function that started the operation may still be running.
    void operator()(result<T> outcome, bool may_be_starting) &&
    {
        auto const fallback = fallback_;
        auto const executor = work_.get_executor();
        auto call = [self = std::move(*this), outcome = std::move(outcome)]() mutable {
            std::move(self).call(std::move(outcome));
        };
        run_on(executor, fallback, std::move(call), may_be_starting);
    }

    /// As above, for a completion that lives with its outcome in one shared object: neither is moved until `call_it` calls the handler.
    template <class Function>
    void schedule(Function call_it, bool may_be_starting) const
    {
        run_on(work_.get_executor(), fallback_, std::move(call_it), may_be_starting);
    }

    /// Calls the handler. On its executor.
    void call(result<T>&& outcome) &&
    {
        work_.reset();
        std::move(handler_)(std::move(outcome));
    }

private:
    template <class Executor, class Function>
    static void run_on(
        Executor const& executor, asio::any_io_executor const& fallback, Function call, bool may_be_starting
    )
    {
        if (!may_be_starting) {
            asio::dispatch(executor, std::move(call));
            return;
        }
        // An erased executor knows only how to dispatch.
        asio::post(fallback, [executor, call = std::move(call)]() mutable {
            asio::dispatch(executor, std::move(call));
        });
    }

    asio::any_io_executor fallback_;
    asio::executor_work_guard<asio::associated_executor_t<detail::erased_handler<T>, asio::any_io_executor>>
        work_;
    detail::erased_handler<T> handler_;
};

/// Lets the caller's slot end an operation that has `executor` and `cancel`. The signal may be emitted on another thread, and may outlive the operation.
template <class Operation>
void connect_cancellation(asio::cancellation_slot slot, std::shared_ptr<Operation> const& operation)
{
    if (!slot.is_connected())
        return;
    slot.assign([weak = std::weak_ptr(operation),
                 executor = operation->executor()](asio::cancellation_type type) {
        asio::dispatch(executor, [weak, type] {
            if (auto const alive = weak.lock())
                alive->cancel(type);
        });
    });
}

} // namespace boxlink::client_impl
