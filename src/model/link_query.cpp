// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/link_query.hpp>

namespace boxlink {

link_query& link_query::password(secret text)
{
    password_ = std::move(text);
    return *this;
}

} // namespace boxlink
