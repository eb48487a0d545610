// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What `find` asks for: a shared link and its password.
 */

#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace boxlink {

/**
 * A link whose item is looked for: its URL and, where the link asks for one, its password.
 *
 * The setters check nothing; `find` checks before a byte is sent that the URL begins with `https://` or
 * `http://`, names a host and has no spaces or control characters. Whoever has the URL can open the link: no
 * error or report of boxlink shows it.
 *
 * Thread safety: distinct objects may be used from distinct threads.
 */
class link_query
{
public:
    /// Looks for the item of this URL. Implicit, so that `find` can be called with the URL alone.
    link_query(std::string url) : url_(std::move(url)) {}

    /// As above.
    link_query(char const* url) : url_(url) {}

    /// Sets the password of the link.
    link_query& password(secret text);

    /// Sets the password of the link, as above.
    link_query& password(std::string text) { return password(secret(std::move(text))); }

    /// The URL of the link.
    [[nodiscard]] std::string const& url() const noexcept { return url_; }

    /// The password; nothing if the link asks for none.
    [[nodiscard]] std::optional<secret> const& password() const noexcept { return password_; }

private:
    std::string url_;
    std::optional<secret> password_;
};

} // namespace boxlink
