// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/client_options.hpp>

#include <utility>

namespace boxlink {

client_options& client_options::base_url(std::string url)
{
    base_url_ = std::move(url);
    return *this;
}

client_options& client_options::allow_plain_http_to_loopback(bool allow)
{
    allow_plain_http_ = allow;
    return *this;
}

client_options& client_options::ca_file(std::string path)
{
    ca_file_ = std::move(path);
    return *this;
}

client_options& client_options::ca_pem(std::string text)
{
    ca_pem_ = std::move(text);
    return *this;
}

client_options& client_options::system_trust(bool trust)
{
    system_trust_ = trust;
    return *this;
}

client_options& client_options::proxy(secret url)
{
    proxy_ = std::move(url);
    return *this;
}

client_options& client_options::proxy_from_environment(bool use)
{
    proxy_from_environment_ = use;
    return *this;
}

client_options& client_options::max_connections(std::size_t count)
{
    max_connections_ = count;
    return *this;
}

client_options& client_options::max_connecting(std::size_t count)
{
    max_connecting_ = count;
    return *this;
}

client_options& client_options::idle_timeout(std::chrono::milliseconds duration)
{
    idle_timeout_ = duration;
    return *this;
}

client_options& client_options::max_connection_lifetime(std::chrono::milliseconds duration)
{
    max_connection_lifetime_ = duration;
    return *this;
}

client_options& client_options::connect_timeout(std::chrono::milliseconds duration)
{
    connect_timeout_ = duration;
    return *this;
}

client_options& client_options::attempt_timeout(std::chrono::milliseconds duration)
{
    attempt_timeout_ = duration;
    return *this;
}

client_options& client_options::deadline(std::chrono::milliseconds duration)
{
    deadline_ = duration;
    return *this;
}

client_options& client_options::max_attempts(int count)
{
    max_attempts_ = count;
    return *this;
}

client_options& client_options::priority(boxlink::priority urgency)
{
    priority_ = urgency;
    return *this;
}

client_options& client_options::limits(shared_limits shared)
{
    limits_ = std::move(shared);
    return *this;
}

client_options& client_options::observer(std::shared_ptr<boxlink::observer> watcher)
{
    observer_ = std::move(watcher);
    return *this;
}

client_options& client_options::user_agent_suffix(std::string text)
{
    user_agent_suffix_ = std::move(text);
    return *this;
}

client_options& client_options::thread_safe(bool safe)
{
    thread_safe_ = safe;
    return *this;
}

} // namespace boxlink
