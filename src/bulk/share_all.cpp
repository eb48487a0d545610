// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/engine.hpp"
#include "client/client_state.hpp"
#include "client/completion.hpp"
#include "model/box_request.hpp"
#include "model/refusal.hpp"
#include "model/request_rules.hpp"

#include <boxlink/bulk.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace boxlink {
namespace {

namespace asio = boost::asio;

result<void> check(bulk_source const& source, bulk_sink const& sink, bulk_options const& options)
{
    if (source == nullptr || sink == nullptr)
        return model::refusal(std::string(source == nullptr ? "source" : "sink") + ": the function is empty");
    auto const& request = options.request();
    if (request.if_match() || request.if_none_match())
        return model::refusal(
            "request: if_match and if_none_match belong to one item; use share, unshare or get_link for it"
        );
    constexpr auto code = errc::invalid_argument;
    result<void> const checks[] = {
        model::check_range(code, "concurrency", options.concurrency(), 1, 100'000),
        model::check_range(code, "concurrency_per_user", options.concurrency_per_user(), 1, 100'000),
        model::check_range(code, "look_ahead", options.look_ahead(), 0, 1'000'000),
        model::check_options(model::operation_kind::share, request),
    };
    for (auto const& checked : checks) {
        if (checked.has_error())
            return checked.error();
    }
    return {};
}

asio::awaitable<void>
carry_out(std::shared_ptr<bulk::engine> jobs, client_impl::completion<bulk_summary> complete)
{
    result<bulk_summary> ended;
    try {
        ended = co_await jobs->run();
    } catch (std::exception const& fault) {
        ended = error_info(errc::callback_failed, fault.what());
    }
    jobs.reset();
    std::move(complete)(std::move(ended), true);
}

} // namespace

std::string_view to_string(bulk_action action) noexcept
{
    switch (action) {
    case bulk_action::share:
        return "share";
    case bulk_action::unshare:
        return "unshare";
    case bulk_action::get_link:
        break;
    }
    return "get_link";
}

bulk_options& bulk_options::concurrency(std::size_t jobs)
{
    concurrency_ = jobs;
    return *this;
}

bulk_options& bulk_options::concurrency_per_user(std::size_t jobs)
{
    per_user_ = jobs;
    return *this;
}

bulk_options& bulk_options::look_ahead(std::size_t jobs)
{
    look_ahead_ = jobs;
    return *this;
}

bulk_options& bulk_options::request(request_options options)
{
    request_ = std::move(options);
    return *this;
}

bulk_options& bulk_options::on_begin(std::function<void(std::uint64_t)> tell)
{
    on_begin_ = std::move(tell);
    return *this;
}

void detail::start_share_all(
    client box, bulk_source source, bulk_sink sink, bulk_options options, erased_handler<bulk_summary> handler
)
{
    auto const slot = asio::get_associated_cancellation_slot(handler.get());
    client_impl::completion<bulk_summary> complete(std::move(handler), box.get_executor());
    if (auto const checked = check(source, sink, options); checked.has_error()) {
        auto failure = checked.error();
        failure.operation = "share_all";
        std::move(complete)(std::move(failure), true);
        return;
    }
    auto jobs = std::make_shared<bulk::engine>(
        std::move(box), std::move(source), std::move(sink), std::move(options)
    );
    client_impl::connect_cancellation(slot, jobs);
    auto const executor = jobs->executor();
    asio::co_spawn(executor, carry_out(std::move(jobs), std::move(complete)), asio::detached);
}

} // namespace boxlink
