// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/error_names.hpp"

#include <boost/asio/error.hpp>

namespace boxlink::cli {

std::string_view error_name(error_code const& code) noexcept
{
    if (code == boost::asio::error::operation_aborted)
        return "cancelled";
    if (code.category() != error_category())
        return "failed";
    std::string_view const name = to_string(static_cast<errc>(code.value()));
    return name.empty() ? "failed" : name;
}

} // namespace boxlink::cli
