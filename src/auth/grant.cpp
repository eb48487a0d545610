// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/grant.hpp"

namespace boxlink::auth {
namespace asio = boost::asio;

namespace {

error_info not_of_these(char const* what, char const* instead)
{
    return error_info(errc::invalid_argument, std::string(what) + ": not with these credentials; " + instead);
}

} // namespace

asio::awaitable<result<fresh_token>> grant::log_in(authorization_code const&, token_endpoint&)
{
    co_return not_of_these("log_in", "make the client with oauth2");
}

asio::awaitable<result<bool>> grant::revoke(token_ptr, token_endpoint&)
{
    co_return not_of_these("revoke", "make the client with oauth2, jwt or client_credentials");
}

} // namespace boxlink::auth
