// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <boost/intrusive/list_hook.hpp>

namespace boxlink::client_impl {

/// What a client ends when it is closed. It leaves the client's list by itself when it is destroyed.
class interruptible
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
{
public:
    /// Ends it with this code. Calls no handler before it returns.
    virtual void interrupt(error_code why) = 0;

protected:
    ~interruptible() = default;
};

} // namespace boxlink::client_impl
