// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/token_operations.hpp>

namespace boxlink {

authorization_code& authorization_code::redirect_uri(std::string uri)
{
    redirect_uri_ = std::move(uri);
    return *this;
}

authorization_code& authorization_code::verifier(secret text)
{
    verifier_ = std::move(text);
    return *this;
}

} // namespace boxlink
