// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/url.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace boxlink;
using namespace boxlink::net;
namespace data = boost::unit_test::data;

namespace {

class accepted
{
public:
    char const* url;
    char const* host;
    int port;
    char const* authority;

    friend std::ostream& operator<<(std::ostream& out, accepted const& row) { return out << row.url; }
};

class refused
{
public:
    char const* url;
    char const* why;

    friend std::ostream& operator<<(std::ostream& out, refused const& row) { return out << row.url; }
};

accepted const base_urls[] = {
    {"https://api.box.com", "api.box.com", 443, "api.box.com"},
    {"https://api.box.com/", "api.box.com", 443, "api.box.com"},
    {"HTTPS://API.Box.COM", "api.box.com", 443, "api.box.com"},
    {"https://api.box.com:443", "api.box.com", 443, "api.box.com"},
    {"https://api.box.com:8443", "api.box.com", 8443, "api.box.com:8443"},
    {"https://my_host-1", "my_host-1", 443, "my_host-1"},
    {"https://xn--bcher-kva.example", "xn--bcher-kva.example", 443, "xn--bcher-kva.example"},
    {"https://192.0.2.1:65535", "192.0.2.1", 65535, "192.0.2.1:65535"},
    {"https://[2001:DB8::1]", "2001:db8::1", 443, "[2001:db8::1]"},
    {"https://[2001:db8:0:0:0:0:0:1]:444/", "2001:db8::1", 444, "[2001:db8::1]:444"},
    {"http://localhost:8080", "localhost", 8080, "localhost:8080"},
    {"http://box.localhost", "box.localhost", 80, "box.localhost"},
    {"http://127.8.9.1", "127.8.9.1", 80, "127.8.9.1"},
    {"http://[::1]:1", "::1", 1, "[::1]:1"},
};

refused const bad_base_urls[] = {
    {"", "https://"},
    {"api.box.com", "https://"},
    {"//api.box.com", "https://"},
    {"://api.box.com", "https://"},
    {"ftp://api.box.com", "https://"},
    {"https:/api.box.com", "https://"},
    {" https://api.box.com", "space"},
    {"https://api.box.com\r\n", "control"},
    {"https://b\xc3\xbc"
     "cher.example",
     "ASCII"},
    {"https://", "no host"},
    {"https:///", "no host"},
    {"https://:443", "no host"},
    {"https://api.box.com/2.0", "path"},
    {"https://api.box.com//", "path"},
    {"https://api.box.com?x=1", "query"},
    {"https://api.box.com#x", "fragment"},
    {"https://api.box.com\\@evil.example", "path"},
    {"https://me@api.box.com", "user"},
    {"https://me:hunter2@api.box.com", "user"},
    {"https://@api.box.com", "user"},
    {"https://api.box.com:", "port"},
    {"https://api.box.com:0", "port"},
    {"https://api.box.com:65536", "port"},
    {"https://api.box.com:+443", "port"},
    {"https://api.box.com:000443", "port"},
    {"https://api.box.com:443x", "port"},
    {"https://api.box.com:-1", "port"},
    {"https://api..box.com", "name"},
    {"https://.box.com", "name"},
    {"https://api.box.com.", "name"},
    {"https://-api.box.com", "name"},
    {"https://api-.box.com", "name"},
    {"https://api%2ebox.com", "name"},
    {"https://api,box.com", "name"},
    {"https://127.1", "IPv4"},
    {"https://0x7f.0.0.0x1", "IPv4"},
    {"https://0177.0.0.1", "IPv4"},
    {"https://2130706433", "IPv4"},
    {"https://1.2.3.256", "IPv4"},
    {"https://1.2.3.4.5", "IPv4"},
    {"https://::1", "brackets"},
    {"https://[::1", "']'"},
    {"https://[]", "IPv6"},
    {"https://[1.2.3.4]", "IPv6"},
    {"https://[fe80::1%25eth0]", "IPv6"},
    {"https://[fe80::1%eth0]", "IPv6"},
    {"https://[::1]x", "port"},
    {"https://[::1]:", "port"},
    {"http://api.box.com", "another machine"},
    {"http://[::ffff:127.0.0.1]", "another machine"},
    {"http://localhost.example", "another machine"},
    {"http://127.0.0.1.example", "another machine"},
    {"http://0.0.0.0", "another machine"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(url)

BOOST_DATA_TEST_CASE(base_url_is_accepted, data::make(base_urls))
{
    auto const address = parse_base_url(sample.url, true);
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(address->host == sample.host);
    BOOST_TEST(address->port == sample.port);
    BOOST_TEST(authority(*address) == sample.authority);
    BOOST_TEST(address->userinfo.empty());
    BOOST_TEST((address->scheme == url_scheme::http) == (sample.url[4] == ':'));
}

BOOST_DATA_TEST_CASE(base_url_is_refused, data::make(bad_base_urls))
{
    auto const address = parse_base_url(sample.url, true);
    BOOST_TEST_REQUIRE(address.has_error());
    BOOST_TEST(address.error().code == make_error_code(errc::invalid_configuration));
    BOOST_TEST(address.error().message.starts_with("base_url "));
    BOOST_TEST_CONTEXT(address.error().message)
    {
        BOOST_TEST(address.error().message.find(sample.why) != std::string::npos);
        BOOST_TEST(address.error().message.find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(plain_http_needs_permission)
{
    auto const address = parse_base_url("http://localhost", false);
    BOOST_TEST_REQUIRE(address.has_error());
    BOOST_TEST(address.error().message.find("allow_plain_http_to_loopback") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_names_are_refused)
{
    std::string const label(63, 'a');
    BOOST_TEST(parse_base_url("https://" + label + ".example", false).has_value());
    BOOST_TEST(parse_base_url("https://" + label + "a.example", false).has_error());
    auto const name = label + '.' + label + '.' + label + '.' + label.substr(0, 61);
    BOOST_TEST(parse_base_url("https://" + name, false).has_value());
    BOOST_TEST(parse_base_url("https://a" + name, false).has_error());
}

BOOST_AUTO_TEST_CASE(proxy_url_is_accepted)
{
    auto address = parse_proxy_url("http://Proxy.example:3128/", "proxy");
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(address->host == "proxy.example");
    BOOST_TEST(address->port == 3128);
    BOOST_TEST(address->userinfo.empty());

    address = parse_proxy_url("http://me:p%40ss%3Aw%2Frd@[::1]", "proxy");
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(address->host == "::1");
    BOOST_TEST(address->port == 80);
    BOOST_TEST(address->userinfo.reveal() == "me:p@ss:w/rd");

    BOOST_TEST(parse_proxy_url("http://me@p", "proxy")->userinfo.reveal() == "me:");
    BOOST_TEST(parse_proxy_url("http://me:a@b@p", "proxy")->userinfo.reveal() == "me:a@b");
    BOOST_TEST(parse_proxy_url("proxy:3128", "HTTPS_PROXY", true)->port == 3128);
    BOOST_TEST(parse_proxy_url("me:pw@proxy", "HTTPS_PROXY", true)->userinfo.reveal() == "me:pw");
}

BOOST_AUTO_TEST_CASE(proxy_url_is_refused_without_telling_the_password)
{
    for (auto const* url : {
             "proxy:3128",
             "https://me:hunter2@proxy",
             "socks5://me:hunter2@proxy",
             "http://me:hunter2@proxy/path",
             "http://me:hunter2/@proxy",
             "http://me:hunter2%@proxy",
             "http://me:hunter2%4@proxy",
             "http://me:hunter2%0d%0a@proxy",
             "http://me:hunter2%7f@proxy",
             "http://m%3ae:hunter2@proxy",
             "http://:hunter2@proxy",
             "http://@proxy",
             "http://me:hunter2@",
             "http://me:hunter2@proxy:99999",
             "http://me:hunter2 @proxy",
         }) {
        BOOST_TEST_CONTEXT(url)
        {
            auto const address = parse_proxy_url(url, "proxy");
            BOOST_TEST_REQUIRE(address.has_error());
            BOOST_TEST(address.error().code == make_error_code(errc::invalid_configuration));
            BOOST_TEST(address.error().message.starts_with("proxy "));
            BOOST_TEST(address.error().message.find("hunter2") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(loopback)
{
    for (auto const* host : {"localhost", "LocalHost", "a.localhost", "127.0.0.1", "127.255.255.254", "::1"})
        BOOST_TEST(is_loopback(host), host);
    for (auto const* host :
         {"", "localhost.", "xlocalhost", "localhost.example", "128.0.0.1", "::", "::2", "0.0.0.0"})
        BOOST_TEST(!is_loopback(host), host);
}

BOOST_AUTO_TEST_CASE(ip_literals)
{
    for (auto const* host : {"1.2.3.4", "::1", "2001:db8::1"})
        BOOST_TEST(is_ip_literal(host), host);
    for (auto const* host : {"", "localhost", "1.2.3", "[::1]", "1.2.3.4.example"})
        BOOST_TEST(!is_ip_literal(host), host);
}

BOOST_AUTO_TEST_CASE(default_port_depends_on_the_scheme)
{
    BOOST_TEST(authority(server_address(url_scheme::https, "h", 80)) == "h:80");
    BOOST_TEST(authority(server_address(url_scheme::http, "h", 80)) == "h");
    BOOST_TEST(authority(server_address(url_scheme::http, "h", 443)) == "h:443");
    BOOST_TEST(host_and_port("::1", 443) == "[::1]:443");
    BOOST_TEST(host_and_port("h", 443) == "h:443");
}

BOOST_AUTO_TEST_SUITE_END()
