// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Breaks the rule on purpose, by a header that includes Boost.JSON itself: reaches.cmake must refuse it.
#include <boost/beast/core/string.hpp>
