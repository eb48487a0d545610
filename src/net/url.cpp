// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/url.hpp"

#include "model/text.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace boxlink::net {
namespace {

namespace ip = boost::asio::ip;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

error_info refused(std::string_view what, std::string_view why)
{
    return error_info(errc::invalid_configuration, std::string(what).append(" ").append(why));
}

// A URL taken apart, in views of its text.
class url_parts
{
public:
    std::string_view scheme;
    std::optional<std::string_view> userinfo;
    std::string_view host_port;
    std::string_view rest;

    url_parts() {}
};

url_parts take_apart(std::string_view url)
{
    url_parts parts;
    if (auto const colon = url.find("://"); colon != std::string_view::npos) {
        parts.scheme = url.substr(0, colon);
        url.remove_prefix(colon + 3);
    }
    auto const end = std::min(url.find_first_of("/?#\\"), url.size());
    parts.rest = url.substr(end);
    url = url.substr(0, end);
    // The last `@`: a password may hold one that somebody forgot to encode, a host may not.
    if (auto const at = url.rfind('@'); at != std::string_view::npos) {
        parts.userinfo = url.substr(0, at);
        url.remove_prefix(at + 1);
    }
    parts.host_port = url;
    return parts;
}

std::optional<std::uint16_t> parse_port(std::string_view text)
{
    unsigned value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.size() > 5 || failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    if (value < 1 || value > 65535)
        return std::nullopt;
    return static_cast<std::uint16_t>(value);
}

bool is_host_name(std::string_view host)
{
    if (host.empty() || host.size() > 253)
        return false;
    for (std::size_t start = 0; start <= host.size();) {
        auto const end = std::min(host.find('.', start), host.size());
        auto const label = host.substr(start, end - start);
        auto const allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        if (!std::all_of(label.begin(), label.end(), allowed))
            return false;
        start = end + 1;
    }
    return true;
}

// Resolvers read `127.1` and `0x7f.1` as addresses; URL parsers disagree about them, so only the dotted form of four is left.
bool looks_like_ipv4(std::string_view host)
{
    auto const dot = host.rfind('.');
    auto const last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    return !last.empty() && is_digit(last.front());
}

result<std::string> parse_bracketed(std::string_view text, std::string_view what)
{
    error_code ec;
    auto const address = ip::make_address_v6(std::string(text), ec);
    if (ec || text.find('%') != std::string_view::npos)
        return refused(what, "has no IPv6 address between its brackets (zones are not supported)");
    return address.to_string();
}

result<std::string> parse_host(std::string_view text, std::string_view what)
{
    if (text.empty())
        return refused(what, "has no host");
    if (looks_like_ipv4(text)) {
        error_code ec;
        auto const address = ip::make_address_v4(std::string(text), ec);
        if (ec)
            return refused(
                what, "has a host that is neither a name nor an IPv4 address: write four decimal numbers"
            );
        return address.to_string();
    }
    if (!is_host_name(text)) {
        return refused(
            what, "has a host that is not a name: letters, digits, '-', '_' and single dots, other scripts "
                  "as 'xn--…'"
        );
    }
    return lower(text);
}

// Fills in host and port.
result<void> parse_host_port(server_address& address, std::string_view text, std::string_view what)
{
    std::string_view port;
    bool has_port = false;
    result<std::string> host = std::string();
    if (text.starts_with('[')) {
        auto const close = text.find(']');
        if (close == std::string_view::npos)
            return refused(what, "has a '[' without its ']'");
        host = parse_bracketed(text.substr(1, close - 1), what);
        port = text.substr(close + 1);
        has_port = !port.empty();
        if (has_port && port.front() != ':')
            return refused(what, "has something other than a port after its ']'");
        if (has_port)
            port.remove_prefix(1);
    } else {
        auto const colon = text.find(':');
        has_port = colon != std::string_view::npos;
        if (has_port) {
            port = text.substr(colon + 1);
            text = text.substr(0, colon);
        }
        if (port.find(':') != std::string_view::npos)
            return refused(what, "has too many colons: write an IPv6 address between brackets");
        host = parse_host(text, what);
    }
    if (!host)
        return host.error();
    address.host = std::move(*host);
    if (has_port) {
        auto const number = parse_port(port);
        if (!number)
            return refused(what, "has a port that is not a number from 1 to 65535");
        address.port = *number;
    }
    return {};
}

std::optional<std::string> percent_decode(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned value = 0;
        auto const digits = text.substr(i + 1, 2);
        auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || failure != std::errc() || end != digits.data() + 2)
            return std::nullopt;
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

// RFC 7617: no control characters, and no colon in the user's name.
result<secret> parse_userinfo(std::string_view text, std::string_view what)
{
    auto const colon = std::min(text.find(':'), text.size());
    auto user = percent_decode(text.substr(0, colon));
    auto password = percent_decode(text.substr(std::min(colon + 1, text.size())));
    if (!user || !password)
        return refused(
            what, "has a user or password with a '%' that two hexadecimal digits don't follow: write %25"
        );
    secret whole(*user + ':' + *password);
    secret const wiped_user(std::move(*user));
    secret const wiped_password(std::move(*password));
    auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; };
    if (wiped_user.empty() || wiped_user.reveal().find(':') != std::string_view::npos)
        return refused(what, "has an empty user name, or one with a colon");
    if (std::any_of(whole.reveal().begin(), whole.reveal().end(), is_control))
        return refused(what, "has a control character in its user or password");
    return whole;
}

} // namespace

