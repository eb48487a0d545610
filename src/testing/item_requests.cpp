// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/link_rules.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::size_t link_code_length = 32;

// Whether a condition header names this etag: bare as Box documents it, quoted as HTTP does, in a list, or `*`.
bool names_etag(std::string_view condition, std::string_view etag)
{
    bool found = false;
    for_each_in_list(condition, [&](std::string_view one) {
        if (one.size() >= 2 && one.front() == '"' && one.back() == '"')
            one = one.substr(1, one.size() - 2);
        found = found || one == etag || one == "*";
    });
    return found;
}

} // namespace

http_response box_state::item_request(const call& the_call, kind what, std::string_view id)
{
    const std::string& method = the_call.request.method;
    if (method != "GET" && method != "PUT")
        return method_not_allowed("GET, PUT");
    if (!is_item_id(id))
        return error(405);
    item* const found = items_.find(what, id);
    if (!found || !reachable(the_call, *found))
        return not_found(what, id);
    if (!the_call.may_read(*found))
        return error(403);
    return method == "GET" ? get_item(the_call, *found) : put_item(the_call, *found);
}

http_response box_state::get_item(const call& the_call, item& which)
{
    const auto condition = the_call.request.headers.find("If-None-Match");
    if (condition && !which.is_root() && names_etag(*condition, std::to_string(which.etag)))
        return http_response(304);
    return item_answer(the_call, which, representation::standard);
}

http_response box_state::put_item(const call& the_call, item& which)
{
    if (which.is_root() || !visible(which, the_call.user) || !the_call.may_share(which))
        return error(403);
    const auto condition = the_call.request.headers.find("If-Match");
    if (condition && !names_etag(*condition, std::to_string(which.etag)))
        return error(412);

    json::value body = json::object();
    if (!the_call.request.body.empty()) {
        boost::system::error_code failed;
        body = json::parse(the_call.request.body, failed);
        if (failed || !body.is_object())
            return error(
                400, {}, "Entity body should be a correctly nested resource attribute name/value pair"
            );
    }
    const json::value* const settings = body.get_object().if_contains("shared_link");
    if (settings && settings->is_null()) {
        store_link(which, std::nullopt, the_call.now);
    } else if (settings && settings->is_object()) {
        return put_link(the_call, which, settings->get_object());
    } else if (settings) {
        return error(
            400, {}, {},
            {field_error("invalid_parameter", "shared_link", "Invalid value. An object or null is expected")}
        );
    }
    return item_answer(the_call, which, representation::standard);
}

http_response box_state::put_link(const call& the_call, item& which, const json::object& settings)
{
    const stored_link* const current = items_.link_of(which, the_call.now);
    link_change change =
        change_link(current ? *current : stored_link(), settings, which.what, default_access_, the_call.now);
    if (!change.errors.empty())
        return error(400, {}, {}, change.errors);
    if (auto conflict = vanity_conflict(which, change.link, the_call.now))
        return std::move(*conflict);
    store_link(which, std::move(change.link), the_call.now);
    return item_answer(the_call, which, representation::standard);
}

std::optional<http_response>
box_state::vanity_conflict(const item& which, const stored_link& wanted, time_point now)
{
    if (!wanted.vanity_name)
        return std::nullopt;
    const item* const holder = items_.find_by_vanity_name(*wanted.vanity_name, now);
    if (!holder || holder == &which)
        return std::nullopt;
    return error(
        409, {}, {},
        {field_error("name_in_use", "vanity_name", "'" + *wanted.vanity_name + "' is taken by another item")}
    );
}

// Nothing happens to the etag unless something changes.
void box_state::store_link(item& which, std::optional<stored_link> link, time_point now)
{
    const stored_link* const current = items_.link_of(which, now);
    if (current ? link == *current : !link)
        return;
    if (link && link->url.empty())
        link->url = "https://app.box.com/s/" + random_.text(link_code_length);
    items_.set_link(which, std::move(link));
    touch(which, now);
}

void box_state::touch(item& which, time_point now)
{
    ++which.etag;
    which.modified = std::chrono::floor<std::chrono::seconds>(now);
}

const stored_link& box_state::add_link(item& which, std::string_view settings, time_point now)
{
    boost::system::error_code failed;
    const json::value parsed = json::parse(settings, failed);
    if (failed || !parsed.is_object())
        throw std::invalid_argument("link settings must be a JSON object, as in {\"access\":\"open\"}");
    const stored_link* const current = items_.link_of(which, now);
    link_change change = change_link(
        current ? *current : stored_link(), parsed.get_object(), which.what, default_access_, now
    );
    if (!change.errors.empty())
        throw std::invalid_argument(
            "link setting " + change.errors[0].name + ": " + change.errors[0].message
        );
    if (vanity_conflict(which, change.link, now))
        throw std::invalid_argument(
            "link setting vanity_name: the name is taken by another item; choose another"
        );
    store_link(which, std::move(change.link), now);
    return *items_.link_of(which, now);
}

http_response box_state::item_answer(const call& the_call, item& which, representation form)
{
    const parameters query(the_call.request.query(), true);
    http_response answer;
    answer.body = json::serialize(
        to_json(which, items_.link_of(which, the_call.now), users_.default_user(), query.get("fields"), form)
    );
    return answer;
}

} // namespace boxlink::testing
