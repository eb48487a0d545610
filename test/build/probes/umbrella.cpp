// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a user's translation unit sees, for reaches.cmake.
#include <boxlink/boxlink.hpp>
