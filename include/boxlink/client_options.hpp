// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * How a client connects, retries and reports.
 */

#include <boxlink/limits.hpp>
#include <boxlink/observer.hpp>
#include <boxlink/request_options.hpp>
#include <boxlink/secret.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace boxlink {

/**
 * The options of a client, all of them with defaults that suit Box. The setters check nothing; the constructor of
 * `client` checks everything and throws `error` with `errc::invalid_configuration`, naming the option.
 */
class client_options
{
public:
    /// The defaults.
    client_options() = default;

    /// Where the API is: `https://api.box.com` by default. A path is refused: the API's own paths follow the host.
    client_options& base_url(std::string url);

    /// Allows a base URL with `http://`, but only to this machine (`localhost`, `127.0.0.0/8`, `[::1]`). Off by default.
    client_options& allow_plain_http_to_loopback(bool allow);

    /// A PEM file of certificate authorities to trust beside the system's. Empty (the default): none.
    client_options& ca_file(std::string path);

    /// Certificate authorities to trust beside the system's, as PEM text. Empty (the default): none.
    client_options& ca_pem(std::string text);

    /// Whether the authorities of the system are trusted. On by default; off needs a `ca_file` or `ca_pem`. Certificates and
    /// host names are verified always. The system's are read in the handshakes that need them: from its directory of hashed
    /// certificates one small file each; the file with all of them (20 to 70 ms) once, when a server would be refused without it.
    client_options& system_trust(bool trust);

    /// An HTTP proxy for the connections, `http://[user:password@]host[:port]`, by CONNECT. Not used for loopback addresses over plain HTTP.
    client_options& proxy(secret url);

    /// As above.
    client_options& proxy(std::string url) { return proxy(secret(std::move(url))); }

    /// Takes the proxy from `HTTPS_PROXY` (or `https_proxy`) and the exceptions from `NO_PROXY` (or `no_proxy`), read once by the
    /// client's constructor. Off by default; an explicit `proxy` wins.
    client_options& proxy_from_environment(bool use);

    /// How many connections are open at most; 1 to 10000. 32 by default.
    client_options& max_connections(std::size_t count);

    /// How many connections are being opened at most at once; 1 or more. 4 by default.
    client_options& max_connecting(std::size_t count);

    /// How long an idle connection is kept; 1 ms or more. 30 s by default.
    client_options& idle_timeout(std::chrono::milliseconds duration);

    /// How long a connection is used at most, less a random quarter at the most; 1 ms or more. 10 min by default.
    client_options& max_connection_lifetime(std::chrono::milliseconds duration);

    /// How long opening one connection may take: resolving, TCP, proxy and TLS together; 1 ms or more. 10 s by default.
    client_options& connect_timeout(std::chrono::milliseconds duration);

    /// The longest time for one attempt, counted from when it has a connection: waiting for one counts against the
    /// deadline alone, and opening one has `connect_timeout`. 1 ms or more; 30 s by default.
    client_options& attempt_timeout(std::chrono::milliseconds duration);

    /// The longest time for one interactive operation, all waiting and retries included; 1 ms or more. 5 min by default. Operations of bulk priority
    /// have no deadline but the one in their `request_options`.
    client_options& deadline(std::chrono::milliseconds duration);

    /// How many attempts an operation makes at most; 1 to 100. 5 by default. Waiting for a rate limit (429) costs none.
    client_options& max_attempts(int count);

    /// How urgent operations are that do not say it themselves. Interactive by default.
    client_options& priority(boxlink::priority urgency);

    /// The rate limits to keep. Give the same to all clients of a process that act for the same users. By default the client has its own, with the
    /// defaults of `limit_options`.
    client_options& limits(shared_limits shared);

    /// Is told of each attempt and wait. None by default.
    client_options& observer(std::shared_ptr<boxlink::observer> watcher);

    /// Appended to the `User-Agent`, such as `my-service/2.1`: visible ASCII and spaces.
    client_options& user_agent_suffix(std::string text);

