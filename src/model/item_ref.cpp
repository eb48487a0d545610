// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/refusal.hpp"
#include "model/text.hpp"

#include <boxlink/item_ref.hpp>

#include <array>
#include <optional>

namespace boxlink {
namespace {

constexpr std::size_t max_id_length = 64;

struct browser_address
{
    std::string_view host;
    std::string_view path;
};

// The parts of `https://host/path`, query and fragment left off.
std::optional<browser_address> split_address(std::string_view text)
{
    constexpr std::string_view scheme = "https://";
    if (!model::starts_with_ignoring_case(text, scheme))
        return std::nullopt;
    text.remove_prefix(scheme.size());
    text = text.substr(0, text.find_first_of("?#"));
    std::size_t const slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    return browser_address{text.substr(0, slash), text.substr(slash)};
}

// Any subdomain of box.com: enterprises have their own (`acme.app.box.com`, `acme.ent.box.com`).
bool is_box_host(std::string_view host)
{
    constexpr std::string_view domain = ".box.com";
    if (host.ends_with(":443"))
        host.remove_suffix(4);
    if (host.size() <= domain.size() ||
        !model::equal_ignoring_case(host.substr(host.size() - domain.size()), domain))
        return false;
    return host.find_first_of("@:[]\\%") == std::string_view::npos;
}

std::optional<item_ref> with_id(item_type type, std::string_view id)
{
    if (!model::is_digits(id) || id.size() > max_id_length)
        return std::nullopt;
    switch (type) {
    case item_type::file:
        return item_ref::file(std::string(id));
    case item_type::folder:
        return item_ref::folder(std::string(id));
    case item_type::web_link:
        return item_ref::web_link(std::string(id));
    case item_type::app_item:
    case item_type::other:
        break;
    }
    return std::nullopt;
}

// `name` + separator + id.
std::optional<item_ref> parse_named(std::string_view text, char separator)
{
    constexpr std::array types = {item_type::file, item_type::folder, item_type::web_link};
    for (item_type const type : types) {
        std::string_view const name = to_string(type);
        if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == separator)
            return with_id(type, text.substr(name.size() + 1));
    }
    return std::nullopt;
}

std::optional<item_ref> parse_path(std::string_view path)
{
    path.remove_prefix(1);
    if (path.ends_with('/'))
        path.remove_suffix(1);
    return parse_named(path, '/');
}

} // namespace

std::string_view to_string(item_type type) noexcept
{
    switch (type) {
    case item_type::file:
        return "file";
    case item_type::folder:
        return "folder";
    case item_type::web_link:
        return "web_link";
    case item_type::app_item:
        return "app_item";
    case item_type::other:
        break;
    }
    return "other";
}

result<item_ref> item_ref::parse(std::string_view text)
{
    auto const address = split_address(text);
    std::optional<item_ref> item;
    if (!address)
        item = parse_named(text, ':');
    else if (is_box_host(address->host))
        item = parse_path(address->path);
    if (item)
        return *std::move(item);

    // Whoever has a shared link's URL can open it: it is not quoted, even if it was not copied as a whole.
    if (text.find("/s/") != std::string_view::npos || text.find("/v/") != std::string_view::npos)
        return model::refusal(
            "item: this is the URL of a shared link, not of an item; look its item up with find"
        );
    return model::refusal(
        "item " + model::quoted(text) +
        ": not recognised; write file:123, folder:456 or web_link:789, or the address that a browser shows, "
        "such "
        "as https://app.box.com/file/123"
    );
}

std::string item_ref::to_string() const
{
    return std::string(boxlink::to_string(type_)) + ':' + id_;
}

result<void> item_ref::validate() const
{
    if (!model::is_digits(id_) || id_.size() > max_id_length) {
        return model::refusal(
            std::string(boxlink::to_string(type_)) + " id " + model::quoted(id_) +
            ": not a Box id; give the 1 to 64 decimal digits that Box shows in the item's address"
        );
    }
    return {};
}

} // namespace boxlink
