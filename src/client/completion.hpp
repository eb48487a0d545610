// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Between an operation and who started it.

#include <boxlink/operations.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>
#include <variant>

namespace boxlink::client_impl {
namespace asio = boost::asio;

/// A caller's handler with the promise to its executor that it will be called.
template <class T>
class completion
{
public:
    /// \param fallback where a handler is called that has no executor of its own.
    completion(detail::erased_handler<T> handler, asio::any_io_executor const& fallback)
        : fallback_(fallback), is_on_fallback_(!handler.has_executor() || handler.executor() == fallback),
          where_(place_of(handler, fallback)), handler_(std::move(handler.get()))
    {}

    /// Calls the handler on its executor. \param may_be_starting whether the function that started the operation may still be running.
    void operator()(result<T> outcome, bool may_be_starting) &&
    {
        auto const fallback = fallback_;
        auto const where = where_;
        auto call = [self = std::move(*this), outcome = std::move(outcome)]() mutable {
            std::move(self).call(std::move(outcome));
        };
        auto const run_on = [&](auto const& executor) {
            if (!may_be_starting) {
                asio::dispatch(executor, std::move(call));
                return;
            }
            // An erased executor may know only how to dispatch, and one of the system would not wait until the caller is ready.
            asio::post(fallback, [executor, call = std::move(call)]() mutable {
                asio::dispatch(executor, std::move(call));
            });
        };
        if (auto const* const usual = std::get_if<usual_place>(&where))
            run_on(usual->get_executor());
        else
            run_on(std::get<unusual_place>(where).get_executor());
    }

    /// Whether the handler is called on the fallback: who is there may `call`.
    [[nodiscard]] bool is_on_fallback() const noexcept { return is_on_fallback_; }

    /// Calls the handler. On its executor.
    void call(result<T>&& outcome) &&
    {
        where_ = done();
        std::move(handler_)(std::move(outcome));
    }

private:
    using done = std::monostate;
    using usual_place = asio::executor_work_guard<asio::any_io_executor>;
    using unusual_place = asio::executor_work_guard<asio::any_completion_executor>;
    using place = std::variant<done, usual_place, unusual_place>;

    static place place_of(detail::erased_handler<T>& handler, asio::any_io_executor const& fallback)
    {
        if (handler.executor())
            return usual_place(handler.executor());
        if (handler.has_executor())
            return unusual_place(asio::get_associated_executor(handler.get(), fallback));
        return usual_place(fallback);
    }

    asio::any_io_executor fallback_;
    bool is_on_fallback_;
    place where_;
    typename detail::erased_handler<T>::function handler_;
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
