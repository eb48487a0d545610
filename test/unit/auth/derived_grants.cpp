// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/derived_grants.hpp"

#include "auth/grant_request.hpp"
#include "scripted.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using auth::account;

token_scope preview()
{
    return token_scope().allow("item_preview").only(item_ref::file("12"));
}

// A token that is made of others.
struct derived
{
    result<auth::fresh_token> fetch(auth::wanted_token wanted = wanting())
    {
        return run(io, grant.fetch(std::move(wanted), endpoint));
    }

    boost::asio::io_context io;
    scripted_endpoint endpoint;
    std::shared_ptr<account> parent = credentials(bearer_token("the-parent")).state();
    auth::downscoped_grant grant = auth::downscoped_grant(parent, preview());
};

auth::endpoint_answer unauthorized()
{
    auto answer = refused("invalid_token", "");
    answer.response->status = answer.failure.status = 401;
    answer.failure.code = make_error_code(errc::unauthorized);
    return answer;
}

BOOST_AUTO_TEST_SUITE(derived_grants)

BOOST_AUTO_TEST_CASE(parents_that_will_not_do)
{
    auto const fault_of = [](credentials const& parent, token_scope const& scope = preview()) {
        auto const checked = downscoped(parent, scope).state()->check();
        BOOST_TEST(is(checked, errc::invalid_configuration));
        return checked.has_error() ? checked.error().message : std::string();
    };
    auto const bearer = bearer_token("a");
    BOOST_TEST(downscoped(bearer, preview()).state()->check().has_value());
    BOOST_TEST(fault_of(downscoped(bearer, preview())).find("downscoped already") != std::string::npos);
    auto const app = client_credentials(oauth_app("id", secret(std::string("s"))), box_subject::user("1"));
    BOOST_TEST(fault_of(app.with_user_tokens()).find("with_user_tokens") != std::string::npos);
    BOOST_TEST(fault_of(bearer, token_scope()).find("scope") != std::string::npos);
    BOOST_TEST(fault_of(bearer_token("a b")).find("access token") != std::string::npos);
    // It has none of its own for others.
    BOOST_TEST(
        is(downscoped(bearer, preview()).with_user_tokens().state()->check(), errc::invalid_configuration)
    );
    BOOST_TEST(downscoped(bearer, preview()).state()->whose() == bearer.state()->whose());
}

BOOST_AUTO_TEST_CASE(a_token_is_made_of_the_parents)
{
    derived one;
    one.endpoint.subjects.push_back(held("P1"));
    one.endpoint.answers.push_back(granted("D1", {}, 600));
    auto const token = one.fetch(wanting(held("D0"), true));
    BOOST_TEST_REQUIRE(token.has_value());
    BOOST_TEST(token->access.text.reveal() == "D1");
    BOOST_TEST((token->lifetime == 10min));
    auto const& [parent, user, given] = one.endpoint.parents.front();
    BOOST_TEST((parent == one.parent));
    BOOST_TEST(user == "");
    // That the downscoped one was refused says nothing of the parent's.
    BOOST_TEST((given == nullptr));
    auto const& request = one.endpoint.requests.front();
    BOOST_TEST(field(request.body, "subject_token") == "P1");
    BOOST_TEST(field(request.body, "scope") == "item_preview");
    BOOST_TEST((request.repeat == auth::token_endpoint::repetition::allowed));
    BOOST_TEST(request.secrets == 1U);
}

