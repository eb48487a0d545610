// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The successful answers of the operations. The status has been looked at by the caller; see `read_error`
/// for the others.
///
/// Reading is tolerant: unknown fields and enum values, missing or null members and numbers for text never
/// fail. What makes an answer unusable is `errc::malformed_response`: no JSON object, a link without a URL,
/// an expiry that is no timestamp.

#include "model/folder_page.hpp"
#include "model/http_message.hpp"

#include <boxlink/error.hpp>
#include <boxlink/shared_link.hpp>
#include <boxlink/user_info.hpp>

namespace boxlink::model {

/// The answer of `share`. An answer without a link is malformed.
[[nodiscard]] result<shared_link> read_share_answer(http_response const& response);

/// The answer of `unshare`. An answer that still has a link contradicts the request and is malformed.
[[nodiscard]] result<item_info> read_unshare_answer(http_response const& response);

/// The answer of `get_link`: 200 with a link or without one, or 304, whose body is not looked at.
[[nodiscard]] result<link_lookup> read_link_lookup(http_response const& response);

/// The answer of `find`.
[[nodiscard]] result<found_item> read_found_item(http_response const& response);

[[nodiscard]] result<folder_page> read_folder_page(http_response const& response);

[[nodiscard]] result<user_info> read_user(http_response const& response);

} // namespace boxlink::model