    /// Lets the client be used from several threads at once, by a strand of its own. Off by default: then the functions of the client
    /// and of its items are called from the threads of an executor that runs one handler at a time.
    client_options& thread_safe(bool safe);

    /// \name The values.
    /// \{

    /// The base URL.
    [[nodiscard]] std::string const& base_url() const noexcept { return base_url_; }
    /// Whether plain HTTP to loopback is allowed.
    [[nodiscard]] bool allow_plain_http_to_loopback() const noexcept { return allow_plain_http_; }
    /// The CA file.
    [[nodiscard]] std::string const& ca_file() const noexcept { return ca_file_; }
    /// The CA certificates.
    [[nodiscard]] std::string const& ca_pem() const noexcept { return ca_pem_; }
    /// Whether the system's authorities are trusted.
    [[nodiscard]] bool system_trust() const noexcept { return system_trust_; }
    /// The proxy's URL; empty if there is none.
    [[nodiscard]] secret const& proxy() const noexcept { return proxy_; }
    /// Whether the environment names the proxy.
    [[nodiscard]] bool proxy_from_environment() const noexcept { return proxy_from_environment_; }
    /// The connections at most.
    [[nodiscard]] std::size_t max_connections() const noexcept { return max_connections_; }
    /// The connections being opened at most.
    [[nodiscard]] std::size_t max_connecting() const noexcept { return max_connecting_; }
    /// The idle time of a connection.
    [[nodiscard]] std::chrono::milliseconds idle_timeout() const noexcept { return idle_timeout_; }
    /// The lifetime of a connection.
    [[nodiscard]] std::chrono::milliseconds max_connection_lifetime() const noexcept
    {
        return max_connection_lifetime_;
    }
    /// The time for opening a connection.
    [[nodiscard]] std::chrono::milliseconds connect_timeout() const noexcept { return connect_timeout_; }
    /// The time for one attempt.
    [[nodiscard]] std::chrono::milliseconds attempt_timeout() const noexcept { return attempt_timeout_; }
    /// The time for one operation.
    [[nodiscard]] std::chrono::milliseconds deadline() const noexcept { return deadline_; }
    /// The attempts at most.
    [[nodiscard]] int max_attempts() const noexcept { return max_attempts_; }
    /// The urgency.
    [[nodiscard]] boxlink::priority priority() const noexcept { return priority_; }
    /// The rate limits; nothing if the client has its own.
    [[nodiscard]] std::optional<shared_limits> const& limits() const noexcept { return limits_; }
    /// The observer.
    [[nodiscard]] std::shared_ptr<boxlink::observer> const& observer() const noexcept { return observer_; }
    /// The suffix of the user agent.
    [[nodiscard]] std::string const& user_agent_suffix() const noexcept { return user_agent_suffix_; }
    /// Whether the client runs on a strand.
    [[nodiscard]] bool thread_safe() const noexcept { return thread_safe_; }
    /// \}

private:
    std::string base_url_ = "https://api.box.com";
    bool allow_plain_http_ = false;
    std::string ca_file_;
    std::string ca_pem_;
    bool system_trust_ = true;
    secret proxy_;
    bool proxy_from_environment_ = false;
    std::size_t max_connections_ = 32;
    std::size_t max_connecting_ = 4;
    std::chrono::milliseconds idle_timeout_ = std::chrono::seconds(30);
    std::chrono::milliseconds max_connection_lifetime_ = std::chrono::minutes(10);
    std::chrono::milliseconds connect_timeout_ = std::chrono::seconds(10);
    std::chrono::milliseconds attempt_timeout_ = std::chrono::seconds(30);
    std::chrono::milliseconds deadline_ = std::chrono::minutes(5);
    int max_attempts_ = 5;
    boxlink::priority priority_ = boxlink::priority::interactive;
    std::optional<shared_limits> limits_;
    std::shared_ptr<boxlink::observer> observer_;
    std::string user_agent_suffix_;
    bool thread_safe_ = false;
};

} // namespace boxlink
