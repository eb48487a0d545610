// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/error_names.hpp"

#include <boost/asio/error.hpp>

namespace boxlink::cli {

std::string_view to_string(errc value) noexcept
{
    switch (value) {
    case errc::invalid_argument:
        return "invalid_argument";
    case errc::invalid_configuration:
        return "invalid_configuration";
    case errc::bad_request:
        return "bad_request";
    case errc::unauthorized:
        return "unauthorized";
    case errc::forbidden:
        return "forbidden";
    case errc::not_found:
        return "not_found";
    case errc::method_not_allowed:
        return "method_not_allowed";
    case errc::conflict:
        return "conflict";
    case errc::precondition_failed:
        return "precondition_failed";
    case errc::rate_limited:
        return "rate_limited";
    case errc::unavailable:
        return "unavailable";
    case errc::not_ready:
        return "not_ready";
    case errc::unexpected_status:
        return "unexpected_status";
    case errc::resolve_failed:
        return "resolve_failed";
    case errc::connect_failed:
        return "connect_failed";
    case errc::tls_failed:
        return "tls_failed";
    case errc::proxy_failed:
        return "proxy_failed";
    case errc::connection_lost:
        return "connection_lost";
    case errc::malformed_response:
        return "malformed_response";
    case errc::response_too_large:
        return "response_too_large";
    case errc::attempt_timed_out:
        return "attempt_timed_out";
    case errc::deadline_exceeded:
        return "deadline_exceeded";
    case errc::outcome_unknown:
        return "outcome_unknown";
    case errc::client_closed:
        return "client_closed";
    }
    return {};
}

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
