// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_answer.hpp"

#include "model/json_text.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <charconv>
#include <limits>

namespace boxlink::model {
namespace {

error_info malformed(http_response const& response, std::string fault)
{
    constexpr std::size_t max_id_length = 256;
    error_info info(errc::malformed_response, std::move(fault));
    info.status = response.status;
    if (auto const id = response.find("box-request-id"))
        info.box_request_id = bounded(*id, max_id_length);
    return info;
}

access_level access_of(std::string_view text) noexcept
{
    for (access_level const level :
         {access_level::open, access_level::company, access_level::collaborators}) {
        if (text == to_string(level))
            return level;
    }
    return access_level::other;
}

effective_permission permission_of(std::string_view text) noexcept
{
    using enum effective_permission;
    for (effective_permission const permission : {can_edit, can_download, can_preview, no_access}) {
        if (text == to_string(permission))
            return permission;
    }
    return other;
}

item_type type_of(std::string_view text) noexcept
{
    for (item_type const type :
         {item_type::file, item_type::folder, item_type::web_link, item_type::app_item}) {
        if (text == to_string(type))
            return type;
    }
    return item_type::other;
}

// An id as text, or as the number that some answers have. Other numbers are no ids.
std::optional<std::string> id_of(json_object const& object)
{
    auto id = object.text("id");
    if (id && object.find("id")->is_number() && !is_digits(*id))
        return std::nullopt;
    return id;
}

// A count is never worth failing for: what is below zero or none is 0, what is too large is the largest.
std::uint64_t count_of(json_object const& object, std::string_view name)
{
    std::string const text = object.text(name).value_or("");
    std::uint64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc::result_out_of_range)
        return std::numeric_limits<std::uint64_t>::max();
    return count;
}

link_permissions read_permissions(json_object const& link)
{
    link_permissions permissions;
    if (auto const value = link.find("permissions")) {
        json_object const object(*value);
        permissions.can_download = object.boolean("can_download");
        permissions.can_preview = object.boolean("can_preview");
        permissions.can_edit = object.boolean("can_edit");
    }
    return permissions;
}

void read_levels(json_object const& object, shared_link& link)
{
    if (auto text = object.string("access")) {
        link.access = access_of(*text);
        link.access_text = *std::move(text);
    }
    if (auto text = object.string("effective_access")) {
        link.effective_access = access_of(*text);
        link.effective_access_text = *std::move(text);
    }
    if (auto text = object.string("effective_permission")) {
        link.effective_permission = permission_of(*text);
        link.effective_permission_text = *std::move(text);
    }
}

result<shared_link> read_link(http_response const& response, json_value value, item_info const& item)
{
    if (!value.is_object())
        return malformed(
            response, "shared_link: is no object in the answer; read the link back with get_link"
        );
    json_object const object(value);
    shared_link link;
    link.url = object.string("url").value_or("");
    if (link.url.empty())
        return malformed(response, "shared_link: has no url in the answer; read the link back with get_link");
    if (auto const expiry = object.find_value("unshared_at")) {
        // "Never" would be a dangerous guess.
        link.expires_at = parse_rfc3339(expiry->as_string().value_or(""));
        if (!link.expires_at)
            return malformed(response, "unshared_at: is no timestamp in the answer; look the link up in Box");
    }
    read_levels(object, link);
    link.download_url = object.string("download_url");
    link.vanity_url = object.string("vanity_url");
    link.vanity_name = object.string("vanity_name");
    link.is_password_enabled = object.boolean("is_password_enabled").value_or(false);
    link.download_count = count_of(object, "download_count");
    link.preview_count = count_of(object, "preview_count");
    link.permissions = read_permissions(object);
    link.json = value.text();
    link.item = item;
    return link;
}

item_info read_item(json_value body, json_object const& object)
{
    item_info item;
    item.type_text = object.string("type").value_or("");
    item.type = type_of(item.type_text);
    item.id = id_of(object).value_or("");
    item.etag = object.text("etag");
    item.name = object.string("name");
    if (auto const owner = object.find("owned_by")) {
        json_object const user(*owner);
        item.owner_id = id_of(user);
        item.owner_name = user.string("name");
        item.owner_login = user.string("login");
    }
    item.json = body.text();
    return item;
}

struct item_answer
{
    item_info item;
    std::optional<shared_link> link;

