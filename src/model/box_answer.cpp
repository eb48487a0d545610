// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_answer.hpp"

#include "model/json_text.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <array>
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

using optional_value = std::optional<json_value>;

std::optional<std::string> string_of(optional_value value)
{
    return value ? value->as_string() : std::nullopt;
}

std::optional<std::string> text_of(optional_value value)
{
    return value ? value->as_text() : std::nullopt;
}

std::optional<bool> flag_of(optional_value value) noexcept
{
    return value ? value->as_bool() : std::nullopt;
}

// An id as text, or as the number that some answers have. Other numbers are no ids.
std::optional<std::string> id_of(optional_value value)
{
    if (value && value->is_number() && !is_digits(value->text()))
        return std::nullopt;
    return text_of(value);
}

// A count is never worth failing for: what is below zero or none is 0, what is too large is the largest.
std::uint64_t count_of(optional_value value)
{
    std::string const characters = string_of(value).value_or("");
    std::string_view const text = value && value->is_number() ? value->text() : characters;
    std::uint64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc::result_out_of_range)
        return std::numeric_limits<std::uint64_t>::max();
    return count;
}

template <class Level>
void read_level(
    optional_value value,
    Level (*meaning)(std::string_view) noexcept,
    std::optional<Level>& level,
    std::string& level_text
)
{
    if (auto text = string_of(value)) {
        level = meaning(*text);
        level_text = *std::move(text);
    }
}

// All but the item. The members are asked for in the order in which Box writes them.
result<void> read_link(http_response const& response, json_value value, shared_link& link)
{
    if (!value.is_object())
        return malformed(
            response, "shared_link: is no object in the answer; read the link back with get_link"
        );
    static constexpr std::array<std::string_view, 12> names = {
        "url",
        "download_url",
        "vanity_url",
        "vanity_name",
        "effective_access",
        "effective_permission",
        "is_password_enabled",
        "unshared_at",
        "download_count",
        "preview_count",
        "access",
        "permissions"};
    auto const
        [url, download_url, vanity_url, vanity_name, effective_access, effective_permission,
         is_password_enabled, unshared_at, download_count, preview_count, access, permissions] =
            json_object(value).find_all(names);

    link.url = string_of(url).value_or("");
    if (link.url.empty())
        return malformed(response, "shared_link: has no url in the answer; read the link back with get_link");
    if (unshared_at && !unshared_at->is_null()) {
        // "Never" would be a dangerous guess.
        link.expires_at = parse_rfc3339(unshared_at->as_string().value_or(""));
        if (!link.expires_at)
            return malformed(response, "unshared_at: is no timestamp in the answer; look the link up in Box");
    }
    read_level(access, access_of, link.access, link.access_text);
    read_level(effective_access, access_of, link.effective_access, link.effective_access_text);
    read_level(
        effective_permission, permission_of, link.effective_permission, link.effective_permission_text
    );
    link.download_url = string_of(download_url);
    link.vanity_url = string_of(vanity_url);
    link.vanity_name = string_of(vanity_name);
    link.is_password_enabled = flag_of(is_password_enabled).value_or(false);
    link.download_count = count_of(download_count);
    link.preview_count = count_of(preview_count);
    if (permissions) {
        static constexpr std::array<std::string_view, 3> flags = {"can_preview", "can_download", "can_edit"};
        auto const [can_preview, can_download, can_edit] = json_object(*permissions).find_all(flags);
        link.permissions.can_preview = flag_of(can_preview);
        link.permissions.can_download = flag_of(can_download);
        link.permissions.can_edit = flag_of(can_edit);
    }
    return {};
}

// The members of an item that are known, in the order in which Box writes them.
class item_members
{
public:
    explicit item_members(json_value value) : value_(value), found_(json_object(value).find_all(names)) {}

    [[nodiscard]] optional_value type() const noexcept { return found_[0]; }
    [[nodiscard]] optional_value id() const noexcept { return found_[1]; }

    // Nothing if the item has none.
    [[nodiscard]] optional_value link() const noexcept
    {
        auto const& link = found_[3];
        return link && !link->is_null() ? link : std::nullopt;
    }

    [[nodiscard]] bool is_item() const noexcept { return found_[0] || found_[1] || found_[3]; }

