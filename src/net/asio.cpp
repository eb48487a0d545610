// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The one place where the non-template parts of Asio are compiled. Asio, Asio's TLS and Beast are files of their own, so that
// the linker takes only what a program that compiles Asio separately itself does not bring.
#include <boost/asio/impl/src.hpp>
