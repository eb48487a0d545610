// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/app_grants.hpp"

#include "keys.hpp"
#include "scripted.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;

oauth_app the_app()
{
    return oauth_app("the-client", secret(std::string("the-secret")));
}

// An app, and where it asks.
template <class Grant>
struct asking
{
    explicit asking(std::shared_ptr<Grant> how) : grant(std::move(how)) {}

    result<auth::fresh_token> fetch(std::optional<std::string> user = std::nullopt)
    {
        auto wanted = wanting();
        wanted.user = std::move(user);
        return run(io, grant->fetch(std::move(wanted), endpoint));
    }

    [[nodiscard]] std::string sent(std::string_view name) const
    {
        return field(endpoint.requests.back().body, name);
    }

    boost::asio::io_context io;
    scripted_endpoint endpoint;
    std::shared_ptr<Grant> grant;
};

asking<auth::client_credentials_grant> by_credentials()
{
    return asking(std::make_shared<auth::client_credentials_grant>(the_app(), box_subject::enterprise("5")));
}

jwt_app the_jwt_app()
{
    return jwt_app(the_app(), "the-key-id", secret(test_key::shared().plain()));
}

asking<auth::jwt_grant> by_jwt()
{
    return asking(std::make_shared<auth::jwt_grant>(the_jwt_app(), box_subject::enterprise("5")));
}

// A refusal by a server whose clock shows this.
auth::endpoint_answer refused_exp(std::string date)
{
    return refused("invalid_grant", "Please check the 'exp' claim.", {{"Date", std::move(date)}});
}

BOOST_AUTO_TEST_SUITE(app_grants)

BOOST_AUTO_TEST_CASE(what_is_configured_is_checked)
{
    BOOST_TEST(by_credentials().grant->check().has_value());
    BOOST_TEST(by_jwt().grant->check().has_value());
    using auth::jwt_grant;
    BOOST_TEST(is(jwt_grant(the_jwt_app(), std::nullopt).check(), errc::invalid_configuration));
    BOOST_TEST(is(jwt_grant(the_jwt_app(), box_subject::user("0")).check(), errc::invalid_configuration));
    jwt_app const unnamed(the_app(), "", secret(test_key::shared().plain()));
    BOOST_TEST(is(jwt_grant(unnamed, box_subject::user("1")).check(), errc::invalid_configuration));
    jwt_app const keyless(the_app(), "the-key-id", secret(std::string("no key")));
    BOOST_TEST(is(jwt_grant(keyless, box_subject::user("1")).check(), errc::invalid_configuration));
}

// The limits count them together if they speak for the same user.
BOOST_AUTO_TEST_CASE(whose_tokens_they_are)
{
    auto const whose = [](box_subject subject) {
        return auth::client_credentials_grant(the_app(), std::move(subject)).whose();
    };
    BOOST_TEST(whose(box_subject::user("7")) == "7");
    BOOST_TEST(whose(box_subject::enterprise("7")) != "7");
    BOOST_TEST(whose(box_subject::enterprise("7")) != whose(box_subject::enterprise("8")));
    BOOST_TEST(auth::jwt_grant(the_jwt_app(), box_subject::user("7")).whose() == "7");
}