    void read(item_info& item) const
    {
        item.type_text = string_of(type()).value_or("");
        item.type = type_of(item.type_text);
        item.id = id_of(id()).value_or("");
        item.etag = text_of(found_[2]);
        item.name = string_of(found_[4]);
        if (auto const& owner = found_[5]) {
            json_object const user(*owner);
            item.owner_id = id_of(user.find("id"));
            item.owner_name = user.string("name");
            item.owner_login = user.string("login");
        }
        item.json = value_.text();
    }

private:
    static constexpr std::array<std::string_view, 6> names = {"type",        "id",   "etag",
                                                              "shared_link", "name", "owned_by"};

    json_value value_;
    std::array<optional_value, 6> found_;
};

// The body as an object, if it can be an item at all.
result<item_members> read_body(http_response const& response, json_document const& body)
{
    constexpr char const* advice = "; check that Box itself answers at the base URL";
    if (trimmed(response.body).empty())
        return malformed(response, std::string("the answer has no body") + advice);
    if (!body)
        return malformed(response, "the answer is not JSON (" + body.error().message() + ')' + advice);
    if (!body->is_object())
        return malformed(response, std::string("the answer is JSON, but no object") + advice);
    item_members const members(*body);
    if (!members.is_item())
        return malformed(response, std::string("the answer is no item of Box") + advice);
    if (string_of(members.type()) == "error")
        return malformed(response, std::string("the answer is an error in spite of its status") + advice);
    return members;
}

// The item, and its link, if it has one, with the item in it.
result<void> read_both(
    http_response const& response,
    item_members const& members,
    item_info& item,
    std::optional<shared_link>& link
)
{
    members.read(item);
    auto const value = members.link();
    if (!value)
        return {};
    link.emplace();
    link->item = item;
    return read_link(response, *value, *link);
}

result<void> read_answer(http_response const& response, item_info& item, std::optional<shared_link>& link)
{
    auto const body = parse_json(response.body);
    auto const members = read_body(response, body);
    if (!members)
        return members.error();
    return read_both(response, *members, item, link);
}

} // namespace

// What is read is read into its place: a link is long, and so is each move of it.

result<shared_link> read_share_answer(http_response const& response)
{
    auto const body = parse_json(response.body);
    result<shared_link> answer(boost::system::in_place_value);
    auto const members = read_body(response, body);
    if (!members) {
        answer = members.error();
    } else if (auto const link = members->link(); !link) {
        answer = malformed(
            response,
            "shared_link: is missing in the answer although a link was asked for; read it back with get_link"
        );
    } else {
        members->read(answer->item);
        if (auto const read = read_link(response, *link, *answer); !read)
            answer = read.error();
    }
    return answer;
}

result<item_info> read_unshare_answer(http_response const& response)
{
    item_info item;
    std::optional<shared_link> link;
    if (auto const read = read_answer(response, item, link); !read)
        return read.error();
    if (link)
        return malformed(
            response, "shared_link: is still in the answer although its removal was asked for; read it back "
                      "with get_link"
        );
    return item;
}

result<link_lookup> read_link_lookup(http_response const& response)
{
    result<link_lookup> lookup(boost::system::in_place_value);
    if (response.status == 304) {
        lookup->not_modified = true;
        return lookup;
    }
    if (auto const read = read_answer(response, lookup->item, lookup->link); !read)
        lookup = read.error();
    return lookup;
}

result<found_item> read_found_item(http_response const& response)
{
    result<found_item> found(boost::system::in_place_value);
    if (auto const read = read_answer(response, found->item, found->link); !read)
        found = read.error();
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
        found_item& found = page.entries.emplace_back();
        if (auto const read = read_both(response, item_members(entry), found.item, found.link); !read)
            return read.error();
    }
    return page;
}

result<user_info> read_user(http_response const& response)
{
    auto const body = parse_json(response.body);
    auto const members = read_body(response, body);
    if (!members)
        return members.error();
    json_object const object(*body);
    user_info user;
    user.id = id_of(members->id()).value_or("");
    if (user.id.empty())
        return malformed(response, "the answer is no user; check that Box itself answers at the base URL");
    user.name = object.string("name").value_or("");
    user.login = object.string("login").value_or("");
    return user;
}

} // namespace boxlink::model
