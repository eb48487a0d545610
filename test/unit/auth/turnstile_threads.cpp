// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A turnstile that coroutines of several threads want to pass, whose contexts come and go.

#include "auth/turnstile.hpp"
#include "support/turn.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

namespace boxlink::test {
namespace {

namespace asio = boost::asio;
using auth::turnstile;

struct passages
{
    std::shared_ptr<turnstile> gate = std::make_shared<turnstile>();
    std::atomic<int> inside = 0;
    std::atomic<int> overlaps = 0;
    std::atomic<int> ended = 0;
    std::atomic<int> broken_off = 0;
};

// Counts who is inside, whatever becomes of the coroutine.
class stay
{
public:
    explicit stay(passages& all) : all_(all) { all_.overlaps += all_.inside++ == 0 ? 0 : 1; }
    stay(stay const&) = delete;
    stay& operator=(stay const&) = delete;
    ~stay()
    {
        --all_.inside;
        ++(is_over_ ? all_.ended : all_.broken_off);
    }

    void end() noexcept { is_over_ = true; }

private:
    passages& all_;
    bool is_over_ = false;
};

asio::awaitable<void> pass(passages& all, unsigned turns)
{
    auto const passage = co_await all.gate->enter();
    stay here(all);
    for (unsigned i = 0; i < turns; ++i)
        co_await turn();
    here.end();
}

void pass_from_a_thread(passages& all, unsigned seed, int contexts)
{
    std::mt19937 random(seed);
    for (int i = 0; i < contexts; ++i) {
        asio::io_context io;
        for (int n = 0; n < 4; ++n)
            asio::co_spawn(io, pass(all, static_cast<unsigned>(random() % 4)), asio::detached);
        // What waits for other threads has no work here, so this never blocks.
        auto const steps = random() % 60;
        for (unsigned step = 0; step < steps; ++step) {
            io.restart();
            if (io.poll_one() == 0)
                std::this_thread::yield();
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(turnstile_threads)

BOOST_AUTO_TEST_CASE(one_at_a_time_passes_though_contexts_come_and_go)
{
    passages all;
    {
        std::vector<std::jthread> running;
        for (unsigned seed = 1; seed <= 4; ++seed)
            running.emplace_back([&all, seed] { pass_from_a_thread(all, seed, 300); });
    }
    BOOST_TEST(all.overlaps == 0);
    BOOST_TEST(all.inside == 0);
    BOOST_TEST(all.ended > 0);
    BOOST_TEST(all.broken_off > 0);
    // Nobody is left whom others would wait for.
    asio::io_context io;
    auto const before = all.ended.load();
    asio::co_spawn(io, pass(all, 0), asio::detached);
    io.run();
    BOOST_TEST(all.ended == before + 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
