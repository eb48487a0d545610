// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/folder_walk.hpp"

#include "client/client_state.hpp"
#include "client/list_folder.hpp"
#include "model/box_request.hpp"
#include "model/refusal.hpp"

#include <boost/asio/bind_executor.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace boxlink {
namespace bulk {
namespace asio = boost::asio;

std::optional<item_ref> ref_of(item_info const& item)
{
    switch (item.type) {
    case item_type::file:
        return item_ref::file(item.id);
    case item_type::folder:
        return item_ref::folder(item.id);
    case item_type::web_link:
        return item_ref::web_link(item.id);
    default:
        return std::nullopt;
    }
}

folder_walk::folder_walk(item root, listing_options options)
    : root_(std::move(root)), options_(std::move(options)), news_(root_.state()->executor())
{}

result<void> folder_walk::check() const
{
    constexpr auto code = errc::invalid_argument;
    if (auto const checked = model::check_range(code, "page_size", options_.page_size(), 1, 1'000);
        checked.has_error())
        return checked;
    if (auto const checked = model::check_range(code, "pages_ahead", options_.pages_ahead(), 1, 64);
        checked.has_error())
        return checked;
    auto const first = model::folder_page_request(root_.ref(), {}, options_.page_size(), options_.request());
    if (first.has_error())
        return first.error();
    return {};
}

asio::awaitable<result<std::optional<listed_item>>> folder_walk::next()
{
    auto const self = shared_from_this();
    if (!has_begun_) {
        if (auto const checked = check(); checked.has_error())
            co_return checked.error();
        has_begun_ = true;
        pages_.push_back(std::make_shared<page>());
        pages_.front()->folder_id = root_.ref().id();
    }
    while (!pages_.empty()) {
        ask_ahead();
        auto const first = pages_.front();
        if (!first->answer) {
            co_await news_.wait();
            continue;
        }
        if (first->answer->has_error()) {
            pages_.pop_front();
            bool const is_root = first->folder.type != item_type::folder;
            if (is_root)
                co_return first->answer->error();
            listed_item untold;
            untold.item = first->folder;
            untold.failure = first->answer->error();
            co_return std::optional<listed_item>(std::move(untold));
        }
        if (first->told < (*first->answer)->entries.size())
            co_return std::optional<listed_item>(tell(**first->answer, *first));
        pages_.pop_front();
    }
    co_return std::optional<listed_item>();
}

listed_item folder_walk::tell(model::folder_page& from, page& where)
{
    auto& entry = from.entries[where.told++];
    listed_item told;
    told.item = std::move(entry.item);
    told.link = std::move(entry.link);
    told.parent_id = where.folder_id;
    if (options_.recursive() && told.item.type == item_type::folder) {
        auto below = std::make_shared<page>();
        below->folder = told.item;
        below->folder_id = told.item.id;
        pages_.push_back(std::move(below));
    }
    return told;
}

void folder_walk::take(std::shared_ptr<page> const& asked, result<model::folder_page> answer)
{
    if (answer.has_value() && !answer->next_marker.empty()) {
        if (answer->next_marker == asked->marker)
            answer = error_info(errc::malformed_response, "next_marker: it leads to the page that it is on");
        else
            insert_rest(asked, std::move(answer->next_marker));
    }
    asked->answer = std::move(answer);
    ask_ahead();
    news_.ring();
}

void folder_walk::insert_rest(std::shared_ptr<page> const& before, std::string marker)
{
    auto rest = std::make_shared<page>();
    rest->folder = before->folder;
    rest->folder_id = before->folder_id;
    rest->marker = std::move(marker);
    auto const at = std::find(pages_.begin(), pages_.end(), before);
    pages_.insert(std::next(at), std::move(rest));
}

void folder_walk::ask_ahead()
{
    auto const ahead = std::min(pages_.size(), options_.pages_ahead());
    for (std::size_t at = 0; at < ahead; ++at) {
        if (!std::exchange(pages_[at]->is_asked, true))
            ask(pages_[at]);
    }
}

void folder_walk::ask(std::shared_ptr<page> const& wanted)
{
    auto options = options_.request();
    if (!options.priority())
        options.priority(priority::bulk);
    if (root_.as_user() && !options.as_user())
        options.as_user(*root_.as_user());
    auto take_it = [self = shared_from_this(), wanted](result<model::folder_page> answer) {
        self->take(wanted, std::move(answer));
    };
    detail::start_list_folder(
        client_state::handle(root_.state()).item(item_ref::folder(wanted->folder_id)), wanted->marker,
        options_.page_size(), std::move(options),
        detail::erased_handler<model::folder_page>(
            asio::bind_executor(root_.state()->executor(), std::move(take_it))
        )
    );
}

} // namespace bulk

listing_options& listing_options::recursive(bool below)
{
    recursive_ = below;
    return *this;
}

listing_options& listing_options::page_size(std::size_t items)
{
    page_size_ = items;
    return *this;
}

listing_options& listing_options::pages_ahead(std::size_t pages)
{
    pages_ahead_ = pages;
    return *this;
}

listing_options& listing_options::request(request_options options)
{
    request_ = std::move(options);
    return *this;
}

item_listing list_items(item folder, listing_options options)
{
    return item_listing(std::make_shared<bulk::folder_walk>(std::move(folder), std::move(options)));
}

boost::asio::awaitable<std::optional<listed_item>> item_listing::next()
{
    auto found = co_await walk_->next();
    co_return std::move(found).value();
}

bulk_source jobs_for(item_listing listing, bulk_action action, link_settings settings)
{
    struct state
    {
        item_listing listing;
        bulk_action action;
        link_settings settings;
    };
    auto const all = std::make_shared<state>(state{std::move(listing), action, std::move(settings)});
    return [all]() -> boost::asio::awaitable<std::optional<bulk_job>> {
        for (;;) {
            auto const found = co_await all->listing.next();
            if (!found)
                co_return std::nullopt;
            if (found->failure)
                throw error(*found->failure);
            auto const what = bulk::ref_of(found->item);
            if (!what)
                continue;
            std::optional<bulk_job> job;
            if (all->action == bulk_action::share)
                job.emplace(*what, all->settings);
            else
                job.emplace(*what, all->action);
            co_return job;
        }
    };
}

} // namespace boxlink
