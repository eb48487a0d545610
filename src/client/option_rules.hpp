// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/proxy.hpp"
#include "net/tls_context.hpp"
#include "net/url.hpp"

#include <boxlink/client_options.hpp>
#include <boxlink/credentials.hpp>
#include <boxlink/error.hpp>

#include <memory>

namespace boxlink::client_impl {

/// Where a client's connections go, made of checked options.
class route
{
public:
    net::server_address server;
    net::proxy_settings proxy;
    /// Null for plain HTTP.
    std::unique_ptr<net::tls_context> tls;

    route() {}
};

/// Checks all options and loads what they name. Errors are `errc::invalid_configuration` and name the option.
[[nodiscard]] result<route> check_options(client_options const& options, credentials const& who);

} // namespace boxlink::client_impl
