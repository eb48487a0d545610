// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/read_back.hpp"

#include "model/box_answer.hpp"
#include "model/box_request.hpp"
#include "model/link_comparison.hpp"

#include <utility>

namespace boxlink::client_impl {
namespace {

/// What of a change's options holds for reading too.
request_options for_reading(request_options const& change)
{
    request_options options;
    if (change.as_user())
        options.as_user(*change.as_user());
    for (auto const& name : change.fields())
        options.field(name);
    for (auto const& [name, value] : change.headers())
        options.header(name, value);
    return options;
}

} // namespace

read_back::read_back(item_ref item, std::optional<link_settings> asked, request_options options)
    : item_(std::move(item)), asked_(std::move(asked)), options_(std::move(options))
{}

model::http_request read_back::request() const
{
    return model::get_link_request(item_, for_reading(options_)).value();
}

policy::evidence read_back::judge(model::http_response const& answer) const
{
    using policy::evidence;

    auto const found = model::read_link_lookup(answer);
    // That there is no link must have been said.
    if (found.has_error() || !(found->link || found->item.field("shared_link")))
        return evidence::cannot_tell;
    if (!asked_ || !found->link)
        return asked_.has_value() == found->link.has_value() ? evidence::as_asked : evidence::not_as_asked;
    auto const same = model::is_as_asked(*found->link, *asked_);
    if (!same)
        return evidence::cannot_tell;
    return *same ? evidence::as_asked : evidence::not_as_asked;
}

} // namespace boxlink::client_impl
