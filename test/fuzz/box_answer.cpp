// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: a status on a line, headers up to an empty line, then the body.

#include "model/box_answer.hpp"

#include "fuzz/fuzz.hpp"
#include "model/error_body.hpp"
#include "model/json_text.hpp"
#include "model/retry_after.hpp"
#include "model/text.hpp"

#include <chrono>
#include <optional>

using namespace boxlink;
using namespace boxlink::model;
using boxlink::fuzz::require;

namespace {

constexpr std::chrono::system_clock::time_point now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

bool is_json_object(std::string_view text)
{
    auto const value = parse_json(text);
    return value && value->is_object();
}

void require_text(std::optional<std::string> const& text)
{
    require(!text || is_utf8(*text), "text is UTF-8");
}

void check_item(item_info const& item, std::string_view body)
{
    require(
        item.json == trimmed(item.json) && body.find(item.json) != std::string_view::npos,
        "the JSON is the answer's"
    );
    require(is_json_object(item.json), "the JSON of an item is an object");
    require(item.type == item_type::other || item.type_text == to_string(item.type), "type and text agree");
    for (auto const& text :
         {std::optional(item.type_text), std::optional(item.id), item.etag, item.name, item.owner_id,
          item.owner_name, item.owner_login})
        require_text(text);
    auto const id = item.field("id");
    require(id.has_value() || item.id.empty(), "an id comes from the answer");
    require(!id || parse_json(*id).has_value(), "a field is JSON");
}

template <class Level>
void check_level(std::optional<Level> const& level, std::string const& text)
{
    require(level.has_value() || text.empty(), "a text has a level");
    require(!level || *level == Level::other || text == to_string(*level), "level and text agree");
    require_text(text);
}

bool equal(shared_link const& a, shared_link const& b)
{
    return a.url == b.url && a.download_url == b.download_url && a.vanity_url == b.vanity_url &&
           a.vanity_name == b.vanity_name && a.access_text == b.access_text &&
           a.effective_access_text == b.effective_access_text &&
           a.effective_permission_text == b.effective_permission_text &&
           a.is_password_enabled == b.is_password_enabled && a.expires_at == b.expires_at &&
           a.download_count == b.download_count && a.preview_count == b.preview_count &&
           a.permissions == b.permissions && a.item.field("shared_link") == b.item.field("shared_link");
}

void check_link(shared_link const& link, std::string_view body)
{
    require(!link.url.empty(), "a link has a URL");
    auto const json = link.item.field("shared_link").value();
    require(body.find(json) != std::string_view::npos && is_json_object(json), "the JSON is the answer's");
    for (auto const& text : {std::optional(link.url), link.download_url, link.vanity_url, link.vanity_name})
        require_text(text);
    check_level(link.access, link.access_text);
    check_level(link.effective_access, link.effective_access_text);
    check_level(link.effective_permission, link.effective_permission_text);
    if (link.expires_at)
        require(
            link.expires_at->time_since_epoch() % std::chrono::seconds(1) == std::chrono::nanoseconds(0),
            "a link ends at a whole second"
        );
    check_item(link.item, body);

    http_response const same(200, {}, R"({"type":"file","shared_link":)" + json + '}');
    auto const again = read_share_answer(same);
    require(again.has_value() && equal(*again, link), "the JSON of a link tells all of it");
}

void check_refusal(error_info const& failure, http_response const& response)
{
    require(failure.code == make_error_code(errc::malformed_response), "the code of a refusal");
    require(failure.status == response.status, "the status is kept");
    require(failure.message.find("; ") != std::string::npos, "the message says what to do");
    require(failure.message.size() < 300 && is_utf8(failure.message), "the message is short");
    require(failure.box_request_id.size() <= 256 + ellipsis.size(), "the request's id is bounded");
}

// The four readers tell the same story.
void check_answers(http_response const& response)
{
    auto const found = read_found_item(response);
    auto const share = read_share_answer(response);
    auto const unshare = read_unshare_answer(response);
    auto const lookup = read_link_lookup(response);

    bool const has_link = found && found->link.has_value();
    require(share.has_value() == has_link, "sharing needs a link");
    require(unshare.has_value() == (found && !has_link), "removing needs none");
    if (response.status == 304) {
        require(lookup && lookup->not_modified && !lookup->link, "304 has no link");
    } else {
        require(lookup.has_value() == found.has_value(), "a lookup needs an item");
        require(
            !lookup || (!lookup->not_modified && lookup->link.has_value() == has_link),
            "and tells of its link"
        );
    }

    if (found)
        check_item(found->item, response.body);
    else
        check_refusal(found.error(), response);
    if (has_link) {
        check_link(*found->link, response.body);
        require(equal(*share, *found->link) && share->item.json == found->item.json, "it is the same link");
    } else {
        check_refusal(share.error(), response);
    }
    if (!unshare)
        check_refusal(unshare.error(), response);
}

void check_error(http_response const& response)
{
    error_info const failure = read_error(response, now);
    require(
        failure.code.category() == error_category() && failure.code, "an answer that is no success has a code"
    );
    require(failure.status == response.status, "the status is never lost");
    require(!failure.message.empty(), "there is a message");
    require(failure.context.size() <= 16, "the context is bounded");

    constexpr std::size_t name = 256 + ellipsis.size();
    constexpr std::size_t message = 2048 + ellipsis.size();
    auto const bounded_text = [](std::string const& text, std::size_t limit) {
        require(text.size() <= limit && is_utf8(text), "text is bounded UTF-8");
    };
    for (std::string const* const text : {&failure.box_code, &failure.request_id, &failure.box_request_id})
        bounded_text(*text, name);
    bounded_text(failure.message, message);
    bounded_text(failure.help_url, message);
    for (error_context const& entry : failure.context) {
        bounded_text(entry.reason, name);
        bounded_text(entry.name, name);
        bounded_text(entry.message, message);
    }
    bounded_text(failure.context_json, 16 * 1024);
    require(
        failure.context_json.empty() || parse_json(failure.context_json).has_value(), "the context is JSON"
    );
    if (failure.retry_after)
        require(
            failure.retry_after->count() >= 0 && *failure.retry_after <= max_retry_after,
            "the wait is neither negative nor too long"
        );

    require(!has_control(failure.to_string()), "a failure is told on one line");
    require(!is_expired_token(response) || response.status == 401, "only 401 tells of an expired token");
    require(!is_transient_conflict(failure) || response.status == 409, "only 409 tells of a conflict");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    int const status = static_cast<int>(input.number() % 1000);
    auto headers = input.headers();
    http_response const response(status, std::move(headers), std::string(input.rest()));
    check_answers(response);
    check_error(response);
    return 0;
}
