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
using client_impl::operation_order;
using detail::erased_handler;
using kind = model::operation_kind;

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
        operation_order&& order,
        model::http_request&& request,
        answer_reader<T> read,
        completion<T>&& complete
    )
        : operation_driver(std::move(client), std::move(order), std::move(request)), read_(read),
          complete_(std::move(complete))
    {}

private:
    void deliver(model::http_response const& answer, bool read_back) override
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
        release_connection();
        complete(std::move(outcome), false);
    }

    void deliver(error_info&& failure, bool may_be_starting) override
    {
        complete(std::move(failure), may_be_starting);
    }

    void complete(result<T>&& outcome, bool may_be_starting)
    {
        // The usual case, without all that it takes to go from one executor to another.
        if (!may_be_starting && complete_.is_on_fallback() && !is_on_strand())
            std::move(complete_).call(std::move(outcome));
        else
            std::move(complete_)(std::move(outcome), may_be_starting);
    }

    answer_reader<T> read_;
    completion<T> complete_;
};

/// What is common to all starts.
template <class T>
void start(
    client_state& of,
    operation_order&& order,
    result<model::http_request> request,
    answer_reader<T> read,
    erased_handler<T>&& handler
)
{
    auto const client = of.shared_from_this();
    auto const slot = asio::get_associated_cancellation_slot(handler.get());
    completion<T> complete(std::move(handler), client->user_executor());
    if (request.has_error()) {
        auto failure = std::move(request).error();
        failure.operation = order.text();
        std::move(complete)(std::move(failure), true);
        return;
    }
    auto const operation = std::make_shared<typed_operation<T>>(
        client, std::move(order), std::move(*request), read, std::move(complete)
    );
    client_impl::connect_cancellation(slot, operation);
    asio::dispatch(client->executor(), [operation] { operation->begin(); });
}

/// The user of the item or client, unless the options name one.
void act_as(request_options& options, std::optional<std::string> const& user)
{
    if (user && !options.as_user())
        options.as_user(*user);
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
    act_as(options, target.as_user());
    auto request = model::share_request(target.ref(), settings, options, target.state()->calendar_now());
    operation_order order{
        .kind = kind::share,
        .item = target.ref(),
        .options = std::move(options),
        .secrets = secrets_of(settings),
        .is_change = true,
        .asked = std::move(settings)};
    start<shared_link>(
        *target.state(), std::move(order), std::move(request), &model::read_share_answer, std::move(handler)
    );
}

void start_unshare(item target, request_options options, erased_handler<item_info> handler)
{
    act_as(options, target.as_user());
    auto request = model::unshare_request(target.ref(), options);
    operation_order order{
        .kind = kind::unshare, .item = target.ref(), .options = std::move(options), .is_change = true};
    start<item_info>(
        *target.state(), std::move(order), std::move(request), &model::read_unshare_answer, std::move(handler)
    );
}

void start_get_link(item target, request_options options, erased_handler<link_lookup> handler)
{
    act_as(options, target.as_user());
    auto request = model::get_link_request(target.ref(), options);
    operation_order order{.kind = kind::get_link, .item = target.ref(), .options = std::move(options)};
    start<link_lookup>(
        *target.state(), std::move(order), std::move(request), &model::read_link_lookup, std::move(handler)
    );
}

void start_find(client box, link_query link, request_options options, erased_handler<found_item> handler)
{
    act_as(options, box.acting_as());
    auto request = model::find_request(link, options);
    operation_order order{
        .kind = kind::find, .item = std::nullopt, .options = std::move(options), .secrets = secrets_of(link)};
    start<found_item>(
        *box.state(), std::move(order), std::move(request), &model::read_found_item, std::move(handler)
    );
}

void start_list_folder(
    item folder,
    std::string marker,
    std::size_t most,
    request_options options,
    erased_handler<model::folder_page> handler
)
{
    act_as(options, folder.as_user());
    auto request = model::folder_page_request(folder.ref(), marker, most, options);
    operation_order order{.kind = kind::list_folder, .item = folder.ref(), .options = std::move(options)};
    start<model::folder_page>(
        *folder.state(), std::move(order), std::move(request), &model::read_folder_page, std::move(handler)
    );
}

void start_current_user(client box, request_options options, erased_handler<user_info> handler)
{
    act_as(options, box.acting_as());
    auto request = model::current_user_request(options);
    operation_order order{.kind = kind::current_user, .item = std::nullopt, .options = std::move(options)};
    start<user_info>(
        *box.state(), std::move(order), std::move(request), &model::read_user, std::move(handler)
    );
}

} // namespace detail
} // namespace boxlink
