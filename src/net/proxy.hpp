// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// Which HTTP proxy a connection goes through, if any, and what is said to it.

#include "net/url.hpp"

#include <boxlink/client_options.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace boxlink::net {

/// What the environment says of proxies, as text.
class proxy_environment
{
public:
    /// `HTTPS_PROXY`, else `https_proxy`.
    secret https_proxy;
    /// `NO_PROXY`, else `no_proxy`.
    std::string no_proxy;

    proxy_environment() {}
};

/// Reads the environment of the process. Not safe beside a thread that changes it.
[[nodiscard]] proxy_environment read_proxy_environment();

/**
 * Whether `NO_PROXY` exempts a host: entries separated by commas or spaces, each `*`, a name (which covers the names below it,
 * with or without a leading dot), an IP literal, or a network such as `10.0.0.0/8`; each optionally with `:port`.
 */
[[nodiscard]] bool is_exempt_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port);

/// The proxy of a client.
class proxy_settings
{
public:
    /// No proxy.
    proxy_settings() {}

    /// Takes the proxy from `options`, or from `environment` if the options say so and name none themselves. An explicit proxy has no exceptions.
    [[nodiscard]] static result<proxy_settings>
    from(client_options const& options, proxy_environment const& environment);

    /// The proxy for connections to `server`, or null for a direct connection. Plain HTTP is always direct.
    /// Valid as long as this object.
    [[nodiscard]] server_address const* proxy_for(server_address const& server) const;

    /// The whole text of `CONNECT host:port` with the proxy's credentials. Read the answer with `response_reader::body_rule::tunnel`.
    [[nodiscard]] secret connect_request(std::string_view host, std::uint16_t port) const;

private:
    std::optional<server_address> proxy_;
    std::string no_proxy_;
};

/// The error for a proxy that answered CONNECT with something other than 2xx (`errc::proxy_failed`).
[[nodiscard]] error_info
tunnel_refused(server_address const& proxy, server_address const& server, int status);

} // namespace boxlink::net
