// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Text that must not be shown: access tokens, passwords, client secrets.
 */

#include <string>
#include <string_view>

namespace boxlink {

/**
 * Text that cannot be printed or compared by accident, and whose memory is wiped when it is destroyed or
 * replaced.
 *
 * Thread safety: distinct objects may be used from distinct threads.
 */
class secret
{
public:
    /// An empty secret.
    secret() noexcept = default;

    /// Takes the text over. The caller's other copies of it, if any, are the caller's to wipe.
    explicit secret(std::string text) noexcept;

    /// Copies the text.
    secret(secret const& other);
    /// Takes the text over; the other is empty and wiped afterwards.
    secret(secret&& other) noexcept;
    /// Wipes the text and copies the other's.
    secret& operator=(secret const& other);
    /// Wipes the text and takes the other's over; the other is empty and wiped afterwards.
    secret& operator=(secret&& other) noexcept;
    /// Wipes the text.
    ~secret();

    /// The text, to be sent and nowhere else. Valid until the object changes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }

    /// Whether the text is empty.
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

private:
    void wipe() noexcept;

    std::string text_;
};

} // namespace boxlink
