// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_request.hpp"

#include "model/json_text.hpp"
#include "model/percent_encoding.hpp"
#include "model/request_rules.hpp"
#include "model/timestamp.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace boxlink::model {
namespace {

// The collection that a type's items live in. `check_item` has let no other type through.
std::string_view collection_of(item_type type) noexcept
{
    switch (type) {
    case item_type::file:
        return "files";
    case item_type::folder:
        return "folders";
    default:
        return "web_links";
    }
}

// The fields that are asked for of each item, and those of the options that are not among them.
void append_fields(
    std::string& target, request_options const& options, std::span<std::string_view const> fields
)
{
    target += "?fields=";
    for (std::string_view const& name : fields)
        target.append(&name == &fields.front() ? "" : ",").append(name);
    auto const& more = options.fields();
    for (auto name = more.begin(); name != more.end(); ++name) {
        if (std::find(fields.begin(), fields.end(), *name) == fields.end() &&
            std::find(more.begin(), name, *name) == name)
            target.append(",").append(*name);
    }
}

void append_fields(std::string& target, request_options const& options)
{
    static constexpr std::array<std::string_view, 1> usual = {"shared_link"};
    append_fields(target, options, usual);
}

/// \param room for what will follow.
std::string item_target(item_ref const& item, request_options const& options, std::size_t room = 0)
{
    constexpr std::size_t fixed_parts = 48;
    std::string target;
    target.reserve(fixed_parts + item.id().size() + room);
    target.append("/2.0/").append(collection_of(item.type())).append("/").append(item.id());
    append_fields(target, options);
    target.reserve(target.size() + room);
    return target;
}

void add_header(http_request& request, std::string_view name, secret value)
{
    request.headers.emplace_back(std::string(name), std::move(value));
}

void add_option_headers(http_request& request, request_options const& options)
{
    if (auto const& etag = options.if_match())
        add_header(request, "If-Match", secret(*etag));
    if (auto const& etag = options.if_none_match())
        add_header(request, "If-None-Match", secret(*etag));
    if (auto const& user = options.as_user())
        add_header(request, "As-User", secret(*user));
    if (options.suppress_notifications())
        add_header(request, "Box-Notifications", secret("off"));
    for (auto const& [name, value] : options.headers())
        add_header(request, name, secret(value));
}

/// \param text the target, and then the body.
http_request put_request(std::string text, std::size_t target_size, request_options const& options)
{
    http_request request("PUT", std::move(text), target_size);
    request.content_type = "application/json";
    add_option_headers(request, options);
    return request;
}

// Writes the members of one JSON object behind each other.
class object_writer
{
public:
    explicit object_writer(std::string& out) : out_(out) { out_ += '{'; }

    std::string& key(std::string_view name)
    {
        out_.append(first_ ? "\"" : ",\"").append(name).append("\":");
        first_ = false;
        return out_;
    }

    template <class T, class Write>
    void member(std::string_view name, setting<T> const& state, Write write)
    {
        if (std::holds_alternative<clear>(state))
            key(name) += "null";
        else if (auto const* const value = std::get_if<T>(&state))
            write(key(name), *value);
    }

    void flag(std::string_view name, std::optional<bool> value)
    {
        if (value)
            key(name) += *value ? "true" : "false";
    }

