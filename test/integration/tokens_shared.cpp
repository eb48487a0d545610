// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// However many operations need a token, one request gets it.

#include "token_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <ostream>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;

constexpr std::size_t crowd = 1'000;

/// A kind of credentials, by its name.
struct kind_case
{
    char const* name;
    credentials (*make)(token_fixture&);

    friend std::ostream& operator<<(std::ostream& out, kind_case const& one) { return out << one.name; }
};

std::vector<kind_case> const kinds = {
    {"client_credentials", [](token_fixture& at) { return at.of_enterprise(); }},
    {"jwt", [](token_fixture& at) { return at.of_jwt(); }},
    {"oauth2", [](token_fixture& at) { return at.of_login(); }},
};

/// Starts an operation for each id, and runs until all have succeeded.
void share_all(token_fixture& fixture, client const& box, std::vector<std::string> const& ids)
{
    std::size_t made = 0;
    for (auto const& id : ids) {
        share(box.file(id), link_settings(), as_result([&](result<shared_link> outcome) {
                  if (outcome.has_error())
                      BOOST_ERROR(outcome.error().to_string());
                  else
                      ++made;
              }));
    }
    fixture.io.restart();
    fixture.io.run();
    BOOST_TEST(made == ids.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_sharing)

BOOST_DATA_TEST_CASE(a_thousand_operations_and_no_token_yet, data::make(kinds), kind)
{
    token_fixture fixture;
    auto const box = client(fixture.io, kind.make(fixture), fixture.options().max_connections(64));
    share_all(fixture, box, fixture.server.add_files(crowd));
    BOOST_TEST(fixture.token_requests() == 1u);
    BOOST_TEST(fixture.server.counters().answers(401) == 0u);
}

BOOST_DATA_TEST_CASE(a_thousand_operations_and_an_expired_token, data::make(kinds), kind)
{
    token_fixture fixture;
    auto const ids = fixture.server.add_files(crowd);
    auto const box = client(fixture.io, kind.make(fixture), fixture.options().max_connections(64));
    share_all(fixture, box, ids);
    for (int round = 1; round <= 3; ++round) {
        fixture.server.reset_counters();
        fixture.server.expire_all_tokens();
        share_all(fixture, box, ids);
        auto const seen = fixture.server.counters();
        BOOST_TEST(seen.token_requests == 1u);
        BOOST_TEST(seen.refresh_token_reuses == 0u);
        BOOST_TEST(seen.jti_reuses == 0u);
        // Many of them met it.
        BOOST_TEST(seen.answers(401) > 1u);
    }
}

BOOST_DATA_TEST_CASE(clients_that_share_credentials, data::make(kinds), kind)
{
    token_fixture fixture;
    auto const who = kind.make(fixture);
    auto const ids = fixture.server.add_files(100);
    std::vector<client> clients;
    for (int n = 0; n < 10; ++n)
        clients.push_back(fixture.make_client(who));
    auto const share_by_all = [&] {
        std::size_t made = 0;
        for (std::size_t n = 0; n < ids.size(); ++n) {
            auto const& box = clients[n % clients.size()];
            share(box.file(ids[n]), link_settings(), as_result([&](result<shared_link> const& outcome) {
                      made += outcome.has_value() ? 1 : 0;
                  }));
        }
        fixture.io.restart();
        fixture.io.run();
        BOOST_TEST(made == ids.size());
    };
    share_by_all();
    BOOST_TEST(fixture.token_requests() == 1u);
    fixture.server.expire_all_tokens();
    share_by_all();
    BOOST_TEST(fixture.token_requests() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_thousand_operations_and_an_expired_parent, token_fixture)
{
    auto const ids = server.add_files(crowd);
    auto const less = downscoped(of_enterprise(), token_scope().allow("item_share"));
    auto const box = client(io, less, options().max_connections(64));
    share_all(*this, box, ids);
    BOOST_TEST(token_requests() == 2u);
    server.expire_all_tokens();
    share_all(*this, box, ids);
    // The parent's token is tried once more: that it has expired is not known.
    BOOST_TEST(server.counters().token_requests_of("client_credentials") == 2u);
    BOOST_TEST(token_requests() == 5u);
}

// By the clocks of the machine: tokens that end while thousands of operations are under way.
BOOST_DATA_TEST_CASE(tokens_that_last_for_a_second, data::make(kinds), kind)
{
    token_fixture fixture(
        testing::server_options().token_lifetime(1s).response_latency(testing::latency::fixed(10ms))
    );
    auto const box = fixture.make_client(kind.make(fixture));
    share_all(fixture, box, fixture.server.add_files(5'000));
    auto const seen = fixture.server.counters();
    BOOST_TEST(seen.refresh_token_reuses == 0u);
    BOOST_TEST(seen.token_refusals.empty());
    BOOST_TEST_MESSAGE(
        kind << ": " << seen.token_requests << " token requests for 5000 operations, " << seen.answers(401)
             << " of which met an expired token"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
