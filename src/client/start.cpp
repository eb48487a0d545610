// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_driver.hpp"
#include "model/box_answer.hpp"
#include "model/box_request.hpp"

#include <boxlink/operations.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace boxlink {
namespace {

namespace asio = boost::asio;
using client_impl::operation_driver;
using client_impl::operation_plan;
using detail::erased_handler;

/// A caller's handler with the promise to its executor that it will be called.
template <class T>
class completion
{
public:
    completion(erased_handler<T> handler, asio::any_io_executor const& fallback)
        : fallback_(fallback), work_(asio::get_associated_executor(handler, fallback)),
          handler_(std::move(handler))
    {}

    /// Calls the handler on its executor. \param may_be_starting whether the function that started the operation may still be running.
    void operator()(result<T> outcome, bool may_be_starting) &&
    {
        auto const fallback = fallback_;
        auto const executor = work_.get_executor();
        auto call = [self = std::move(*this), outcome = std::move(outcome)]() mutable {
            self.work_.reset();
            std::move(self.handler_)(std::move(outcome));
        };
        if (!may_be_starting) {
            asio::dispatch(executor, std::move(call));
            return;
        }
        // An erased executor knows only how to dispatch.
        asio::post(fallback, [executor, call = std::move(call)]() mutable {
            asio::dispatch(executor, std::move(call));
        });
    }

private:
    asio::any_io_executor fallback_;
    asio::executor_work_guard<asio::associated_executor_t<erased_handler<T>, asio::any_io_executor>> work_;
    erased_handler<T> handler_;
};

template <class T>
using answer_reader = result<T> (*)(model::http_response const&);

template <class T>
class typed_operation final : public operation_driver
{
public:
    typed_operation(
        std::shared_ptr<client_state> client,
        operation_plan plan,
        answer_reader<T> read,
        completion<T> complete
    )
        : operation_driver(std::move(client), std::move(plan)), read_(read), complete_(std::move(complete))
    {}

private:
    void deliver(model::http_response&& answer) override
    {
        auto outcome = read_(answer);
        if (outcome.has_error()) {
            auto failure = std::move(outcome).error();
            failure.status = answer.status;
            failure.box_request_id = answer.find("box-request-id").value_or("");
            failure.may_have_taken_effect = is_change();
            outcome = describe(std::move(failure));
        }
        std::move(complete_)(std::move(outcome), false);
    }

    void deliver(error_info&& failure, bool may_be_starting) override
    {
        std::move(complete_)(std::move(failure), may_be_starting);
    }

    answer_reader<T> read_;
    completion<T> complete_;
};

/// Lets the caller's slot end the operation. The signal may be emitted on another thread, and may outlive the operation.
void connect_cancellation(asio::cancellation_slot slot, std::shared_ptr<operation_driver> const& operation)
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

/// What is common to all starts.
template <class T>
void start(
    std::shared_ptr<client_state> const& client,
    model::operation_kind kind,
    std::string text,
    std::vector<secret> secrets,
    result<model::http_request> request,
    request_options const& options,
    answer_reader<T> read,
    erased_handler<T> handler
)
{
    auto const slot = asio::get_associated_cancellation_slot(handler);
    completion<T> complete(std::move(handler), client->user_executor());
    if (request.has_error()) {
        auto failure = std::move(request).error();
        failure.operation = std::move(text);
        std::move(complete)(std::move(failure), true);
        return;
    }
    operation_plan plan(*client, kind, std::move(text), std::move(*request), options);
    plan.secrets = std::move(secrets);
    auto const operation =
        std::make_shared<typed_operation<T>>(client, std::move(plan), read, std::move(complete));
    connect_cancellation(slot, operation);
    asio::dispatch(client->executor(), [operation] { operation->begin(); });
}

/// The user of the item or client, unless the options name one.
request_options acting_as(request_options options, std::optional<std::string> const& user)
{
    if (user && !options.as_user())
        options.as_user(*user);
    return options;
}

std::string name_operation(model::operation_kind kind, item const& target)
{
    return std::string(model::to_string(kind)).append(" ").append(target.ref().to_string());
}

std::vector<secret> secrets_of(link_settings const& settings)
{
    auto const* const password = std::get_if<secret>(&settings.password());
    return password != nullptr ? std::vector{*password} : std::vector<secret>();
}

// A link is a capability: whoever has it can open the item.
std::vector<secret> secrets_of(link_query const& link)
{
    return {secret(link.url()), link.password().value_or(secret())};
}

} // namespace

namespace detail {

void start_share(
    item target, link_settings settings, request_options options, erased_handler<shared_link> handler
)
{
    constexpr auto kind = model::operation_kind::share;
    options = acting_as(std::move(options), target.as_user());
    auto const now = target.state()->calendar_now();
    start<shared_link>(
        target.state(), kind, name_operation(kind, target), secrets_of(settings),
        model::share_request(target.ref(), settings, options, now), options, &model::read_share_answer,
        std::move(handler)
    );
}

void start_unshare(item target, request_options options, erased_handler<item_info> handler)
{
    constexpr auto kind = model::operation_kind::unshare;
    options = acting_as(std::move(options), target.as_user());
    start<item_info>(
        target.state(), kind, name_operation(kind, target), {}, model::unshare_request(target.ref(), options),
        options, &model::read_unshare_answer, std::move(handler)
    );
}

void start_get_link(item target, request_options options, erased_handler<link_lookup> handler)
{
    constexpr auto kind = model::operation_kind::get_link;
    options = acting_as(std::move(options), target.as_user());
    start<link_lookup>(
        target.state(), kind, name_operation(kind, target), {},
        model::get_link_request(target.ref(), options), options, &model::read_link_lookup, std::move(handler)
    );
}

void start_find(client box, link_query link, request_options options, erased_handler<found_item> handler)
{
    constexpr auto kind = model::operation_kind::find;
    options = acting_as(std::move(options), box.acting_as());
    start<found_item>(
        box.state(), kind, std::string(model::to_string(kind)), secrets_of(link),
        model::find_request(link, options), options, &model::read_found_item, std::move(handler)
    );
}

} // namespace detail
} // namespace boxlink
