// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/observer.hpp>

namespace boxlink {

std::string_view to_string(retry_reason reason) noexcept
{
    switch (reason) {
    case retry_reason::none:
        return "none";
    case retry_reason::stale_connection:
        return "stale_connection";
    case retry_reason::network:
        return "network";
    case retry_reason::timeout:
        return "timeout";
    case retry_reason::rate_limited:
        return "rate_limited";
    case retry_reason::server_error:
        return "server_error";
    case retry_reason::not_ready:
        return "not_ready";
    case retry_reason::expired_token:
        return "expired_token";
    }
    return "none";
}

std::string_view to_string(wait_reason reason) noexcept
{
    switch (reason) {
    case wait_reason::none:
        return "none";
    case wait_reason::paced:
        return "paced";
    case wait_reason::rate_limited:
        return "rate_limited";
    case wait_reason::concurrency:
        return "concurrency";
    case wait_reason::retry_budget:
        return "retry_budget";
    case wait_reason::breaker:
        return "breaker";
    case wait_reason::back_off:
        return "back_off";
    case wait_reason::earlier_change:
        return "earlier_change";
    case wait_reason::token:
        return "token";
    }
    return "none";
}

} // namespace boxlink
