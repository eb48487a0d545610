// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

namespace boxlink::client_impl {

/// What a client ends when it is closed.
class interruptible
{
public:
    /// Ends it with this code. Calls no handler before it returns.
    virtual void interrupt(error_code why) = 0;

protected:
    ~interruptible() = default;
};

} // namespace boxlink::client_impl
