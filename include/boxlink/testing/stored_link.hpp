// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// A shared link as the embedded server has it: the truth to compare a client's picture with.
class stored_link
{
public:
    stored_link() = default;

    /// The link's address. It stays the same for as long as the link lives.
    std::string url;

    /// `open`, `company` or `collaborators`.
    std::string access;

    /// The chosen part of the vanity address, if there is one.
    std::optional<std::string> vanity_name;

    /// When the link ends, if it does.
    std::optional<std::chrono::sys_seconds> unshared_at;

    /// Whether whoever opens the link may download.
    bool can_download = true;

    /// Whether whoever opens the link may edit. Files only.
    bool can_edit = false;

    /// Whether the link asks for a password.
    [[nodiscard]] bool has_password() const noexcept { return password_.has_value(); }

    /// Whether the link asks for a password and `candidate` is that password.
    [[nodiscard]] bool password_is(std::string_view candidate) const noexcept
    {
        return password_ && *password_ == candidate;
    }

    /// Sets the password, or takes it away with `std::nullopt`.
    void set_password(std::optional<std::string> password) { password_ = std::move(password); }

    /// Whether two links agree in everything, the password included.
    friend bool operator==(const stored_link&, const stored_link&) = default;

private:
    // Apart from the public members so that nothing prints it by listing them.
    std::optional<std::string> password_;
};

} // namespace boxlink::testing
