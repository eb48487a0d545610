// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "bulk/records/ledger.hpp"

#include <future>
#include <utility>

namespace boxlink::bulk_test {

// Waits for the end.
inline result<void> commit(bulk::ledger& book)
{
    std::promise<result<void>> ended;
    book.commit([&](result<void> how) { ended.set_value(std::move(how)); });
    return ended.get_future().get();
}

} // namespace boxlink::bulk_test
