// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The requests of the operations. Everything is checked here, before a byte is sent: a function returns a
/// request that may be written as it is, or `errc::invalid_argument` with a message that names the setting or
/// option.

#include "model/http_message.hpp"

#include <boxlink/error.hpp>
#include <boxlink/item_ref.hpp>
#include <boxlink/link_query.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/request_options.hpp>

#include <chrono>
#include <cstddef>
#include <string_view>

namespace boxlink::model {

enum class operation_kind
{
    share,
    unshare,
    get_link,
    find,
    current_user,
    list_folder,
};

/// The name of the function that a caller knows: `share`, `unshare`, `get_link`, `find`.
[[nodiscard]] std::string_view to_string(operation_kind kind) noexcept;

/// `PUT` with the settings that are not left alone. An expiry is compared with `now`.
[[nodiscard]] result<http_request> share_request(
    item_ref const& item,
    link_settings const& settings,
    request_options const& options,
    std::chrono::system_clock::time_point now
);

/// `PUT` with `{"shared_link":null}`; anything else would leave the link in place.
[[nodiscard]] result<http_request> unshare_request(item_ref const& item, request_options const& options);

[[nodiscard]] result<http_request> get_link_request(item_ref const& item, request_options const& options);

/// `GET /2.0/folders/{id}/items`. \param marker of the page before; empty for the first. \param most how many items it has at most.
[[nodiscard]] result<http_request> folder_page_request(
    item_ref const& folder, std::string_view marker, std::size_t most, request_options const& options
);

/// `GET /2.0/users/me`.
[[nodiscard]] result<http_request> current_user_request(request_options const& options);

[[nodiscard]] result<http_request> find_request(link_query const& query, request_options const& options);

} // namespace boxlink::model
