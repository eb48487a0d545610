// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/credentials.hpp>

#include <utility>

namespace boxlink {

credentials bearer_token(secret token)
{
    return credentials(std::move(token));
}

} // namespace boxlink
