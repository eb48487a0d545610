// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::uint64_t largest_page = 1000;
constexpr std::uint64_t usual_page = 100;
constexpr std::string_view marker_prefix = "m";

std::optional<std::uint64_t> to_number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace

/// Which part of a folder is asked for.
class page_request
{
public:
    explicit page_request(const parameters& query)
        : fields(query.get("fields")), use_marker(query.get("usemarker") == "true")
    {
        const std::string_view marker = query.get("marker");
        if (const std::string* text = query.find("limit"))
            limit = to_number(*text);
        if (const std::string* text = query.find("offset"); text && !use_marker)
            offset = to_number(*text);
        if (use_marker && !marker.empty())
            first = marker.starts_with(marker_prefix) ? to_number(marker.substr(marker_prefix.size()))
                                                      : std::nullopt;
    }

    std::string fields;
    bool use_marker;
    // Each is empty where the text in the query is not a number.
    std::optional<std::uint64_t> limit = usual_page;
    std::optional<std::uint64_t> offset = 0;
    std::optional<std::uint64_t> first = 0; // of the numbers that the marker counts in
};

http_response box_state::folder_items(const call& the_call, std::string_view id)
{
    if (the_call.request.method != "GET")
        return method_not_allowed("GET");
    if (!is_item_id(id))
        return error(405);
    const item* const folder = items_.find(kind::folder, id);
    if (!folder || !reachable(the_call, *folder))
        return not_found(kind::folder, id);
    if (!the_call.may_read(*folder))
        return error(403);

    const page_request page(parameters(the_call.request.query(), true));
    if (!page.limit || page.limit == 0u) // a page of nothing would lead to itself
        return error(400, "invalid_limit", "Limit is not a valid number");
    if (!page.offset)
        return error(400, "invalid_offset", "Offset is not a valid number");
    if (!page.first)
        return error(
            400, {}, {},
            {field_error("invalid_parameter", "marker", "Invalid value. Use the last next_marker")}
        );
    return list_folder(the_call, *folder, page);
}

http_response box_state::list_folder(const call& the_call, const item& folder, const page_request& page)
{
    // Whoever came in by a link sees all that is in the folder.
    const bool by_link = !visible(folder, the_call.user);
    const std::uint64_t limit = std::min(*page.limit, largest_page);
    std::uint64_t to_skip = *page.offset;
    json::array entries;
    auto child = folder.children.lower_bound(*page.first);
    for (; child != folder.children.end() && entries.size() < limit; ++child) {
        item& entry = *child->second;
        if (!by_link && !visible(entry, the_call.user))
            continue;
        if (to_skip > 0) {
            --to_skip;
            continue;
        }
        const stored_link* const link = items_.link_of(entry, the_call.now);
        entries.push_back(to_json(entry, link, users_.default_user(), page.fields, representation::mini));
    }

    json::object body;
    body["limit"] = limit;
    if (page.use_marker) {
        json::value& marker = body["next_marker"]; // null at the end
        if (child != folder.children.end())
            marker = std::string(marker_prefix).append(std::to_string(child->first));
    } else {
        body["total_count"] = folder.children.size();
        body["offset"] = *page.offset;
    }
    body["entries"] = std::move(entries);
    http_response answer;
    answer.body = json::serialize(body);
    return answer;
}

} // namespace boxlink::testing
