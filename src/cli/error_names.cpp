// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/error_names.hpp"

#include <algorithm>
#include <iterator>

namespace boxlink::cli {

bool is_of_configuration(error_code const& code) noexcept
{
    constexpr errc such[] = {
        errc::unauthorized,   errc::invalid_configuration, errc::authentication_failed,
        errc::login_required, errc::token_unavailable,
    };
    return std::any_of(std::begin(such), std::end(such), [&](errc one) { return code == one; });
}

} // namespace boxlink::cli
