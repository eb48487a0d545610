// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/link_rules.hpp"

#include "testing/timestamp.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::size_t shortest_password = 8;
constexpr std::size_t shortest_vanity_name = 12;

bool is_access(std::string_view text)
{
    return text == "open" || text == "company" || text == "collaborators";
}

// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t length_of(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

bool is_strong_enough(std::string_view password)
{
    const auto is_special = [](char c) {
        const bool lower_case = c >= 'a' && c <= 'z';
        return !lower_case; // a digit, an upper-case letter or no letter at all
    };
    return length_of(password) >= shortest_password &&
           std::any_of(password.begin(), password.end(), is_special);
}

// One merge: reads each setting in turn and collects what is wrong with it.
class merge
{
public:
    merge(const stored_link& current, const json::object& settings, kind what, time_point now)
        : settings_(settings), what_(what), now_(now)
    {
        change_.link = current;
    }

    link_change run(std::string_view default_access)
    {
        access(default_access);
        password();
        unshared_at();
        vanity_name();
        permissions();
        return std::move(change_);
    }

private:
    void refuse(std::string_view name, std::string message)
    {
        change_.errors.emplace_back("invalid_parameter", name, std::move(message));
    }

    void access(std::string_view default_access)
    {
        stored_link& link = change_.link;
        const json::value* const value = settings_.if_contains("access");
        if ((!value && link.access.empty()) || (value && value->is_null()))
            link.access = default_access;
        else if (value && value->is_string() && is_access(value->get_string()))
            link.access = value->get_string();
        else if (value)
            refuse(
                "access",
                "Invalid value " + json::serialize(*value) + ". Use open, company, collaborators or null"
            );

        // What the new access does not allow goes away; asking for it explicitly is refused further down.
        if (link.access != "open")
            link.set_password(std::nullopt);
        if (link.access == "collaborators") {
            link.can_download = true;
            link.can_edit = false;
        }
    }

    void password()
    {
        const json::value* const value = settings_.if_contains("password");
        if (!value)
            return;
        if (value->is_null())
            change_.link.set_password(std::nullopt);
        else if (!value->is_string())
            refuse("password", "Invalid value: a text or null is expected");
        else if (change_.link.access != "open")
            refuse("password", "A password can only be set on a shared link with open access");
        else if (!is_strong_enough(value->get_string()))
            refuse(
                "password",
                "The password must be at least 8 characters long and contain a number, an upper-case "
                "letter or a non-alphanumeric character"
            );
        else
            change_.link.set_password(std::string(value->get_string()));
    }

    void unshared_at()
    {
        const json::value* const value = settings_.if_contains("unshared_at");
        if (!value)
            return;
        if (value->is_null()) {
            change_.link.unshared_at.reset();
            return;
        }
        const auto instant = value->is_string() ? parse_timestamp(value->get_string()) : std::nullopt;
        if (!instant)
            refuse(
                "unshared_at", "Invalid value " + json::serialize(*value) + ". Use RFC 3339 with an offset"
            );
        else if (*instant <= std::chrono::floor<std::chrono::seconds>(now_))
            refuse(
                "unshared_at", "Invalid value " + json::serialize(*value) + ". The date must be in the future"
            );
        else
            change_.link.unshared_at = instant;
    }

    void vanity_name()
    {
        const json::value* const value = settings_.if_contains("vanity_name");
        if (!value)
            return;
        if (value->is_null())
            change_.link.vanity_name.reset();
        else if (!value->is_string() || length_of(value->get_string()) < shortest_vanity_name)
            refuse(
                "vanity_name",
                "Invalid value " + json::serialize(*value) + ". The name must be at least 12 characters long"
            );
        else
            change_.link.vanity_name = std::string(value->get_string());
    }

    void permissions()
    {
        const json::value* const value = settings_.if_contains("permissions");
        if (!value)
            return;
        if (value->is_null()) {
            change_.link.can_download = true;
            change_.link.can_edit = false;
        } else if (!value->is_object()) {
            refuse(
                "permissions", "Invalid value " + json::serialize(*value) + ". An object or null is expected"
            );
        } else {
            permissions(value->get_object());
        }
    }

    void permissions(const json::object& wanted)
    {
        const std::optional<bool> download = flag(wanted, "can_download");
        const std::optional<bool> edit = flag(wanted, "can_edit");
        const std::optional<bool> preview = flag(wanted, "can_preview");
        stored_link& link = change_.link;
        if ((download || edit) && link.access == "collaborators")
            refuse("permissions", "Permissions can only be set on a shared link with open or company access");
        if (preview == false)
            refuse("can_preview", "can_preview is always true");
        if (edit == true && what_ != kind::file)
            refuse("can_edit", "can_edit can only be set on files");
        link.can_download = download.value_or(link.can_download);
        if (edit == true && !link.can_download)
            refuse("can_edit", "can_edit can only be true if can_download is true");
        // Taking the download away takes the permission with it that builds on it.
        link.can_edit = edit.value_or(link.can_edit) && link.can_download;
    }

    std::optional<bool> flag(const json::object& wanted, std::string_view name)
    {
        const json::value* const value = wanted.if_contains(name);
        if (!value)
            return std::nullopt;
        if (value->is_bool())
            return value->get_bool();
        refuse(name, "Invalid value " + json::serialize(*value) + ". true or false is expected");
        return std::nullopt;
    }

    const json::object& settings_;
    kind what_;
    time_point now_;
    link_change change_;
};

} // namespace

link_change change_link(
    const stored_link& current,
    const json::object& settings,
    kind what,
    std::string_view default_access,
    time_point now
)
{
    return merge(current, settings, what, now).run(default_access);
}

} // namespace boxlink::testing
