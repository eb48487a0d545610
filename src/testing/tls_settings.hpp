// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/tls_identity.hpp"

#include <boxlink/testing/server_options.hpp>

#include <boost/asio/ssl/context.hpp>

namespace boxlink::testing {

/// The TLS side of the options, ready for connections.
[[nodiscard]] boost::asio::ssl::context
make_tls_context(const server_options& options, const server_certificates& certificates);

} // namespace boxlink::testing
