// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/option_rules.hpp"

#include "auth/account.hpp"
#include "model/refusal.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace boxlink::client_impl {
namespace {

using std::chrono::milliseconds;

error_info refused(std::string_view option, std::string_view rule)
{
    return error_info(errc::invalid_configuration, std::string(option).append(": ").append(rule));
}

result<void> check_count(std::string_view option, std::size_t value)
{
    return model::check_range(errc::invalid_configuration, option, value, 1, 10'000);
}

result<void> check_duration(std::string_view option, milliseconds value)
{
    // A year: far beyond any use, and far from overflow when added to a clock.
    constexpr milliseconds longest = std::chrono::hours(24 * 366);
    if (value >= milliseconds(1) && value <= longest)
        return {};
    return refused(option, std::to_string(value.count()) + " ms is not in the range 1 ms to 1 year");
}

result<void> check_user_agent(std::string_view suffix)
{
    if (std::all_of(suffix.begin(), suffix.end(), [](char c) { return c >= ' ' && c <= '~'; }))
        return {};
    return refused("user_agent_suffix", "it has characters other than visible ASCII and spaces");
}

} // namespace

result<route> check_options(client_options const& options, credentials const& who)
{
    result<void> const checks[] = {
        who.state()->check(),
        check_user_agent(options.user_agent_suffix()),
        check_count("max_connections", options.max_connections()),
        check_count("max_connecting", options.max_connecting()),
        model::check_range(errc::invalid_configuration, "max_attempts", options.max_attempts(), 1, 100),
        check_duration("idle_timeout", options.idle_timeout()),
        check_duration("max_connection_lifetime", options.max_connection_lifetime()),
        check_duration("connect_timeout", options.connect_timeout()),
        check_duration("attempt_timeout", options.attempt_timeout()),
        check_duration("deadline", options.deadline()),
    };
    for (auto const& check : checks) {
        if (check.has_error())
            return check.error();
    }
    if (!options.system_trust() && options.ca_file().empty() && options.ca_pem().empty())
        return refused(
            "system_trust",
            "without the system's authorities a ca_file or ca_pem is needed, or no server is trusted"
        );

    route way;
    auto server = net::parse_base_url(options.base_url(), options.allow_plain_http_to_loopback());
    if (server.has_error())
        return server.error();
    way.server = std::move(*server);

    auto const environment =
        options.proxy_from_environment() ? net::read_proxy_environment() : net::proxy_environment();
    auto proxy = net::proxy_settings::from(options, environment);
    if (proxy.has_error())
        return proxy.error();
    way.proxy = std::move(*proxy);

    if (way.server.scheme == net::url_scheme::https) {
        auto tls = net::tls_context::make(options, way.server.host);
        if (tls.has_error())
            return tls.error();
        way.tls = std::move(*tls);
    }
    return way;
}

} // namespace boxlink::client_impl
