// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

namespace boxlink::testing {

bool box_state::visible(const item& which, std::string_view user) const
{
    for (const item* one = &which; one; one = one->parent)
        if (one->only_for && *one->only_for != user && user != users_.default_user())
            return false;
    return true;
}

// Visible, or opened by the link in the `BoxApi` header: of the item itself or of a folder above it.
bool box_state::reachable(const call& the_call, const item& which)
{
    if (visible(which, the_call.user))
        return true;
    if (!the_call.request.headers.find("BoxApi"))
        return false;
    const opened_link opened = open_link(the_call);
    for (const item* one = &which; one; one = one->parent)
        if (one == opened.which && !opened.refused)
            return true;
    return false;
}

box_state::opened_link box_state::open_link(const call& the_call)
{
    const auto header = the_call.request.headers.find("BoxApi");
    const parameters link_and_password(header.value_or(""), false);
    const std::string_view url = link_and_password.get("shared_link");
    if (url.empty())
        return {
            nullptr, error(
                         400, {}, {},
                         {field_error(
                             "missing_parameter", "BoxApi", "The header BoxApi: shared_link=<url> is required"
                         )}
                     )};

    item* const found = items_.find_by_url(url, the_call.now);
    const stored_link* const link = found ? items_.link_of(*found, the_call.now) : nullptr;
    if (!link || (link->access == "collaborators" && !visible(*found, the_call.user)))
        return {
            nullptr, error(
                         404, {}, {},
                         {field_error("invalid_parameter", "shared_link", "The shared link was not found")}
                     )};
    if (link->has_password() && !link->password_is(link_and_password.get("shared_link_password")))
        return {nullptr, error(403, "incorrect_shared_item_password", "Incorrect shared item password")};
    return {found, std::nullopt};
}

http_response box_state::shared_items(const call& the_call)
{
    if (the_call.request.method != "GET")
        return method_not_allowed("GET");
    opened_link opened = open_link(the_call);
    if (opened.refused)
        return std::move(*opened.refused);
    return the_call.may_read(*opened.which) ? get_item(the_call, *opened.which) : error(403);
}

} // namespace boxlink::testing