BOOST_AUTO_TEST_CASE(a_refused_parents_token_is_renewed_once)
{
    for (auto* const refusal :
         {+[] { return unauthorized(); },
          +[] { return refused("invalid_grant", "Invalid subject token"); }}) {
        derived one;
        auto const first = held("P1");
        one.endpoint.subjects = {first, held("P2", 2)};
        one.endpoint.answers.push_back(refusal());
        one.endpoint.answers.push_back(granted("D1"));
        BOOST_TEST(one.fetch().value().access.text.reveal() == "D1");
        BOOST_TEST_REQUIRE(one.endpoint.parents.size() == 2U);
        BOOST_TEST((std::get<2>(one.endpoint.parents.back()) == first));
        BOOST_TEST(field(one.endpoint.requests.back().body, "subject_token") == "P2");

        derived hopeless;
        hopeless.endpoint.subjects = {held("P1"), held("P2", 2)};
        hopeless.endpoint.answers.push_back(refusal());
        hopeless.endpoint.answers.push_back(refusal());
        BOOST_TEST(is(hopeless.fetch(), errc::authentication_failed));
        BOOST_TEST(hopeless.endpoint.requests.size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(failures_of_an_exchange)
{
    derived orphan;
    orphan.endpoint.subjects.push_back(error_info(errc::login_required, "log in"));
    BOOST_TEST(is(orphan.fetch(), errc::login_required));
    BOOST_TEST(orphan.endpoint.requests.empty());
    for (auto const& [code, expected] :
         {std::pair("invalid_scope", errc::authentication_failed),
          std::pair("invalid_resource", errc::authentication_failed)}) {
        derived one;
        one.endpoint.subjects.push_back(held("P1"));
        one.endpoint.answers.push_back(refused(code, "no"));
        BOOST_TEST(is(one.fetch(), expected));
        BOOST_TEST(one.endpoint.requests.size() == 1U);
    }
    derived broken;
    broken.endpoint.subjects.push_back(held("P1"));
    broken.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(broken.fetch(), errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(logins_belong_to_other_grants)
{
    derived one;
    auto const code = authorization_code(secret(std::string("c")));
    BOOST_TEST(is(run(one.io, one.grant.log_in(code, one.endpoint)), errc::invalid_argument));
    BOOST_TEST(is(run(one.io, one.grant.revoke(nullptr, one.endpoint)), errc::invalid_argument));
}

// A source of the program's own.

result<auth::fresh_token> from(detail::token_function source, auth::wanted_token wanted = wanting())
{
    boost::asio::io_context io;
    scripted_endpoint endpoint;
    auth::custom_grant grant(std::move(source));
    return run(io, grant.fetch(std::move(wanted), endpoint));
}

detail::token_function giving(access_token token)
{
    return [token](token_request) -> boost::asio::awaitable<access_token> { co_return token; };
}

template <class Fault>
detail::token_function throwing(Fault fault)
{
    return [fault](token_request) -> boost::asio::awaitable<access_token> {
        throw fault;
        co_return access_token();
    };
}

BOOST_AUTO_TEST_CASE(a_source_is_told_what_is_wanted)
{
    std::vector<token_request> asked;
    detail::token_function const source = [&](token_request request) -> boost::asio::awaitable<access_token> {
        asked.push_back(std::move(request));
        co_return access_token(secret(std::string("T1")), midnight + 90s);
    };
    auto wanted = wanting(held("T0"), true);
    wanted.user = "7";
    auto const token = from(source, wanted);
    BOOST_TEST_REQUIRE(token.has_value());
    BOOST_TEST(token->access.text.reveal() == "T1");
    BOOST_TEST((token->lifetime == 90s));
    BOOST_TEST(!token->from_store);
    BOOST_TEST(from(source).has_value());
    BOOST_TEST_REQUIRE(asked.size() == 2U);
    BOOST_TEST((asked[0].user == "7"));
    BOOST_TEST(asked[0].last_was_refused);
    BOOST_TEST(!asked[1].user);
    BOOST_TEST(!asked[1].last_was_refused);
}

BOOST_AUTO_TEST_CASE(ends_of_a_sources_tokens)
{
    using point = std::chrono::system_clock::time_point;
    secret const text{std::string("T1")};
    BOOST_TEST(!from(giving(access_token(text))).value().lifetime);
    BOOST_TEST((from(giving(access_token(text, midnight + 1500us))).value().lifetime == 1ms));
    BOOST_TEST((*from(giving(access_token(text, point::max()))).value().lifetime > 24h * 366 * 200));
    for (auto const end : {midnight, midnight - 1s, midnight + 1us, point(), point::min()}) {
        auto const token = from(giving(access_token(text, end)));
        BOOST_TEST(is(token, errc::token_unavailable));
        BOOST_TEST(token.error().message.find("expired") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(what_a_source_gives_must_be_a_token)
{
    for (std::string const text : {"", "T 1", "T1\n", "T1\r\nX: y", "\x7f", "\xc3\xa4"}) {
        auto const token = from(giving(access_token(secret{std::string(text)})));
        BOOST_TEST(is(token, errc::token_unavailable));
        BOOST_TEST(token.error().to_string().find("T1") == std::string::npos);
    }
    BOOST_TEST(is(auth::custom_grant(nullptr).check(), errc::invalid_configuration));
    BOOST_TEST(auth::custom_grant(giving(access_token())).check().has_value());
}

BOOST_AUTO_TEST_CASE(what_a_source_throws_is_the_failure)
{
    auto const own = from(throwing(error(error_info(errc::login_required, "log in at the desk"))));
    BOOST_TEST(is(own, errc::login_required));
    BOOST_TEST(own.error().message == "log in at the desk");
    auto const other = from(throwing(std::runtime_error("no vault")));
    BOOST_TEST(is(other, errc::token_unavailable));
    BOOST_TEST(other.error().message == "the token source failed: no vault");
    BOOST_TEST(is(from(throwing(42)), errc::token_unavailable));
    // One that is no coroutine.
    detail::token_function const plain = [](token_request) -> boost::asio::awaitable<access_token> {
        throw std::runtime_error("no vault");
    };
    BOOST_TEST(is(from(plain), errc::token_unavailable));
}

// The end of a client means that the next one asks again, at once: that of another client must not look like it.
BOOST_AUTO_TEST_CASE(a_source_whose_own_client_has_ended)
{
    auto const closed = from(throwing(error(error_info(errc::client_closed, "the inner client"))));
    BOOST_TEST(is(closed, errc::token_unavailable));
    BOOST_TEST((closed.error().cause == make_error_code(errc::client_closed)));
    BOOST_TEST(closed.error().message.find("the inner client") != std::string::npos);
    // A failure has a code.
    BOOST_TEST(is(from(throwing(error(error_info()))), errc::token_unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