BOOST_AUTO_TEST_CASE(tokens_by_client_credentials)
{
    auto app = by_credentials();
    app.endpoint.answers.push_back(granted("A1"));
    app.endpoint.answers.push_back(granted("A2"));
    auto const token = app.fetch();
    BOOST_TEST(token.value().access.text.reveal() == "A1");
    BOOST_TEST((token->lifetime == 1h));
    BOOST_TEST(app.sent("box_subject_type") == "enterprise");
    BOOST_TEST(app.sent("box_subject_id") == "5");
    BOOST_TEST((app.endpoint.requests.back().repeat == auth::token_endpoint::repetition::allowed));
    BOOST_TEST(app.endpoint.requests.back().secrets == 1U);
    BOOST_TEST(app.fetch("77").has_value());
    BOOST_TEST(app.sent("box_subject_type") == "user");
    BOOST_TEST(app.sent("box_subject_id") == "77");
    app.endpoint.answers.push_back(refused("unauthorized_client", "no"));
    BOOST_TEST(is(app.fetch(), errc::authentication_failed));
    app.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(app.fetch(), errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(tokens_by_assertion)
{
    auto app = by_jwt();
    std::set<std::string> assertions;
    for (int i = 0; i < 5; ++i) {
        app.endpoint.answers.push_back(granted("A1"));
        BOOST_TEST(app.fetch().has_value());
        assertions.insert(app.sent("assertion"));
        BOOST_TEST(app.endpoint.requests.back().secrets == 2U);
    }
    // Each is another.
    BOOST_TEST(assertions.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_wrong_clock_is_corrected_once)
{
    for (std::string const date :
         {"Wed, 01 Jul 2026 00:10:00 GMT", "Tue, 30 Jun 2026 23:50:00 GMT", "Wed, 01 Jul 2026 01:00:00 GMT",
          "Tue, 30 Jun 2026 23:00:00 GMT"}) {
        auto app = by_jwt();
        app.endpoint.answers.push_back(refused_exp(date));
        app.endpoint.answers.push_back(granted("A1"));
        BOOST_TEST(app.fetch().has_value(), date);
        BOOST_TEST(app.endpoint.requests.size() == 2U);
        // Remembered: the next refusal at the same time is about something else.
        app.endpoint.answers.push_back(refused_exp(date));
        BOOST_TEST(is(app.fetch(), errc::authentication_failed));
        BOOST_TEST(app.endpoint.requests.size() == 3U);
        // The clock has been set since.
        app.endpoint.answers.push_back(refused_exp("Wed, 01 Jul 2026 00:00:00 GMT"));
        app.endpoint.answers.push_back(granted("A2"));
        BOOST_TEST(app.fetch().has_value(), date);
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_right_is_not_to_blame)
{
    for (std::string const date :
         {"Wed, 01 Jul 2026 00:00:00 GMT", "Wed, 01 Jul 2026 00:00:02 GMT", "soon", ""}) {
        auto app = by_jwt();
        app.endpoint.answers.push_back(refused_exp(date));
        BOOST_TEST(is(app.fetch(), errc::authentication_failed), date);
    }
    auto app = by_jwt();
    app.endpoint.answers.push_back(
        refused("invalid_grant", "Please check the 'sub' claim.", {{"Date", "Wed, 01 Jul 2026 00:10:00 GMT"}})
    );
    BOOST_TEST(is(app.fetch(), errc::authentication_failed));
    app.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(app.fetch(), errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_beyond_help)
{
    for (std::string const date :
         {"Wed, 01 Jul 2026 01:00:01 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
          "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        auto app = by_jwt();
        app.endpoint.answers.push_back(refused_exp(date));
        auto const token = app.fetch();
        BOOST_TEST(is(token, errc::authentication_failed));
        BOOST_TEST(token.error().message.find("set the clock") != std::string::npos);
        BOOST_TEST(token.error().message.find("more than an hour") != std::string::npos);
    }
}

// Each of them was signed before the first refusal came.
BOOST_AUTO_TEST_CASE(a_wrong_clock_is_corrected_for_many_users_at_once)
{
    constexpr int users = 10;
    auto app = by_jwt();
    for (int i = 0; i < users; ++i)
        app.endpoint.answers.push_back(refused_exp("Wed, 01 Jul 2026 00:10:00 GMT"));
    for (int i = 0; i < users; ++i)
        app.endpoint.answers.push_back(granted("A1"));
    app.endpoint.before_answer = []() -> boost::asio::awaitable<void> {
        auto const executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
    };
    int succeeded = 0;
    int over = 0;
    for (int i = 0; i < users; ++i) {
        auto wanted = wanting();
        wanted.user = std::to_string(i + 1);
        boost::asio::co_spawn(
            app.io, app.grant->fetch(std::move(wanted), app.endpoint),
            [&](std::exception_ptr thrown, result<auth::fresh_token> const& token) {
                ++over;
                succeeded += !thrown && token.has_value() ? 1 : 0;
            }
        );
    }
    run_until(app.io, [&] { return over == users; });
    BOOST_TEST(succeeded == users);
    BOOST_TEST(app.endpoint.requests.size() == 2U * users);
}

BOOST_AUTO_TEST_CASE(their_tokens_are_revoked)
{
    auto app = by_jwt();
    BOOST_TEST(!run(app.io, app.grant->revoke(nullptr, app.endpoint)).value());
    BOOST_TEST(app.endpoint.requests.empty());
    app.endpoint.answers.push_back(granted("ignored"));
    BOOST_TEST(run(app.io, app.grant->revoke(held("A1"), app.endpoint)).value());
    BOOST_TEST(app.endpoint.requests.back().target == "/oauth2/revoke");
    BOOST_TEST(app.sent("token") == "A1");
    app.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(run(app.io, app.grant->revoke(held("A1"), app.endpoint)), errc::connect_failed));
    auto const code = authorization_code(secret(std::string("c")));
    BOOST_TEST(is(run(app.io, app.grant->log_in(code, app.endpoint)), errc::invalid_argument));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
