// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a program has that compiles Asio separately: the library's copy must not get into its way.
#include <boost/asio/impl/src.hpp>
