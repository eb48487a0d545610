// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a request may be made of. All of it comes from callers, so that a header or target could otherwise be
/// made to end early and another request to begin.

#include "model/box_request.hpp"

namespace boxlink::model {

/// A known type, a decimal id, and not the root folder.
[[nodiscard]] result<void> check_item(item_ref const& item);

/// Every option: whether it suits the operation, and whether its text may be sent.
[[nodiscard]] result<void> check_options(operation_kind kind, request_options const& options);

/// An http or https URL with a host; a password that is UTF-8.
[[nodiscard]] result<void> check_query(link_query const& query);

} // namespace boxlink::model
