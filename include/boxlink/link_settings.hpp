// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What to set on a shared link.
 */

#include <boxlink/secret.hpp>
#include <boxlink/shared_link.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace boxlink {

/// Leave the field of the link as it is: it is not sent.
struct leave_alone
{
    /// All are equal.
    friend bool operator==(leave_alone, leave_alone) = default;
};

/// Clear the field of the link: `null` is sent.
struct clear
{
    /// All are equal.
    friend bool operator==(clear, clear) = default;
};

/// A field of the link in one of its three states: left alone, cleared, or set to a value.
template <class T>
using setting = std::variant<leave_alone, clear, T>;

/**
 * The settings of a link, each in one of three states: left alone (the initial state), cleared, or set.
 *
 * The setters check nothing. `validate` and every operation check all of Box's rules before a byte is sent.
 * Thread safety: distinct objects may be used from distinct threads.
 */
class link_settings
{
public:
    /// Leaves everything alone. For an item without a link this makes one with the defaults of the
    /// enterprise.
    link_settings() = default;

    /// Sets who can open the link. `access_level::other` is refused.
    link_settings& access(access_level level);

    /// Leaves the access to Box: a new link gets the enterprise's default, an existing one keeps what it has.
    /// Box's API has no way to reset the access of an existing link.
    link_settings& default_access();

    /// Sets the password: at least 8 characters with a digit, an upper-case letter or a non-alphanumeric one.
    /// Only for links with `access_level::open`.
    link_settings& password(secret text);

    /// Sets the password, as above.
    link_settings& password(std::string text) { return password(secret(std::move(text))); }

    /// Removes the password.
    link_settings& no_password();

    /// Sets when the link ends. Sent in whole seconds, rounded down; must be in the future.
    link_settings& expires_at(std::chrono::system_clock::time_point instant);

    /// Sets when the link ends, counted from this call: the instant is computed once, not at every attempt.
    link_settings& expires_in(std::chrono::seconds duration);

    /// Removes the expiry.
    link_settings& no_expiry();

    /// Sets the vanity name: at least 12 characters. Easy to guess: not for sensitive content.
    link_settings& vanity_name(std::string name);

    /// Removes the vanity name.
    link_settings& no_vanity_name();

    /// Sets whether the item can be downloaded. Only for links with access `open` or `company`.
    link_settings& can_download(bool allowed);

    /// Sets whether the item can be edited. Only for links with access `open` or `company`. `true` is for
    /// files only and is refused beside `can_download(false)`; where `can_download` is left alone, Box judges
    /// by what the link has.
    link_settings& can_edit(bool allowed);

    /// Sets whether the item can be seen. Box accepts only `true`.
    link_settings& can_preview(bool allowed);

    /// The access; nothing if it is left alone.
    [[nodiscard]] std::optional<access_level> const& access() const noexcept { return access_; }
    /// The state of the password.
    [[nodiscard]] setting<secret> const& password() const noexcept { return password_; }
    /// The state of the expiry.
    [[nodiscard]] setting<std::chrono::system_clock::time_point> const& expires_at() const noexcept
    {
        return expires_at_;
    }
    /// The state of the vanity name.
    [[nodiscard]] setting<std::string> const& vanity_name() const noexcept { return vanity_name_; }
    /// The permissions; those without a value are left alone.
    [[nodiscard]] link_permissions const& permissions() const noexcept { return permissions_; }

    /**
     * Checks all rules of Box that can be checked without asking Box.
     *
     * \param type the type of the item that the settings are for.
     * \param now the time that an expiry is compared with.
     * \return `errc::invalid_argument` with a message that names the field and the rule, if one is broken.
     */
    [[nodiscard]] result<void> validate(
        item_type type, std::chrono::system_clock::time_point now = std::chrono::system_clock::now()
    ) const;

private:
    std::optional<access_level> access_;
    setting<secret> password_;
    setting<std::chrono::system_clock::time_point> expires_at_;
    setting<std::string> vanity_name_;
    link_permissions permissions_;
};

} // namespace boxlink
