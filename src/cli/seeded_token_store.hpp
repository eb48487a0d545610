// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A token store that is not empty the first time.

#include <boxlink/secret.hpp>
#include <boxlink/token_store.hpp>

#include <memory>

namespace boxlink::cli {

/// The other store; as long as nothing was saved there, its refresh token is this one.
[[nodiscard]] std::shared_ptr<token_store>
seeded_token_store(std::shared_ptr<token_store> store, secret refresh_token);

} // namespace boxlink::cli
