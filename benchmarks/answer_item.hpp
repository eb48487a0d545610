// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the servers of the benchmarks answer: an item with its link, as Box sends it. Its id stands between two parts.
#include <string_view>

namespace bench {

inline constexpr std::string_view item_begin = R"({"type":"file","id":")";
inline constexpr std::string_view item_end =
    R"(","etag":"3","shared_link":{"url":"https://app.box.com/s/vspke7y05sb214wjokpk",)"
    R"("download_url":"https://app.box.com/shared/static/vspke7y05sb214wjokpk.pdf","vanity_url":null,)"
    R"("vanity_name":null,"effective_access":"company","effective_permission":"can_download",)"
    R"("is_password_enabled":false,"unshared_at":null,"download_count":0,"preview_count":0,"access":"company",)"
    R"("permissions":{"can_preview":true,"can_download":true,"can_edit":false}}})";

} // namespace bench
