// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/link_settings.hpp>
#include <boxlink/shared_link.hpp>

#include <optional>

namespace boxlink::model {

/**
 * Whether a link is as it was asked for, as far as Box tells: what was left alone may be anything.
 *
 * \return nothing if reading cannot show it: a password that was set, since Box tells only that there is one; an access or permission that the answer leaves
 * out, or an access that this version does not know. An expiry, vanity name or password that the answer leaves out is none.
 */
[[nodiscard]] std::optional<bool> is_as_asked(shared_link const& link, link_settings const& asked);

} // namespace boxlink::model