result<server_address> parse_base_url(std::string_view url, bool allow_plain_http_to_loopback)
{
    constexpr std::string_view what = "base_url";
    if (!model::is_visible_ascii(url))
        return refused(what, "has a space, a control character or a letter that is not ASCII");
    auto const parts = take_apart(url);
    auto const scheme = lower(parts.scheme);
    if (scheme != "https" && scheme != "http")
        return refused(what, "does not begin with 'https://'");
    if (parts.userinfo)
        return refused(what, "names a user: leave that out, the token says who calls");
    if (!parts.rest.empty() && parts.rest != "/")
        return refused(what, "has a path, query or fragment: only scheme, host and port are wanted");

    auto const plain = scheme == "http";
    server_address address(plain ? url_scheme::http : url_scheme::https, {}, plain ? 80 : 443);
    if (auto done = parse_host_port(address, parts.host_port, what); !done)
        return done.error();
    if (plain && !is_loopback(address.host))
        return refused(
            what, "is 'http://' to another machine, which would send the token in the clear: write 'https://'"
        );
    if (plain && !allow_plain_http_to_loopback)
        return refused(
            what, "is 'http://': write 'https://', or set allow_plain_http_to_loopback for a test server"
        );
    return address;
}

result<server_address> parse_proxy_url(std::string_view url, std::string_view what, bool scheme_is_optional)
{
    if (!model::is_visible_ascii(url))
        return refused(
            what, "has a space, a control character or a letter that is not ASCII: write it as %XX"
        );
    auto const parts = take_apart(url);
    auto const scheme = lower(parts.scheme);
    if (scheme != "http" && !(scheme.empty() && scheme_is_optional))
        return refused(what, "does not begin with 'http://': other kinds of proxies are not supported");
    if (!parts.rest.empty() && parts.rest != "/")
        return refused(what, "has a path, query or fragment (encode '/', '?' and '#' in a password as %XX)");

    server_address address(url_scheme::http, {}, 80);
    if (parts.userinfo) {
        auto userinfo = parse_userinfo(*parts.userinfo, what);
        if (!userinfo)
            return userinfo.error();
        address.userinfo = std::move(*userinfo);
    }
    if (auto done = parse_host_port(address, parts.host_port, what); !done)
        return done.error();
    return address;
}

bool is_loopback(std::string_view host)
{
    error_code ec;
    auto const address = ip::make_address(std::string(host), ec);
    if (!ec)
        return address.is_loopback();
    // RFC 6761, 6.3: names below `localhost` are this machine too.
    auto const name = lower(host);
    return name == "localhost" || name.ends_with(".localhost");
}

bool is_ip_literal(std::string_view host)
{
    error_code ec;
    static_cast<void>(ip::make_address(std::string(host), ec));
    return !ec;
}

std::string authority(server_address const& address)
{
    auto const default_port = address.scheme == url_scheme::https ? 443 : 80;
    if (address.port != default_port)
        return host_and_port(address.host, address.port);
    return address.host.find(':') == std::string::npos ? address.host : '[' + address.host + ']';
}

std::string host_and_port(std::string_view host, std::uint16_t port)
{
    std::string out;
    auto const brackets = host.find(':') != std::string_view::npos;
    if (brackets)
        out += '[';
    out += host;
    if (brackets)
        out += ']';
    return out.append(":").append(std::to_string(port));
}

} // namespace boxlink::net
