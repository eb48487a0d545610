// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/client_options.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>

namespace boxlink {
namespace {

using namespace std::chrono_literals;

class deaf final : public observer
{
public:
    void on_attempt(attempt_report const&) override {}
};

BOOST_AUTO_TEST_SUITE(client_options_)

// As the header documents them.
BOOST_AUTO_TEST_CASE(defaults)
{
    client_options const options;
    BOOST_TEST(options.base_url() == "https://api.box.com");
    BOOST_TEST(!options.allow_plain_http_to_loopback());
    BOOST_TEST(options.ca_file() == "");
    BOOST_TEST(options.ca_pem() == "");
    BOOST_TEST(options.system_trust());
    BOOST_TEST(options.proxy().empty());
    BOOST_TEST(!options.proxy_from_environment());
    BOOST_TEST(options.max_connections() == 32U);
    BOOST_TEST(options.max_connecting() == 4U);
    BOOST_TEST((options.idle_timeout() == 30s));
    BOOST_TEST((options.max_connection_lifetime() == 10min));
    BOOST_TEST((options.connect_timeout() == 10s));
    BOOST_TEST((options.attempt_timeout() == 30s));
    BOOST_TEST((options.deadline() == 5min));
    BOOST_TEST(options.max_attempts() == 5);
    BOOST_TEST(options.observer() == nullptr);
    BOOST_TEST(options.user_agent_suffix() == "");
    BOOST_TEST(!options.thread_safe());
}

BOOST_AUTO_TEST_CASE(every_setter_sets_its_value_and_can_be_chained)
{
    auto const watcher = std::make_shared<deaf>();
    auto const options = client_options()
                             .base_url("https://box.example:8443")
                             .allow_plain_http_to_loopback(true)
                             .ca_file("/etc/ca.pem")
                             .ca_pem("PEM")
                             .system_trust(false)
                             .proxy("http://user:word@proxy.example:3128")
                             .proxy_from_environment(true)
                             .max_connections(7)
                             .max_connecting(3)
                             .idle_timeout(11s)
                             .max_connection_lifetime(12min)
                             .connect_timeout(13ms)
                             .attempt_timeout(14s)
                             .deadline(15h)
                             .max_attempts(9)
                             .observer(watcher)
                             .user_agent_suffix("my-service/2.1")
                             .thread_safe(true);
    BOOST_TEST(options.base_url() == "https://box.example:8443");
    BOOST_TEST(options.allow_plain_http_to_loopback());
    BOOST_TEST(options.ca_file() == "/etc/ca.pem");
    BOOST_TEST(options.ca_pem() == "PEM");
    BOOST_TEST(!options.system_trust());
    BOOST_TEST(options.proxy().reveal() == "http://user:word@proxy.example:3128");
    BOOST_TEST(options.proxy_from_environment());
    BOOST_TEST(options.max_connections() == 7U);
    BOOST_TEST(options.max_connecting() == 3U);
    BOOST_TEST((options.idle_timeout() == 11s));
    BOOST_TEST((options.max_connection_lifetime() == 12min));
    BOOST_TEST((options.connect_timeout() == 13ms));
    BOOST_TEST((options.attempt_timeout() == 14s));
    BOOST_TEST((options.deadline() == 15h));
    BOOST_TEST(options.max_attempts() == 9);
    BOOST_TEST(options.observer() == watcher);
    BOOST_TEST(options.user_agent_suffix() == "my-service/2.1");
    BOOST_TEST(options.thread_safe());
}

BOOST_AUTO_TEST_CASE(a_later_value_replaces_an_earlier_one)
{
    client_options options;
    options.proxy(secret("http://one:1")).proxy(secret("http://two:2")).max_attempts(2).max_attempts(3);
    BOOST_TEST(options.proxy().reveal() == "http://two:2");
    BOOST_TEST(options.max_attempts() == 3);
    options.observer(std::make_shared<deaf>()).observer(nullptr);
    BOOST_TEST(options.observer() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_copy_is_independent)
{
    client_options first;
    first.user_agent_suffix("first").proxy("http://one:1");
    auto second = first;
    second.user_agent_suffix("second").proxy("http://two:2");
    BOOST_TEST(first.user_agent_suffix() == "first");
    BOOST_TEST(first.proxy().reveal() == "http://one:1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink
