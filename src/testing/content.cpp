// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/content.hpp"

#include "testing/url_codec.hpp"

#include <algorithm>
#include <stdexcept>

namespace boxlink::testing {

namespace {

constexpr std::string_view vanity_prefix = "https://app.box.com/v/";

bool has_ended(const stored_link& link, time_point now)
{
    return link.unshared_at && *link.unshared_at <= std::chrono::floor<std::chrono::seconds>(now);
}

} // namespace

std::string_view name_of(kind what) noexcept
{
    switch (what) {
    case kind::file:
        return "file";
    case kind::folder:
        return "folder";
    case kind::web_link:
        return "web_link";
    case kind::app_item:
        return "app_item";
    }
    return "";
}

bool is_item_id(std::string_view text) noexcept
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string vanity_url(std::string_view vanity_name)
{
    return std::string(vanity_prefix) + percent_encode(vanity_name);
}

content::content(std::chrono::sys_seconds now)
{
    auto root = std::make_unique<item>();
    root->what = kind::folder;
    root->id = std::string("0");
    root->name = "All Files";
    root->created = root->modified = now;
    items_of(kind::folder).emplace("0", std::move(root));
}

std::string content::free_id(kind what)
{
    std::string id;
    do
        id = std::to_string(++last_id_);
    while (items_of(what).contains(id));
    return id;
}

item& content::add(
    kind what, std::string name, std::string_view parent, std::string id, std::chrono::sys_seconds now
)
{
    item* const folder = what == kind::app_item ? nullptr : &at(kind::folder, parent);
    if (id.empty())
        id = free_id(what);
    if (!is_item_id(id))
        throw std::invalid_argument(
            "item id \"" + id + "\" is not decimal digits: give digits, or none to get one"
        );
    if (items_of(what).contains(id))
        throw std::invalid_argument(
            std::string(name_of(what)) + " " + id + " exists already: choose another id, or none to get one"
        );

    auto made = std::make_unique<item>();
    item& result = *made;
    result.what = what;
    result.name = std::move(name);
    result.parent = folder;
    result.created = result.modified = now;
    result.id = id;
    items_of(what).emplace(std::move(id), std::move(made));
    if (folder) {
        result.place_ = ++last_child_;
        folder->children.emplace(result.place_, &result);
    }
    return result;
}

item* content::find(kind what, std::string_view id) const
{
    const auto& items = items_of(what);
    const auto found = items.find(id);
    return found == items.end() ? nullptr : found->second.get();
}

item& content::at(kind what, std::string_view id) const
{
    item* const found = find(what, id);
    if (!found)
        throw std::out_of_range(
            std::string(name_of(what)) + " " + std::string(id) +
            " does not exist on the embedded server: add it first"
        );
    return *found;
}

void content::remove(item& which)
{
    if (which.is_root())
        throw std::invalid_argument("the root folder cannot be removed: remove what is in it");
    while (!which.children.empty())
        remove(*which.children.begin()->second);
    set_link(which, std::nullopt);
    if (which.parent)
        which.parent->children.erase(which.place_);
    auto& items = items_of(which.what);
    items.erase(items.find(which.id));
}

const stored_link* content::link_of(item& which, time_point now)
{
    if (which.link_ && has_ended(*which.link_, now))
        set_link(which, std::nullopt);
    return which.link_ ? &*which.link_ : nullptr;
}

void content::set_link(item& which, std::optional<stored_link> link)
{
    if (which.link_) {
        by_url_.erase(which.link_->url);
        if (which.link_->vanity_name)
            by_vanity_name_.erase(*which.link_->vanity_name);
    }
    if (link) {
        by_url_.emplace(link->url, &which);
        if (link->vanity_name)
            by_vanity_name_.emplace(*link->vanity_name, &which);
    }
    which.link_ = std::move(link);
}

item* content::find_by_url(std::string_view url, time_point now)
{
    if (url.starts_with(vanity_prefix)) {
        const auto vanity_name = percent_decode(url.substr(vanity_prefix.size()), false);
        return vanity_name ? find_by_vanity_name(*vanity_name, now) : nullptr;
    }
    const auto found = by_url_.find(url);
    return found != by_url_.end() && link_of(*found->second, now) ? found->second : nullptr;
}

item* content::find_by_vanity_name(std::string_view vanity_name, time_point now)
{
    const auto found = by_vanity_name_.find(vanity_name);
    if (found == by_vanity_name_.end())
        return nullptr;
    item* const which = found->second;
    return link_of(*which, now) ? which : nullptr;
}

std::size_t content::size() const noexcept
{
    std::size_t total = 0;
    for (const auto& items : items_)
        total += items.size();
    return total - 1;
}

std::size_t content::link_count(time_point now) const
{
    return static_cast<std::size_t>(std::count_if(by_url_.begin(), by_url_.end(), [now](const auto& entry) {
        return !has_ended(*entry.second->link_, now);
    }));
}

} // namespace boxlink::testing
