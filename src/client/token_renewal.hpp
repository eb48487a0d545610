// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/account.hpp"

#include <memory>

namespace boxlink {
class client_state;
}

namespace boxlink::client_impl {

/// Gets a token by the means of this client, and tells the account and the observer how it ended. Whoever calls was told to by the account.
/// \param in_background whether the one before is still good.
void start_renewal(
    std::shared_ptr<client_state> client,
    std::shared_ptr<auth::account> who,
    auth::wanted_token wanted,
    bool in_background
);

} // namespace boxlink::client_impl
