// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Clients on several threads that share credentials. ThreadSanitizer runs this program.

#include "fixture.hpp"

#include <barrier>
#include <functional>
#include <thread>
#include <vector>

namespace boxlink::test {
namespace {

constexpr std::size_t thread_count = 2;
constexpr std::size_t rounds = 5;
constexpr std::size_t operations = 200;

struct shared_fixture : server_fixture
{
    [[nodiscard]] oauth_app app() const
    {
        return oauth_app(server.client_id(), secret(server.client_secret()));
    }

    /// Starts all operations of one round, and runs them to their end.
    std::size_t do_round(asio::io_context& io, client const& box, std::vector<std::string> const& users) const
    {
        std::size_t done = 0;
        for (std::size_t n = 0; n < operations; ++n) {
            auto const who = users.empty() ? box : box.as_user(users[n % users.size()]);
            current_user(who, as_result([&done](result<user_info> const& outcome) {
                             done += outcome.has_value() ? 1 : 0;
                         }));
        }
        io.restart();
        io.run();
        return done;
    }

    /// A client a thread, all with copies of the same credentials. Before each round all tokens expire.
    void check_rounds(credentials const& who, std::vector<std::string> const& users = {})
    {
        std::size_t const requests_a_round = users.empty() ? 1 : users.size();
        std::vector<std::uint64_t> seen;
        std::barrier round_over(static_cast<std::ptrdiff_t>(thread_count), [&]() noexcept {
            seen.push_back(server.counters().token_requests);
            server.expire_all_tokens();
        });
        std::atomic<std::size_t> done = 0;
        {
            std::vector<std::jthread> threads;
            for (std::size_t n = 0; n < thread_count; ++n) {
                threads.emplace_back([&, who] {
                    asio::io_context io(1);
                    client const box(io, who, options());
                    for (std::size_t round = 0; round < rounds; ++round) {
                        done += do_round(io, box, users);
                        round_over.arrive_and_wait();
                    }
                });
            }
        }
        BOOST_TEST(done == thread_count * rounds * operations);
        BOOST_REQUIRE_EQUAL(seen.size(), rounds);
        for (std::size_t round = 0; round < rounds; ++round)
            BOOST_TEST(seen[round] == (round + 1) * requests_a_round);
        BOOST_TEST(server.counters().refresh_token_reuses == 0u);
        BOOST_TEST(server.counters().jti_reuses == 0u);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(shared_credentials)

BOOST_FIXTURE_TEST_CASE(client_credentials_on_two_threads, shared_fixture)
{
    check_rounds(client_credentials(app(), box_subject::enterprise(server.enterprise_id())));
}

BOOST_FIXTURE_TEST_CASE(jwt_on_two_threads, shared_fixture)
{
    check_rounds(jwt(jwt_app::from_json(server.jwt_config_json()).value()));
}

BOOST_FIXTURE_TEST_CASE(oauth2_on_two_threads, shared_fixture)
{
    auto const refresh_token = secret(server.issue_refresh_token(server.default_user()));
    check_rounds(oauth2(app(), memory_token_store(refresh_token)));
}

BOOST_FIXTURE_TEST_CASE(users_on_two_threads, shared_fixture)
{
    std::vector<std::string> users;
    for (int n = 0; n < 5; ++n)
        users.push_back(server.add_user());
    check_rounds(jwt(jwt_app::from_json(server.jwt_config_json()).value()).with_user_tokens(), users);
}

// One thread ends while it gets a token that the other waits for.
BOOST_FIXTURE_TEST_CASE(a_thread_that_ends_while_others_wait, shared_fixture)
{
    auto const who = client_credentials(app(), box_subject::enterprise(server.enterprise_id()));
    for (int round = 0; round < 10; ++round) {
        std::size_t done = 0;
        {
            std::jthread doomed([&, who] {
                asio::io_context io(1);
                client const box(io, who, options());
                for (std::size_t n = 0; n < operations; ++n)
                    current_user(box, [](error_code, user_info const&) {});
                for (int n = 0; n < 5 * round; ++n)
                    io.run_one();
            });
            asio::io_context io(1);
            done = do_round(io, client(io, who, options()), {});
        }
        BOOST_TEST(done == operations);
        server.expire_all_tokens();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
