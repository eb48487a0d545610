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

}  // namespace

background_work::background_work(asio::any_io_executor executor) : executor_(std::move(executor))
{
    auto const recognise = [this]<class Executor>(std::type_identity<Executor>) {
        if (executor_.target<Executor>() == nullptr)
            return false;
        finished_ = &work_finished<Executor>;
        started_ = &work_started<Executor>;
        return true;
    };

    if (auto const* outer = executor_.target<asio::strand<asio::any_io_executor>>())
        executor_ = asio::any_io_executor(outer->get_inner_executor());
    recognise(std::type_identity<asio::io_context::executor_type>()) ||
        recognise(std::type_identity<asio::strand<asio::io_context::executor_type>>()) ||
        recognise(std::type_identity<asio::thread_pool::executor_type>()) ||
        recognise(std::type_identity<asio::strand<asio::thread_pool::executor_type>>());
}

void background_work::enter() const
{
    if (finished_ != nullptr)
        finished_(executor_);
}

void background_work::leave() const
{
    if (started_ != nullptr)
        started_(executor_);
}

}  // namespace boxlink::net
