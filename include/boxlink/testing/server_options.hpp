// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/latency.hpp>
#include <boxlink/testing/rate_limit.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace boxlink::testing {

/// Who the embedded server says it is. All but `trusted` must be refused by a careful client.
enum class tls_identity : unsigned char
{
    trusted,          ///< A certificate for localhost by the authority that `box_server::ca_pem()` gives.
    expired,          ///< As `trusted`, but its validity ended yesterday.
    not_yet_valid,    ///< As `trusted`, but its validity starts tomorrow.
    wrong_host,       ///< As `trusted`, but for `wrong-host.example`.
    self_signed,      ///< A certificate for localhost that no authority signed.
    unknown_authority ///< A certificate for localhost by an authority that nobody was told of.
};

/// A version of TLS.
enum class tls_version : unsigned char
{
    tls_1_0, ///< TLS 1.0, only good for being refused.
    tls_1_1, ///< TLS 1.1, only good for being refused.
    tls_1_2, ///< TLS 1.2.
    tls_1_3  ///< TLS 1.3.
};

/// How the embedded server behaves. Each setter returns the object, so that they can be chained.
class server_options
{
public:
    /// Tells the time to everything that depends on it: token expiry, `unshared_at`, rate limits, `Date`.
    using clock_function = std::function<std::chrono::system_clock::time_point()>;

    /// TLS on a free loopback port, TLS 1.2 and 1.3, no limits, no latency.
    server_options() = default;

    /// The port to listen on; 0 (the default) takes a free one.
    server_options& port(std::uint16_t value)
    {
        port_ = value;
        return *this;
    }
    /// The port to listen on; 0 is a free one.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Whether plain HTTP is served on the loopback address in place of HTTPS (off by default).
    server_options& plain_http(bool value)
    {
        plain_http_ = value;
        return *this;
    }
    /// Whether plain HTTP is served.
    [[nodiscard]] bool plain_http() const noexcept { return plain_http_; }

    /// The certificate to show.
    server_options& identity(tls_identity value)
    {
        identity_ = value;
        return *this;
    }
    /// The certificate shown.
    [[nodiscard]] tls_identity identity() const noexcept { return identity_; }

    /// The oldest and newest version of TLS to speak. Below TLS 1.2, OpenSSL's security level is lowered to
    /// 0.
    server_options& tls_versions(tls_version oldest, tls_version newest)
    {
        oldest_tls_ = oldest;
        newest_tls_ = newest;
        return *this;
    }
    /// The oldest version of TLS spoken.
    [[nodiscard]] tls_version oldest_tls() const noexcept { return oldest_tls_; }
    /// The newest version of TLS spoken.
    [[nodiscard]] tls_version newest_tls() const noexcept { return newest_tls_; }

    /// Whether TLS sessions can be resumed (on by default).
    server_options& session_resumption(bool value)
    {
        session_resumption_ = value;
        return *this;
    }
    /// Whether TLS sessions can be resumed.
    [[nodiscard]] bool session_resumption() const noexcept { return session_resumption_; }

    /// Closes each connection after this many requests, announced by `Connection: close`; 0 (the default)
    /// never.
    server_options& keep_alive_limit(std::uint64_t requests)
    {
        keep_alive_limit_ = requests;
        return *this;
    }
    /// Requests a connection; 0 is no limit.
    [[nodiscard]] std::uint64_t keep_alive_limit() const noexcept { return keep_alive_limit_; }

    /// The clock to live by, `std::chrono::system_clock` by default. It is called from the server's thread
    /// and from threads that call `box_server`; it must not call back into the server.
    server_options& clock(clock_function value)
    {
        clock_ = std::move(value);
        return *this;
    }
    /// The clock to live by; empty is the system's.
    [[nodiscard]] const clock_function& clock() const noexcept { return clock_; }

    /// How long to think before each answer. This is real time, whatever `clock` says.
    server_options& response_latency(latency value)
    {
        latency_ = value;
        return *this;
    }
    /// How long to think before each answer.
    [[nodiscard]] const latency& response_latency() const noexcept { return latency_; }

    /// The requests each user may make; no limit by default.
    server_options& limit(rate_limit value)
    {
        limit_ = value;
        return *this;
    }
    /// The requests each user may make.
    [[nodiscard]] const std::optional<rate_limit>& limit() const noexcept { return limit_; }

    /// The access that a link gets whose creator named none; `open` by default.
    server_options& default_access(std::string value)
    {
        default_access_ = std::move(value);
        return *this;
    }
    /// The access that a link gets whose creator named none.
    [[nodiscard]] const std::string& default_access() const noexcept { return default_access_; }

    /// How long access tokens last that `/oauth2/token` gives out; 60 minutes by default.
    server_options& token_lifetime(std::chrono::seconds value)
    {
        token_lifetime_ = value;
        return *this;
    }
    /// How long access tokens last.
    [[nodiscard]] std::chrono::seconds token_lifetime() const noexcept { return token_lifetime_; }

    /// The seed of everything random: latencies, fault probabilities, tokens and link addresses.
    server_options& seed(std::uint64_t value)
    {
        seed_ = value;
        return *this;
    }
    /// The seed of everything random.
    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }

private:
    std::uint16_t port_ = 0;
    bool plain_http_ = false;
    bool session_resumption_ = true;
    tls_identity identity_ = tls_identity::trusted;
    tls_version oldest_tls_ = tls_version::tls_1_2;
    tls_version newest_tls_ = tls_version::tls_1_3;
    std::uint64_t keep_alive_limit_ = 0;
    std::uint64_t seed_ = 1;
    std::chrono::seconds token_lifetime_{3600};
    std::string default_access_ = "open";
    latency latency_;
    std::optional<rate_limit> limit_;
    clock_function clock_;
};

} // namespace boxlink::testing
