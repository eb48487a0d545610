// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// One client that acts for many users, with a token of each.

#include "token_fixture.hpp"

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;

struct users_fixture : timed_token_fixture
{
    void add_users(int count)
    {
        for (int n = 0; n < count; ++n)
            users.push_back(server.add_user());
    }

    /// How many token requests it takes to act as that user.
    std::uint64_t cost_of(client const& box, std::size_t user)
    {
        auto const before = token_requests();
        BOOST_TEST(run(current_user(box.as_user(users[user]))).id == users[user]);
        return token_requests() - before;
    }

    std::vector<std::string> users;
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_users)

BOOST_FIXTURE_TEST_CASE(those_not_used_for_longest_go_first, users_fixture)
{
    add_users(50);
    auto const box = make_client(of_enterprise().with_user_tokens(10));
    for (std::size_t n = 0; n < 50; ++n)
        BOOST_TEST(cost_of(box, n) == 1u);
    // The last ten are there, and used now in another order.
    for (std::size_t n = 50; n-- > 40;)
        BOOST_TEST(cost_of(box, n) == 0u);
    // Another one takes the place of the one that was not used for longest: the last.
    BOOST_TEST(cost_of(box, 39) == 1u);
    for (std::size_t n = 40; n < 49; ++n)
        BOOST_TEST(cost_of(box, n) == 0u);
    BOOST_TEST(cost_of(box, 49) == 1u);
}

// The token of the app itself has a place of its own.
BOOST_FIXTURE_TEST_CASE(the_app_itself_is_no_user, users_fixture)
{
    add_users(11);
    auto const box = make_client(of_enterprise().with_user_tokens(10));
    check_shares(box);
    for (std::size_t n = 0; n < 11; ++n)
        BOOST_TEST(cost_of(box, n) == 1u);
    for (std::size_t n = 1; n < 11; ++n)
        BOOST_TEST(cost_of(box, n) == 0u);
    BOOST_TEST(cost_of(box, 0) == 1u);
    auto const before = token_requests();
    check_shares(box);
    BOOST_TEST(token_requests() == before);
}

// A token may have to go before it was used, so some are got twice.
BOOST_FIXTURE_TEST_CASE(more_at_once_than_are_kept, users_fixture)
{
    add_users(50);
    auto const box = make_client(of_enterprise().with_user_tokens(1));
    std::size_t done = 0;
    for (auto const& user : users) {
        current_user(box.as_user(user), as_result([&, user](result<user_info> const& outcome) {
                         done += outcome.has_value() && outcome->id == user ? 1 : 0;
                     }));
    }
    run_until(io, [&] { return done == users.size(); });
    BOOST_TEST(token_requests() >= users.size());
}

BOOST_FIXTURE_TEST_CASE(thousands_of_users, users_fixture)
{
    add_users(3'000);
    auto const file = server.add_file();
    server.add_link(testing::kind::file, file);
    auto const box = make_client(of_enterprise().with_user_tokens());
    for (int round = 0; round < 2; ++round) {
        std::size_t done = 0;
        std::size_t failed = 0;
        for (auto const& user : users) {
            get_link(box.as_user(user).file(file), as_result([&](result<link_lookup> const& outcome) {
                         ++(outcome.has_value() ? done : failed);
                     }));
        }
        run_until(io, [&] { return done + failed == users.size(); });
        BOOST_TEST(failed == 0u);
        BOOST_TEST(token_requests() == users.size());
    }
    BOOST_TEST(log->tokens.size() == users.size());
}

BOOST_FIXTURE_TEST_CASE(many_operations_of_each_user, users_fixture)
{
    add_users(10);
    auto const file = server.add_file();
    server.add_link(testing::kind::file, file);
    auto const box = make_client(of_jwt().with_user_tokens());
    for (std::uint64_t round = 1; round <= 3; ++round) {
        std::size_t done = 0;
        for (int n = 0; n < 20; ++n) {
            for (auto const& user : users) {
                get_link(box.as_user(user).file(file), as_result([&](result<link_lookup> const& outcome) {
                             BOOST_TEST(outcome.has_value());
                             ++done;
                         }));
            }
        }
        run_until(io, [&] { return done == 20 * users.size(); });
        BOOST_TEST(token_requests() == round * users.size());
        server.expire_all_tokens();
    }
}

BOOST_FIXTURE_TEST_CASE(the_rate_limits_are_those_of_the_users, users_fixture)
{
    add_users(2);
    auto const tight = shared_limits(limit_options().requests_per_minute(60).burst(1));
    auto const box = make_client(of_enterprise().with_user_tokens(), options().limits(tight));
    started<user_info> of_first;
    started<user_info> of_second;
    started<user_info> of_first_again;
    current_user(box.as_user(users[0]), of_first.token());
    current_user(box.as_user(users[1]), of_second.token());
    BOOST_TEST(outcome_of(of_first).has_value());
    BOOST_TEST(outcome_of(of_second).has_value());
    current_user(box.as_user(users[0]), of_first_again.token());
    run_ready(io);
    BOOST_TEST(!of_first_again.is_over());
    BOOST_TEST((log->waits.back().reason == wait_reason::paced));
    advance(2s);
    BOOST_TEST(outcome_of(of_first_again).has_value());
    BOOST_TEST(box.limits().users.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
