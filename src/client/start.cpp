// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/completion.hpp"
#include "client/list_folder.hpp"
#include "client/operation_driver.hpp"
#include "model/box_answer.hpp"
#include "model/box_request.hpp"

#include <boxlink/operations.hpp>
#include <boxlink/token_operations.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/dispatch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace boxlink {
namespace {

namespace asio = boost::asio;
using client_impl::completion;
using client_impl::operation_driver;
using client_impl::operation_plan;
using detail::erased_handler;

void mark_as_read_back(shared_link& link)
{
    link.item.read_back = true;
}

void mark_as_read_back(item_info& item)
{
    item.read_back = true;
}

/// Only what a change answers is ever read back.
void mark_as_read_back(auto&) {}

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
    void deliver(model::http_response&& answer, bool read_back) override
    {
        auto outcome = read_(answer);
        if (read_back && outcome.has_value())
            mark_as_read_back(*outcome);
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

/// A checked request and what goes with it.
struct order
{
    client_state& client;
    /// For people, such as `share file:123`.
    std::string text;
    result<model::http_request> request;
    request_options options;
    std::vector<secret> secrets = {};
    /// The item that is changed, and the settings unless its link is removed.
    std::optional<item_ref> changed = std::nullopt;
    std::optional<link_settings> asked = std::nullopt;
};

/// What is common to all starts.
template <class T>
void start(order given, answer_reader<T> read, erased_handler<T> handler)
{
    auto const client = given.client.shared_from_this();
    auto const slot = asio::get_associated_cancellation_slot(handler);
    completion<T> complete(std::move(handler), client->user_executor());
    if (given.request.has_error()) {
        auto failure = std::move(given.request).error();
        failure.operation = std::move(given.text);
        std::move(complete)(std::move(failure), true);
        return;
    }
    operation_plan plan(*client, std::move(given.text), std::move(*given.request), given.options);
    plan.secrets = std::move(given.secrets);
    if (given.changed)
        plan.change(std::move(*given.changed), std::move(given.asked), std::move(given.options));
    auto const operation =
        std::make_shared<typed_operation<T>>(client, std::move(plan), read, std::move(complete));
    client_impl::connect_cancellation(slot, operation);
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
    options = acting_as(std::move(options), target.as_user());
    auto request = model::share_request(target.ref(), settings, options, target.state()->calendar_now());
    order given{
        .client = *target.state(),
        .text = name_operation(model::operation_kind::share, target),
        .request = std::move(request),
        .options = std::move(options),
        .secrets = secrets_of(settings),
        .changed = target.ref(),
        .asked = std::move(settings)};
    start<shared_link>(std::move(given), &model::read_share_answer, std::move(handler));
}

void start_unshare(item target, request_options options, erased_handler<item_info> handler)
{
    options = acting_as(std::move(options), target.as_user());
    auto request = model::unshare_request(target.ref(), options);
    order given{
        .client = *target.state(),
        .text = name_operation(model::operation_kind::unshare, target),
        .request = std::move(request),
        .options = std::move(options),
        .changed = target.ref()};
    start<item_info>(std::move(given), &model::read_unshare_answer, std::move(handler));
}

void start_get_link(item target, request_options options, erased_handler<link_lookup> handler)
{
    options = acting_as(std::move(options), target.as_user());
    auto request = model::get_link_request(target.ref(), options);
    order given{
        .client = *target.state(),
        .text = name_operation(model::operation_kind::get_link, target),
        .request = std::move(request),
        .options = std::move(options)};
    start<link_lookup>(std::move(given), &model::read_link_lookup, std::move(handler));
}

void start_find(client box, link_query link, request_options options, erased_handler<found_item> handler)
{
    options = acting_as(std::move(options), box.acting_as());
    auto request = model::find_request(link, options);
    order given{
        .client = *box.state(),
        .text = std::string(model::to_string(model::operation_kind::find)),
        .request = std::move(request),
        .options = std::move(options),
        .secrets = secrets_of(link)};
    start<found_item>(std::move(given), &model::read_found_item, std::move(handler));
}

void start_list_folder(
    item folder,
    std::string marker,
    std::size_t most,
    request_options options,
    erased_handler<model::folder_page> handler
)
{
    options = acting_as(std::move(options), folder.as_user());
    auto request = model::folder_page_request(folder.ref(), marker, most, options);
    order given{
        .client = *folder.state(),
        .text = name_operation(model::operation_kind::list_folder, folder),
        .request = std::move(request),
        .options = std::move(options)};
    start<model::folder_page>(std::move(given), &model::read_folder_page, std::move(handler));
}

void start_current_user(client box, request_options options, erased_handler<user_info> handler)
{
    options = acting_as(std::move(options), box.acting_as());
    auto request = model::current_user_request(options);
    order given{
        .client = *box.state(),
        .text = std::string(model::to_string(model::operation_kind::current_user)),
        .request = std::move(request),
        .options = std::move(options)};
    start<user_info>(std::move(given), &model::read_user, std::move(handler));
}

} // namespace detail
} // namespace boxlink
