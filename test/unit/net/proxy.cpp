// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/proxy.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace boxlink;
using namespace boxlink::net;

namespace {

server_address const box(url_scheme::https, "api.box.com", 443);

proxy_environment environment(std::string proxy, std::string exceptions = {})
{
    proxy_environment made;
    made.https_proxy = secret(std::move(proxy));
    made.no_proxy = std::move(exceptions);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(proxy)

BOOST_AUTO_TEST_CASE(no_proxy_by_default)
{
    auto const settings = proxy_settings::from(client_options(), environment("http://proxy:1"));
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->proxy_for(box) == nullptr);
}

BOOST_AUTO_TEST_CASE(explicit_proxy_wins_and_has_no_exceptions)
{
    auto const options = client_options().proxy(std::string("http://mine:3128")).proxy_from_environment(true);
    auto const settings = proxy_settings::from(options, environment("http://theirs:1", "*"));
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST_REQUIRE(settings->proxy_for(box) != nullptr);
    BOOST_TEST(settings->proxy_for(box)->host == "mine");
    BOOST_TEST(settings->proxy_for(box)->port == 3128);
}

BOOST_AUTO_TEST_CASE(proxy_of_the_environment)
{
    auto const options = client_options().proxy_from_environment(true);
    auto settings = proxy_settings::from(options, environment("proxy:3128", "other.example"));
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST_REQUIRE(settings->proxy_for(box) != nullptr);
    BOOST_TEST(settings->proxy_for(box)->host == "proxy");

    settings = proxy_settings::from(options, environment("proxy:3128", ".box.com"));
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->proxy_for(box) == nullptr);

    settings = proxy_settings::from(options, environment(""));
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->proxy_for(box) == nullptr);
}

BOOST_AUTO_TEST_CASE(plain_http_is_direct)
{
    auto const settings = proxy_settings::from(client_options().proxy(std::string("http://proxy")), {});
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->proxy_for(server_address(url_scheme::http, "localhost", 8080)) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_bad_proxy_is_named_by_its_source)
{
    auto settings = proxy_settings::from(client_options().proxy(std::string("proxy:1")), {});
    BOOST_TEST_REQUIRE(settings.has_error());
    BOOST_TEST(settings.error().code == make_error_code(errc::invalid_configuration));
    BOOST_TEST(settings.error().message.starts_with("proxy "));
    settings =
        proxy_settings::from(client_options().proxy_from_environment(true), environment("socks5://proxy"));
    BOOST_TEST_REQUIRE(settings.has_error());
    BOOST_TEST(settings.error().message.starts_with("HTTPS_PROXY "));
}

BOOST_AUTO_TEST_CASE(exceptions)
{
    auto const exempt = [](std::string_view rules, std::string_view host) {
        return is_exempt_from_proxy(rules, host, 443);
    };
    for (std::string_view const rules :
         {"*", "api.box.com", "API.Box.com", ".box.com", "box.com", "com", "a,api.box.com", "a api.box.com",
          " ,\t,a , api.box.com ,", "api.box.com:443", ".box.com:443", "*:443", "api.box.com:444,box.com"})
        BOOST_TEST(exempt(rules, "api.box.com"), rules);
    for (std::string_view const rules :
         {"", " ", ",", ".", "box", "ox.com", "api.box", "xapi.box.com", "i.box.com", "api.box.com:444",
          "api.box.com:", "api.box.com:443x", "**", "*.box.com", "10.0.0.0/8", "::/0"})
        BOOST_TEST(!exempt(rules, "api.box.com"), rules);
}

BOOST_AUTO_TEST_CASE(exceptions_for_addresses)
{
    for (std::string_view const rules :
         {"192.0.2.7", "192.0.2.7:443", "192.0.2.0/24", "192.0.2.7/32", "0.0.0.0/0", "192.0.2.200/24", "*"})
        BOOST_TEST(is_exempt_from_proxy(rules, "192.0.2.7", 443), rules);
    for (std::string_view const rules :
         {"192.0.2.8", "2.7", ".2.7", "192.0.2.7:80", "192.0.3.0/24", "192.0.2.0/33", "192.0.2.0/",
          "192.0.2.0/x", "192.0.2.0/-1", "x/24", "::/0", "/24"})
        BOOST_TEST(!is_exempt_from_proxy(rules, "192.0.2.7", 443), rules);

    for (std::string_view const rules :
         {"2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443", "2001:DB8:0::1", "2001:db8::/32", "::/0"})
        BOOST_TEST(is_exempt_from_proxy(rules, "2001:db8::1", 443), rules);
    for (std::string_view const rules :
         {"2001:db8::2", "[2001:db8::1]:80", "[2001:db8::1", "[", "[]", "2001:db9::/32", "2001:db8::/129",
          "0.0.0.0/0"})
        BOOST_TEST(!is_exempt_from_proxy(rules, "2001:db8::1", 444), rules);
}

BOOST_AUTO_TEST_CASE(connect_request)
{
    auto settings = proxy_settings::from(client_options().proxy(std::string("http://proxy")), {});
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(
        settings->connect_request("api.box.com", 443).reveal() ==
        "CONNECT api.box.com:443 HTTP/1.1\r\nHost: api.box.com:443\r\n\r\n"
    );
    settings = proxy_settings::from(client_options().proxy(std::string("http://me:pass%20word@proxy")), {});
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(
        settings->connect_request("::1", 8443).reveal() ==
        "CONNECT [::1]:8443 HTTP/1.1\r\nHost: [::1]:8443\r\n"
        "Proxy-Authorization: Basic bWU6cGFzcyB3b3Jk\r\n\r\n"
    );
}

BOOST_AUTO_TEST_CASE(refused_tunnel)
{
    server_address const proxy(url_scheme::http, "proxy", 3128);
    auto const failure = tunnel_refused(proxy, box, 407);
    BOOST_TEST(failure.code == make_error_code(errc::proxy_failed));
    BOOST_TEST(
        failure.message.find("proxy:3128 refused a tunnel to api.box.com:443 with status 407") !=
        std::string::npos
    );
    BOOST_TEST(failure.message.find("password") != std::string::npos);
    BOOST_TEST(tunnel_refused(proxy, box, 503).message.find("password") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(environment_of_the_process)
{
    // No other thread runs in this program.
    ::unsetenv("HTTPS_PROXY");
    ::unsetenv("NO_PROXY");
    ::setenv("https_proxy", "http://lower", 1);
    ::setenv("no_proxy", "a", 1);
    BOOST_TEST(read_proxy_environment().https_proxy.reveal() == "http://lower");
    BOOST_TEST(read_proxy_environment().no_proxy == "a");
    ::setenv("HTTPS_PROXY", "http://upper", 1);
    ::setenv("NO_PROXY", "", 1);
    BOOST_TEST(read_proxy_environment().https_proxy.reveal() == "http://upper");
    BOOST_TEST(read_proxy_environment().no_proxy == "a");
    for (auto const* name : {"HTTPS_PROXY", "NO_PROXY", "https_proxy", "no_proxy"})
        ::unsetenv(name);
    BOOST_TEST(read_proxy_environment().https_proxy.empty());
    BOOST_TEST(read_proxy_environment().no_proxy.empty());
}

BOOST_AUTO_TEST_SUITE_END()
