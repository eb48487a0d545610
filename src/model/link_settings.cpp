// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/refusal.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <boxlink/link_settings.hpp>

#include <algorithm>

namespace boxlink {
namespace {

using std::chrono::system_clock;

constexpr std::size_t min_password_length = 8;
constexpr std::size_t min_vanity_name_length = 12;

// Box asks for "a digit, an upper-case letter or a non-alphanumeric character"; what counts outside ASCII is
// left to Box.
bool has_strong_character(std::string_view password)
{
    return std::any_of(password.begin(), password.end(), [](char c) {
        return model::is_digit(c) || model::is_upper(c) || !model::is_alphanumeric(c);
    });
}

bool is_for_collaborators(std::optional<access_level> const& access)
{
    return access == access_level::collaborators;
}

result<void> check_access(std::optional<access_level> const& access)
{
    // By name, which covers values outside the enumeration too.
    if (access && to_string(*access) == to_string(access_level::other))
        return model::refusal("access: not a level that can be set; use open, company or collaborators");
    return {};
}

result<void> check_password(setting<secret> const& password, std::optional<access_level> const& access)
{
    auto const* const value = std::get_if<secret>(&password);
    if (!value)
        return {};
    if (access && *access != access_level::open) {
        return model::refusal(
            "password: a link with access " + std::string(to_string(*access)) +
            " cannot have one; set access open or leave the password alone"
        );
    }
    std::string_view const text = value->reveal();
    if (!model::is_utf8(text))
        return model::refusal("password: not valid UTF-8; give it as UTF-8 text");
    if (model::code_points(text) < min_password_length || !has_strong_character(text)) {
        return model::refusal(
            "password: too weak for Box; use at least 8 characters with a digit, an upper-case letter or a "
            "character that is neither, or no_password() to remove it"
        );
    }
    return {};
}

result<void> check_expiry(setting<system_clock::time_point> const& expiry, system_clock::time_point now)
{
    auto const* const value = std::get_if<system_clock::time_point>(&expiry);
    if (!value)
        return {};
    auto const sent = std::chrono::floor<std::chrono::seconds>(*value);
    constexpr auto epoch = std::chrono::sys_seconds();
    constexpr auto end = std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1));
    if (sent < epoch || sent >= end)
        return model::refusal("expires_at: outside the years 1970 to 9999; give a time that Box can store");
    if (sent <= now) {
        return model::refusal(
            "expires_at: " + model::format_rfc3339(sent) +
            " is in the past; give a later time, or no_expiry() to remove the expiry"
        );
    }
    return {};
}

result<void> check_vanity_name(setting<std::string> const& vanity_name)
{
    auto const* const name = std::get_if<std::string>(&vanity_name);
    if (!name)
        return {};
    if (!model::is_utf8(*name))
        return model::refusal("vanity_name: not valid UTF-8; give it as UTF-8 text");
    if (model::has_control(*name))
        return model::refusal(
            "vanity_name: has a control character; it becomes part of a URL, so leave it out"
        );
    if (model::code_points(*name) < min_vanity_name_length) {
        return model::refusal(
            "vanity_name: too short for Box; use at least 12 characters, or no_vanity_name() to remove it"
        );
    }
    return {};
}

result<void> check_permissions(
    link_permissions const& permissions, std::optional<access_level> const& access, item_type type
)
{
    if (permissions.can_preview == false)
        return model::refusal("can_preview: Box accepts only true; leave it alone");
    constexpr std::string_view advice =
        ": cannot be set on a link with access collaborators; set access open or company, or leave it alone";
    if (permissions.can_download && is_for_collaborators(access))
        return model::refusal("can_download" + std::string(advice));
    if (permissions.can_edit && is_for_collaborators(access))
        return model::refusal("can_edit" + std::string(advice));
    if (permissions.can_edit == true && type != item_type::file) {
        return model::refusal(
            "can_edit: only a file can be edited through a link, not a " + std::string(to_string(type)) +
            "; leave it alone"
        );
    }
    // A download that is left alone may be allowed already, or by default: that is for Box to judge.
    if (permissions.can_edit == true && permissions.can_download == false)
        return model::refusal("can_edit: needs can_download; allow both or forbid can_edit");
    return {};
}

} // namespace

link_settings& link_settings::access(access_level level)
{
    access_ = level;
    return *this;
}

link_settings& link_settings::default_access()
{
    access_.reset();
    return *this;
}

link_settings& link_settings::password(secret text)
{
    password_ = std::move(text);
    return *this;
}

link_settings& link_settings::no_password()
{
    password_ = clear();
    return *this;
}

link_settings& link_settings::expires_at(system_clock::time_point instant)
{
    expires_at_ = instant;
    return *this;
}

link_settings& link_settings::expires_in(std::chrono::seconds duration)
{
    return expires_at(model::add_clamped(system_clock::now(), duration));
}

link_settings& link_settings::no_expiry()
{
    expires_at_ = clear();
    return *this;
}

link_settings& link_settings::vanity_name(std::string name)
{
    vanity_name_ = std::move(name);
    return *this;
}

link_settings& link_settings::no_vanity_name()
{
    vanity_name_ = clear();
    return *this;
}

link_settings& link_settings::can_download(bool allowed)
{
    permissions_.can_download = allowed;
    return *this;
}

link_settings& link_settings::can_edit(bool allowed)
{
    permissions_.can_edit = allowed;
    return *this;
}

link_settings& link_settings::can_preview(bool allowed)
{
    permissions_.can_preview = allowed;
    return *this;
}

result<void> link_settings::validate(item_type type, system_clock::time_point now) const
{
    if (auto const checked = check_access(access_); !checked)
        return checked;
    if (auto const checked = check_password(password_, access_); !checked)
        return checked;
    if (auto const checked = check_expiry(expires_at_, now); !checked)
        return checked;
    if (auto const checked = check_vanity_name(vanity_name_); !checked)
        return checked;
    return check_permissions(permissions_, access_, type);
}

} // namespace boxlink