    item_answer() {}
};

// The body as an object, if it can be an item at all.
result<json_value> read_item_object(http_response const& response)
{
    constexpr char const* advice = "; check that Box itself answers at the base URL";
    if (trimmed(response.body).empty())
        return malformed(response, std::string("the answer has no body") + advice);
    auto const body = parse_json(response.body);
    if (!body)
        return malformed(response, "the answer is not JSON (" + body.error().message() + ')' + advice);
    if (!body->is_object())
        return malformed(response, std::string("the answer is JSON, but no object") + advice);
    json_object const object(*body);
    if (!object.find("shared_link") && !object.find("type") && !object.find("id"))
        return malformed(response, std::string("the answer is no item of Box") + advice);
    if (object.string("type") == "error")
        return malformed(response, std::string("the answer is an error in spite of its status") + advice);
    return *body;
}

result<item_answer> read_item_value(http_response const& response, json_value value)
{
    json_object const object(value);
    auto const link_value = object.find("shared_link");
    item_answer answer;
    answer.item = read_item(value, object);
    if (link_value && !link_value->is_null()) {
        auto link = read_link(response, *link_value, answer.item);
        if (!link)
            return link.error();
        answer.link = *std::move(link);
    }
    return answer;
}

result<item_answer> read_item_answer(http_response const& response)
{
    auto const body = read_item_object(response);
    if (!body)
        return body.error();
    return read_item_value(response, *body);
}

} // namespace

result<shared_link> read_share_answer(http_response const& response)
{
    auto answer = read_item_answer(response);
    if (!answer)
        return answer.error();
    if (!answer->link)
        return malformed(
            response,
            "shared_link: is missing in the answer although a link was asked for; read it back with get_link"
        );
    return *std::move(answer->link);
}

result<item_info> read_unshare_answer(http_response const& response)
{
    auto answer = read_item_answer(response);
    if (!answer)
        return answer.error();
    if (answer->link)
        return malformed(
            response, "shared_link: is still in the answer although its removal was asked for; read it back "
                      "with get_link"
        );
    return std::move(answer->item);
}

result<link_lookup> read_link_lookup(http_response const& response)
{
    link_lookup lookup;
    if (response.status == 304) {
        lookup.not_modified = true;
        return lookup;
    }
    auto answer = read_item_answer(response);
    if (!answer)
        return answer.error();
    lookup.link = std::move(answer->link);
    lookup.item = std::move(answer->item);
    return lookup;
}

result<found_item> read_found_item(http_response const& response)
{
    auto answer = read_item_answer(response);
    if (!answer)
        return answer.error();
    found_item found;
    found.item = std::move(answer->item);
    found.link = std::move(answer->link);
    return found;
}

result<folder_page> read_folder_page(http_response const& response)
{
    constexpr char const* no_page =
        "the answer is no list of a folder's items; check that Box itself answers at the base URL";
    auto const body = parse_json(response.body);
    if (!body || !body->is_object())
        return malformed(response, no_page);
    json_object const object(*body);
    auto const entries = object.find("entries");
    if (!entries || !entries->is_array())
        return malformed(response, no_page);
    folder_page page;
    page.next_marker = object.text("next_marker").value_or("");
    for (auto const entry : entries->elements()) {
        auto read = read_item_value(response, entry);
        if (!read)
            return read.error();
        found_item found;
        found.item = std::move(read->item);
        found.link = std::move(read->link);
        page.entries.push_back(std::move(found));
    }
    return page;
}

result<user_info> read_user(http_response const& response)
{
    auto const body = read_item_object(response);
    if (!body)
        return body.error();
    json_object const object(*body);
    user_info user;
    user.id = id_of(object).value_or("");
    if (user.id.empty())
        return malformed(response, "the answer is no user; check that Box itself answers at the base URL");
    user.name = object.string("name").value_or("");
    user.login = object.string("login").value_or("");
    return user;
}

} // namespace boxlink::model
