// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The address of a server or proxy, taken strictly from a URL: whatever two parsers might read in two ways is refused.

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace boxlink::net {

enum class url_scheme
{
    https,
    http,
};

/// Where to connect to.
class server_address
{
public:
    url_scheme scheme = url_scheme::https;
    /// A name in lower case or an IP literal in its canonical form, without brackets.
    std::string host;
    std::uint16_t port = 443;
    /// `user:password`, percent-decoded; empty if there is none. Only proxies have one.
    secret userinfo;

    server_address() {}
    server_address(url_scheme the_scheme, std::string the_host, std::uint16_t the_port)
        : scheme(the_scheme), host(std::move(the_host)), port(the_port)
    {}
};

/// Reads `https://host[:port][/]`; `http://` only to a loopback host, and only if that is allowed.
/// Errors are `errc::invalid_configuration` and never quote user information.
[[nodiscard]] result<server_address> parse_base_url(std::string_view url, bool allow_plain_http_to_loopback);

/// Reads `http://[user[:password]@]host[:port][/]`. The environment's variables may leave out the scheme. The port is 80 if none is
/// given. `what` names the source in errors, such as `proxy` or `HTTPS_PROXY`.
[[nodiscard]] result<server_address>
parse_proxy_url(std::string_view url, std::string_view what, bool scheme_is_optional = false);

/// `localhost` and names below it, `127.0.0.0/8`, `::1`.
[[nodiscard]] bool is_loopback(std::string_view host);

/// Whether a host (without brackets) is an IPv4 or IPv6 address.
[[nodiscard]] bool is_ip_literal(std::string_view host);

/// The value of the `Host` header: brackets around IPv6, the scheme's default port left out.
[[nodiscard]] std::string authority(server_address const& address);

/// `host:port` with brackets around IPv6, as CONNECT and messages name it.
[[nodiscard]] std::string host_and_port(std::string_view host, std::uint16_t port);

} // namespace boxlink::net
