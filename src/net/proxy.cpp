// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/proxy.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/beast/core/string.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace boxlink::net {
namespace {

namespace ip = boost::asio::ip;

std::string variable(char const* name, char const* other_name)
{
    for (auto const* one : {name, other_name}) {
        // The environment is read once, by the constructor of a client, which says so.
        if (auto const* value = std::getenv(one); value != nullptr && *value != '\0')
            return value;
    }
    return {};
}

template <class Network, class Address>
bool network_holds(Network const& network, Address const& address)
{
    return Network(address, network.prefix_length()).canonical() == network.canonical();
}

bool network_matches(std::string_view entry, ip::address const& host)
{
    error_code ec;
    auto const slash = entry.find('/');
    auto const base = ip::make_address(std::string(entry.substr(0, slash)), ec);
    unsigned length = 0;
    auto const digits = entry.substr(slash + 1);
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    auto const is_number = failure == std::errc() && end == digits.data() + digits.size() && !digits.empty();
    if (ec || !is_number || base.is_v4() != host.is_v4() || length > (base.is_v4() ? 32U : 128U))
        return false;
    auto const prefix = static_cast<unsigned short>(length);
    return base.is_v4() ? network_holds(ip::network_v4(base.to_v4(), prefix), host.to_v4())
                        : network_holds(ip::network_v6(base.to_v6(), prefix), host.to_v6());
}

// Takes `:port` off an entry; false if it names another port.
bool port_matches(std::string_view& entry, std::uint16_t port)
{
    std::string_view digits;
    if (entry.starts_with('[')) {
        auto const close = entry.find(']');
        if (close == std::string_view::npos)
            return false;
        digits = entry.substr(close + 1);
        entry = entry.substr(1, close - 1);
    } else if (std::count(entry.begin(), entry.end(), ':') == 1) {
        digits = entry.substr(entry.find(':'));
        entry = entry.substr(0, entry.find(':'));
    }
    return digits.empty() || digits == std::string(":").append(std::to_string(port));
}

bool name_matches(std::string_view entry, std::string_view host)
{
    if (entry.starts_with('.'))
        entry.remove_prefix(1);
    if (entry.empty() || host.size() < entry.size())
        return false;
    auto const start = host.size() - entry.size();
    return boost::beast::iequals(host.substr(start), entry) && (start == 0 || host[start - 1] == '.');
}

bool entry_matches(std::string_view entry, std::string_view host, std::uint16_t port)
{
    if (!port_matches(entry, port))
        return false;
    if (entry == "*")
        return true;
    error_code ec;
    auto const address = ip::make_address(std::string(host), ec);
    if (ec)
        return name_matches(entry, host);
    if (entry.find('/') != std::string_view::npos)
        return network_matches(entry, address);
    auto const other = ip::make_address(std::string(entry), ec);
    return !ec && other == address;
}

secret base64(std::string_view text)
{
    std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
    auto const size = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<unsigned char const*>(text.data()),
        static_cast<int>(text.size())
    );
    out.resize(static_cast<std::size_t>(size));
    return secret(std::move(out));
}

} // namespace

proxy_environment read_proxy_environment()
{
    proxy_environment environment;
    environment.https_proxy = secret(variable("HTTPS_PROXY", "https_proxy"));
    environment.no_proxy = variable("NO_PROXY", "no_proxy");
    return environment;
}

bool is_exempt_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port)
{
    constexpr std::string_view separators = ", \t";
    for (;;) {
        auto const start = no_proxy.find_first_not_of(separators);
        if (start == std::string_view::npos)
            return false;
        no_proxy.remove_prefix(start);
        auto const entry = no_proxy.substr(0, no_proxy.find_first_of(separators));
        if (entry_matches(entry, host, port))
            return true;
        no_proxy.remove_prefix(entry.size());
    }
}

result<proxy_settings>
proxy_settings::from(client_options const& options, proxy_environment const& environment)
{
    proxy_settings settings;
    auto const from_environment = options.proxy().empty() && options.proxy_from_environment();
    auto const& url = from_environment ? environment.https_proxy : options.proxy();
    if (url.empty())
        return settings;
    auto address =
        parse_proxy_url(url.reveal(), from_environment ? "HTTPS_PROXY" : "proxy", from_environment);
    if (!address)
        return address.error();
    settings.proxy_ = std::move(*address);
    if (from_environment)
        settings.no_proxy_ = environment.no_proxy;
    return settings;
}

server_address const* proxy_settings::proxy_for(server_address const& server) const
{
    if (!proxy_ || server.scheme == url_scheme::http)
        return nullptr;
    return is_exempt_from_proxy(no_proxy_, server.host, server.port) ? nullptr : &*proxy_;
}

secret proxy_settings::connect_request(std::string_view host, std::uint16_t port) const
{
    auto const target = host_and_port(host, port);
    auto const credentials = proxy_ ? base64(proxy_->userinfo.reveal()) : secret();
    constexpr std::string_view authorization = "Proxy-Authorization: Basic ";
    std::string text;
    // All the room at once, so that growing leaves no copy of the credentials behind.
    text.reserve(2 * target.size() + authorization.size() + credentials.reveal().size() + 64);
    text.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n");
    if (!credentials.empty())
        text.append(authorization).append(credentials.reveal()).append("\r\n");
    text.append("\r\n");
    return secret(std::move(text));
}

error_info tunnel_refused(server_address const& proxy, server_address const& server, int status)
{
    auto message = "the proxy " + host_and_port(proxy.host, proxy.port) + " refused a tunnel to " +
                   host_and_port(server.host, server.port) + " with status " + std::to_string(status);
    if (status == 407)
        message += ": put a user and password that it accepts into the proxy's URL";
    return error_info(errc::proxy_failed, std::move(message));
}

} // namespace boxlink::net
