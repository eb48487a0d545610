// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/token_store.hpp>

namespace boxlink {

boost::asio::awaitable<std::shared_ptr<void>> token_store::lock()
{
    co_return nullptr;
}

} // namespace boxlink