    void close() { out_ += '}'; }

private:
    std::string& out_;
    bool first_ = true;
};

// With a password room for the whole body: a string that grows would leave copies of it behind.
std::size_t body_bound(link_settings const& settings)
{
    constexpr std::size_t one_setting = 64;
    constexpr std::size_t fixed_parts = 512;
    constexpr std::size_t longest_escape = 6;
    auto const* const password = std::get_if<secret>(&settings.password());
    if (password == nullptr)
        return one_setting;
    auto const* const vanity_name = std::get_if<std::string>(&settings.vanity_name());
    return fixed_parts +
           longest_escape * (password->reveal().size() + (vanity_name != nullptr ? vanity_name->size() : 0));
}

void append_body(std::string& body, link_settings const& settings)
{
    object_writer item(body);
    item.key("shared_link");
    object_writer link(body);
    if (settings.access())
        append_json_string(link.key("access"), to_string(*settings.access()));
    link.member("password", settings.password(), [](std::string& out, secret const& password) {
        append_json_string(out, password.reveal());
    });
    link.member(
        "unshared_at", settings.expires_at(),
        [](std::string& out, std::chrono::system_clock::time_point expiry) {
            append_json_string(out, format_rfc3339(expiry));
        }
    );
    link.member("vanity_name", settings.vanity_name(), [](std::string& out, std::string const& name) {
        append_json_string(out, name);
    });
    if (settings.permissions() != link_permissions()) {
        link.key("permissions");
        object_writer permissions(body);
        permissions.flag("can_download", settings.permissions().can_download);
        permissions.flag("can_edit", settings.permissions().can_edit);
        permissions.flag("can_preview", settings.permissions().can_preview);
        permissions.close();
    }
    link.close();
    item.close();
}

std::string boxapi_value(link_query const& query)
{
    constexpr std::string_view url_key = "shared_link=";
    constexpr std::string_view password_key = "&shared_link_password=";
    std::string_view const password = query.password() ? query.password()->reveal() : "";
    std::string value;
    value.reserve(url_key.size() + password_key.size() + 3 * (query.url().size() + password.size()));
    append_percent_encoded(value.append(url_key), query.url());
    if (query.password())
        append_percent_encoded(value.append(password_key), password);
    return value;
}

result<void> check(operation_kind kind, item_ref const& item, request_options const& options)
{
    if (auto const checked = check_item(item); !checked)
        return checked;
    return check_options(kind, options);
}

} // namespace

std::string_view to_string(operation_kind kind) noexcept
{
    switch (kind) {
    case operation_kind::share:
        return "share";
    case operation_kind::unshare:
        return "unshare";
    case operation_kind::get_link:
        return "get_link";
    case operation_kind::current_user:
        return "current_user";
    case operation_kind::list_folder:
        return "list_folder";
    case operation_kind::find:
        break;
    }
    return "find";
}

result<http_request> share_request(
    item_ref const& item,
    link_settings const& settings,
    request_options const& options,
    std::chrono::system_clock::time_point now
)
{
    if (auto const checked = check(operation_kind::share, item, options); !checked)
        return checked.error();
    if (auto const checked = settings.validate(item.type(), now); !checked)
        return checked.error();
    auto text = item_target(item, options, body_bound(settings));
    auto const target_size = text.size();
    append_body(text, settings);
    return put_request(std::move(text), target_size, options);
}

result<http_request> unshare_request(item_ref const& item, request_options const& options)
{
    if (auto const checked = check(operation_kind::unshare, item, options); !checked)
        return checked.error();
    constexpr std::string_view body = R"({"shared_link":null})";
    auto text = item_target(item, options, body.size());
    auto const target_size = text.size();
    return put_request(std::move(text.append(body)), target_size, options);
}

result<http_request> get_link_request(item_ref const& item, request_options const& options)
{
    if (auto const checked = check(operation_kind::get_link, item, options); !checked)
        return checked.error();
    http_request request("GET", item_target(item, options));
    add_option_headers(request, options);
    return request;
}

result<http_request> folder_page_request(
    item_ref const& folder, std::string_view marker, std::size_t most, request_options const& options
)
{
    if (auto const checked = folder.validate(); !checked)
        return checked.error();
    if (folder.type() != item_type::folder)
        return error_info(errc::invalid_argument, folder.to_string() + ": only a folder can be listed");
    if (auto const checked = check_options(operation_kind::list_folder, options); !checked)
        return checked.error();
    static constexpr std::array<std::string_view, 5> fields = {"id", "type", "etag", "name", "shared_link"};
    std::string target = "/2.0/folders/" + folder.id() + "/items";
    append_fields(target, options, fields);
    target.append("&usemarker=true&limit=").append(std::to_string(most));
    if (!marker.empty())
        append_percent_encoded(target.append("&marker="), marker);
    http_request request("GET", std::move(target));
    add_option_headers(request, options);
    return request;
}

result<http_request> current_user_request(request_options const& options)
{
    if (auto const checked = check_options(operation_kind::current_user, options); !checked)
        return checked.error();
    http_request request("GET", "/2.0/users/me?fields=id,name,login");
    add_option_headers(request, options);
    return request;
}

result<http_request> find_request(link_query const& query, request_options const& options)
{
    if (auto const checked = check_query(query); !checked)
        return checked.error();
    if (auto const checked = check_options(operation_kind::find, options); !checked)
        return checked.error();
    std::string target = "/2.0/shared_items";
    append_fields(target, options);
    http_request request("GET", std::move(target));
    add_header(request, "BoxApi", secret(boxapi_value(query)));
    add_option_headers(request, options);
    return request;
}

} // namespace boxlink::model
