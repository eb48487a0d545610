// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/token_scope.hpp>

#include <utility>

namespace boxlink {

token_scope& token_scope::allow(std::string scope)
{
    scopes_.push_back(std::move(scope));
    return *this;
}

token_scope& token_scope::only(item_ref item)
{
    item_ = std::move(item);
    return *this;
}

} // namespace boxlink
