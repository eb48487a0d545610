// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A refresh token is good for one use: it is sent again only if Box has certainly not seen it.

#include "token_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

struct trouble_case
{
    char const* name;
    fault what;

    friend std::ostream& operator<<(std::ostream& out, trouble_case const& one) { return out << one.name; }
};

fault on_token_request()
{
    return fault().path("/oauth2/token");
}

std::vector<trouble_case> const lost_answers = {
    {"reset after it was granted", on_token_request().applied().reset()},
    {"reset before it was granted", on_token_request().reset()},
    {"closed without an answer", on_token_request().applied().raw("").close()},
    {"cut in the answer", on_token_request().cut_after(20)},
    {"503 although it was granted", on_token_request().applied().status(503)},
    {"500", on_token_request().status(500)},
    {"garbage", on_token_request().garbage()},
};

std::vector<trouble_case> const no_doubts = {
    {"429", on_token_request().status(429).retry_after(3s)},
    {"reset before TLS", fault().on_accept().reset()},
};

struct single_use_fixture : timed_token_fixture
{
    std::shared_ptr<token_store> store = new_login();
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_single_use)

BOOST_DATA_TEST_CASE(an_answer_that_is_lost, data::make(lost_answers), lost)
{
    single_use_fixture fixture;
    auto const& server = fixture.server;
    auto const box = fixture.make_client(oauth2(fixture.app(), fixture.store));
    fixture.server.inject(lost.what);
    started<shared_link> operation;
    share(box.file(fixture.server.add_file()), link_settings(), operation.token());
    BOOST_REQUIRE(fixture.outcome_after_back_offs(operation).has_error());
    auto const failure = operation.failure();
    BOOST_TEST(failure.code == error_code(errc::login_required));
    BOOST_TEST(failure.message.find("not sent again") != std::string::npos, failure.message);
    BOOST_TEST(!failure.may_have_taken_effect);
    BOOST_TEST(fixture.run(fixture.store->load()).is_in_doubt);

    // Not by this client, nor by the next program.
    fixture.advance(1h);
    BOOST_TEST(fixture.share_failure(box).code == error_code(errc::login_required));
    auto const next = fixture.make_client(oauth2(fixture.app(), fixture.store));
    auto const later = fixture.share_failure(next);
    BOOST_TEST(later.code == error_code(errc::login_required));
    BOOST_TEST(later.message.find("log in") != std::string::npos, later.message);
    BOOST_TEST(server.counters().token_requests == 1u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);

    // A new login ends it.
    authorization_code const code(secret(fixture.server.issue_authorization_code(server.default_user())));
    BOOST_TEST(fixture.run(log_in(next, code, as_result)).has_value());
    fixture.check_shares(next);
    fixture.check_shares(fixture.make_client(oauth2(fixture.app(), fixture.store)));
    BOOST_TEST(!fixture.run(fixture.store->load()).is_in_doubt);
}

BOOST_FIXTURE_TEST_CASE(no_answer_in_time, single_use_fixture)
{
    auto const box = make_client(oauth2(app(), store));
    server.inject(on_token_request().stall());
    started<shared_link> operation;
    share(box.file(server.add_file()), link_settings(), operation.token());
    until_server([](auto const& seen) { return seen.token_requests == 1; });
    advance(options().attempt_timeout());
    BOOST_REQUIRE(outcome_of(operation).has_error());
    BOOST_TEST(operation.failure().code == error_code(errc::login_required));
    BOOST_TEST(token_requests() == 1u);
}

BOOST_DATA_TEST_CASE(an_answer_that_was_never_made, data::make(no_doubts), trouble)
{
    single_use_fixture fixture;
    auto const box = fixture.make_client(oauth2(fixture.app(), fixture.store));
    // The client has a connection for its own request already.
    fixture.server.inject(trouble.what);
    started<shared_link> operation;
    share(box.file(fixture.server.add_file()), link_settings(), operation.token());
    fixture.after_back_off(1);
    BOOST_TEST(fixture.outcome_of(operation).has_value());
    BOOST_TEST(fixture.server.counters().tokens_granted == 1u);
    BOOST_TEST(fixture.server.counters().refresh_token_reuses == 0u);
    BOOST_TEST(!fixture.run(fixture.store->load()).is_in_doubt);
}

BOOST_FIXTURE_TEST_CASE(invalid_grant_ends_the_login, single_use_fixture)
{
    auto const elsewhere = memory_token_store(run(store->load()).refresh_token);
    check_shares(make_client(oauth2(app(), elsewhere)));
    auto const failure = share_failure(make_client(oauth2(app(), store)));
    BOOST_TEST(failure.code == error_code(errc::login_required));
    BOOST_TEST(failure.box_code == "invalid_grant");
    BOOST_TEST(failure.message.find("log in again") != std::string::npos, failure.message);
    BOOST_TEST(token_requests() == 2u);
}

// A connection that the server has closed could lose the request, and with it the certainty.
BOOST_FIXTURE_TEST_CASE(never_over_a_used_connection, single_use_fixture)
{
    auto const keep = std::chrono::hours(100);
    auto const box =
        make_client(oauth2(app(), store), options().idle_timeout(keep).max_connection_lifetime(keep));
    for (int round = 0; round < 5; ++round) {
        check_shares(box);
        BOOST_TEST(box.counters().idle > 0u);
        advance(2h);
        BOOST_TEST(server.reset_connections() > 0u);
        log->attempts.clear();
        started<access_token> wanted;
        get_token(box, wanted.token());
        BOOST_TEST(outcome_of(wanted).has_value());
        BOOST_REQUIRE_EQUAL(log->token_attempts().size(), 1u);
        BOOST_TEST(!log->token_attempts().front().reused_connection);
    }
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

// Other grants may use them, and go on with a fresh one.
BOOST_FIXTURE_TEST_CASE(others_may_meet_a_stale_connection, timed_token_fixture)
{
    auto const keep = std::chrono::hours(100);
    auto const box = make_client(
        of_enterprise(), options().max_attempts(1).idle_timeout(keep).max_connection_lifetime(keep)
    );
    check_shares(box);
    advance(2h);
    server.reset_connections();
    check_shares(box);
    BOOST_TEST(server.counters().tokens_granted == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
