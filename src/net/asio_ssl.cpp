// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// See asio.cpp.
#include <boost/asio/ssl/impl/src.hpp>
