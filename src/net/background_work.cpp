// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/background_work.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

template <class Executor>
void work_finished(asio::any_io_executor const& executor)
{
    executor.target<Executor>()->on_work_finished();
}

template <class Executor>
void work_started(asio::any_io_executor const& executor)
{
    executor.target<Executor>()->on_work_started();
}

} // namespace

background_work::background_work(asio::any_io_executor executor)
    : executor_(executor), counted_(std::move(executor)),
      is_native_(executor_.target<asio::io_context::executor_type>() != nullptr)
{
    while (auto const* const outer = counted_.target<asio::strand<asio::any_io_executor>>())
        counted_ = asio::any_io_executor(outer->get_inner_executor());

    auto const recognise = [this]<class Executor>(std::type_identity<Executor>) {
        if (counted_.target<Executor>() == nullptr)
            return false;
        finished_ = &work_finished<Executor>;
        started_ = &work_started<Executor>;
        return true;
    };
    recognise(std::type_identity<asio::io_context::executor_type>()) ||
        recognise(std::type_identity<asio::strand<asio::io_context::executor_type>>()) ||
        recognise(std::type_identity<asio::thread_pool::executor_type>()) ||
        recognise(std::type_identity<asio::strand<asio::thread_pool::executor_type>>());
}

// Beside the operation itself Asio counts the executor of its socket or timer, unless that is an `io_context`'s own.

void background_work::enter() const
{
    for (int works = is_native_ ? 1 : 2; finished_ != nullptr && works > 0; --works)
        finished_(counted_);
}

void background_work::leave() const
{
    for (int works = is_native_ ? 1 : 2; started_ != nullptr && works > 0; --works)
        started_(counted_);
}

} // namespace boxlink::net
