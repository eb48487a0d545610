// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The documented ways to use several threads. ThreadSanitizer runs this program.

#define BOOST_TEST_MODULE boxlink_threads
#include "fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace boxlink::test {
namespace {

constexpr std::size_t thread_count = 4;
constexpr std::size_t operations_a_thread = 50;

/// An io_context with several threads, which end with it.
class threaded_context
{
public:
    threaded_context()
    {
        for (std::size_t n = 0; n < thread_count; ++n)
            threads_.emplace_back([this] { io.run(); });
    }
    ~threaded_context() { join(); }
    threaded_context(threaded_context const&) = delete;
    threaded_context& operator=(threaded_context const&) = delete;

    void join()
    {
        work_.reset();
        threads_.clear();
    }

    asio::io_context io;

private:
    asio::executor_work_guard<asio::io_context::executor_type> work_{io.get_executor()};
    std::vector<std::jthread> threads_;
};

} // namespace

BOOST_FIXTURE_TEST_CASE(one_client_for_all_threads, server_fixture)
{
    auto const ids = server.add_files(thread_count * operations_a_thread);
    threaded_context context;
    client const box(context.io, token(), options().thread_safe(true));
    std::atomic<std::size_t> made = 0;
    {
        std::vector<std::jthread> callers;
        for (std::size_t caller = 0; caller < thread_count; ++caller) {
            callers.emplace_back([&, caller] {
                for (std::size_t n = 0; n < operations_a_thread; ++n) {
                    auto link = share(
                        box.file(ids[caller * operations_a_thread + n]), link_settings(), asio::use_future
                    );
                    if (!link.get().url.empty())
                        ++made;
                }
            });
        }
    }
    BOOST_TEST(made == ids.size());
    BOOST_TEST(server.link_count() == ids.size());
    BOOST_TEST(box.counters().open <= 32u);
}

BOOST_FIXTURE_TEST_CASE(coroutines_on_all_threads, server_fixture)
{
    auto const ids = server.add_files(thread_count * operations_a_thread);
    threaded_context context;
    client const box(context.io, token(), options().thread_safe(true));
    std::latch over(static_cast<std::ptrdiff_t>(ids.size()));
    std::atomic<std::size_t> made = 0;
    auto work = [&](std::string id) -> asio::awaitable<void> {
        auto const link = co_await share(box.file(id), link_settings());
        auto const found = co_await get_link(box.file(id));
        if (found.link && found.link->url == link.url)
            ++made;
        over.count_down();
    };
    for (auto const& id : ids)
        asio::co_spawn(asio::make_strand(context.io), work(id), [](std::exception_ptr) {});
    over.wait();
    BOOST_TEST(made == ids.size());
}

BOOST_FIXTURE_TEST_CASE(one_client_a_thread, server_fixture)
{
    auto const ids = server.add_files(thread_count * operations_a_thread);
    std::atomic<std::size_t> made = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < thread_count; ++thread) {
            threads.emplace_back([&, thread] {
                asio::io_context io(1);
                client const box(io, token(), options());
                for (std::size_t n = 0; n < operations_a_thread; ++n) {
                    share(
                        box.file(ids[thread * operations_a_thread + n]), link_settings(),
                        [&](error_code code, shared_link const&) {
                            if (!code)
                                ++made;
                        }
                    );
                }
                io.run();
            });
        }
    }
    BOOST_TEST(made == ids.size());
}

BOOST_FIXTURE_TEST_CASE(cancelled_and_closed_from_other_threads, server_fixture)
{
    server.inject(testing::fault().always().stall());
    // Changes of one item would wait for each other.
    auto const ids = server.add_files(20);
    threaded_context context;
    client box(context.io, token(), options().thread_safe(true).max_connections(4));
    std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
    std::latch over(20);
    std::atomic<int> aborted = 0;
    std::atomic<int> closed = 0;
    // A signal is no thread-safe thing: all of its emissions and slots live on one strand.
    auto const strand = asio::make_strand(context.io);
    for (auto const& id : ids) {
        auto& signal = *signals.emplace_back(std::make_unique<asio::cancellation_signal>());
        auto handler = [&](error_code code, shared_link const&) {
            ++(code == asio::error::operation_aborted ? aborted : closed);
            over.count_down();
        };
        share(
            box.file(id), link_settings(),
            asio::bind_cancellation_slot(signal.slot(), asio::bind_executor(strand, handler))
        );
    }
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.requests >= 4; }));
    for (std::size_t n = 0; n < 10; ++n)
        asio::post(strand, [&signals, n] { signals[n]->emit(asio::cancellation_type::terminal); });
    asio::post(strand, [&box] { box.close(); });
    over.wait();
    BOOST_TEST(aborted + closed == 20);
    BOOST_TEST(aborted >= 1);
}

BOOST_FIXTURE_TEST_CASE(handles_dropped_on_any_thread, server_fixture)
{
    auto const id = server.add_file();
    for (int round = 0; round < 10; ++round) {
        threaded_context context;
        auto box = std::make_unique<client>(context.io, token(), options().thread_safe(true));
        auto link = share(box->file(id), link_settings(), asio::use_future);
        std::jthread([dropped = std::move(box)]() mutable { dropped.reset(); });
        BOOST_TEST(!link.get().url.empty());
    }
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
}

BOOST_FIXTURE_TEST_CASE(on_a_thread_pool, server_fixture)
{
    auto const ids = server.add_files(100);
    asio::thread_pool pool(thread_count);
    client const box(pool, token(), options().thread_safe(true));
    std::atomic<std::size_t> made = 0;
    for (auto const& id : ids) {
        share(box.file(id), link_settings(), [&](error_code code, shared_link const&) {
            if (!code)
                ++made;
        });
    }
    // Returns although connections stay idle.
    pool.join();
    BOOST_TEST(made == ids.size());
}

} // namespace boxlink::test
