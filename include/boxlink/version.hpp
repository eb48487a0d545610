// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * The version of boxlink, the one place where it stands.
 */

/// The version as text, for the preprocessor.
#define BOXLINK_VERSION "0.1.0"

namespace boxlink {

/// The version as text: major, minor and patch by semantic versioning.
inline constexpr char const* version = BOXLINK_VERSION;

} // namespace boxlink
