// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/error_names.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <iterator>

namespace boxlink::bulk {

std::string_view error_name(error_code const& code) noexcept
{
    if (code == boost::asio::error::operation_aborted)
        return "cancelled";
    if (code.category() != error_category())
        return "failed";
    std::string_view const name = to_string(static_cast<errc>(code.value()));
    return name.empty() ? "failed" : name;
}

bool is_of_configuration(error_code const& code) noexcept
{
    constexpr errc such[] = {
        errc::unauthorized,   errc::invalid_configuration, errc::authentication_failed,
        errc::login_required, errc::token_unavailable,
    };
    return std::any_of(std::begin(such), std::end(such), [&](errc one) { return code == one; });
}

} // namespace boxlink::bulk
