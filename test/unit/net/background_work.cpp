// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/background_work.hpp"

#include "net/time_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// The kinds of executors that a client may run on. Each makes its context, and its executor of that.

struct on_io_context
{
    using context = asio::io_context;
    static std::unique_ptr<context> make() { return std::make_unique<context>(); }
    static asio::any_io_executor executor(context& from) { return from.get_executor(); }
};

struct on_a_context_for_one_thread : on_io_context
{
    static std::unique_ptr<context> make() { return std::make_unique<context>(1); }
};

struct on_a_strand : on_io_context
{
    static asio::any_io_executor executor(context& from) { return asio::make_strand(from); }
};

// What a client with `thread_safe` makes.
struct on_an_erased_strand : on_io_context
{
    static asio::any_io_executor executor(context& from)
    {
        return asio::make_strand(asio::any_io_executor(from.get_executor()));
    }
};

struct on_a_strand_of_a_strand : on_io_context
{
    static asio::any_io_executor executor(context& from)
    {
        return asio::make_strand(asio::any_io_executor(asio::make_strand(from)));
    }
};

struct on_an_erased_strand_of_an_erased_strand : on_io_context
{
    static asio::any_io_executor executor(context& from)
    {
        return asio::make_strand(on_an_erased_strand::executor(from));
    }
};

// Without threads of its own: the test runs it.
struct on_thread_pool
{
    using context = asio::thread_pool;
    static std::unique_ptr<context> make()
    {
        auto pool = std::make_unique<context>(0);
        // From here on the pool counts nothing but what is given to it.
        pool->wait();
        return pool;
    }
    static asio::any_io_executor executor(context& from) { return from.get_executor(); }
};

struct on_a_strand_of_a_pool : on_thread_pool
{
    static asio::any_io_executor executor(context& from) { return asio::make_strand(from); }
};

struct on_an_erased_strand_of_a_pool : on_thread_pool
{
    static asio::any_io_executor executor(context& from)
    {
        return asio::make_strand(asio::any_io_executor(from.get_executor()));
    }
};

// One socket that is watched as idle connections are, and its peer.
template <class Kind>
class fixture
{
public:
    fixture() { asio::local::connect_pair(watched, peer); }

    // Runs what can run now; true if the context has come to its end, as `run()` would return then. Asio offers this for `io_context` alone.
    bool runs_to_its_end()
    {
        auto& scheduler = asio::use_service<asio::detail::scheduler>(*context);
        error_code ignored;
        scheduler.restart();
        scheduler.poll(ignored);
        return scheduler.stopped();
    }

    void run_ready() { static_cast<void>(runs_to_its_end()); }

    void start_watching()
    {
        asio::post(executor, [this] { watch(); });
    }

    void watch()
    {
        auto const wait = [this](auto handler) {
            watched.async_wait(asio::socket_base::wait_read, std::move(handler));
        };
        background.start(wait, [this](error_code code) { ++(code ? cancelled : spoken); });
    }

    void speak() { asio::write(peer, asio::buffer("x", 1)); }

    void listen()
    {
        char byte = 0;
        asio::read(watched, asio::buffer(&byte, 1));
    }

    // The outstanding work is exactly none: less would show with some, more would show without.
    void check_that_nothing_is_counted()
    {
        BOOST_TEST(runs_to_its_end());
        for (int works = 1; works <= 3; ++works) {
            std::vector<asio::executor_work_guard<asio::any_io_executor>> guards;
            for (int i = 0; i < works; ++i)
                guards.emplace_back(Kind::executor(*context));
            while (!guards.empty()) {
                BOOST_TEST(!runs_to_its_end());
                guards.pop_back();
            }
            BOOST_TEST(runs_to_its_end());
        }
    }

    std::unique_ptr<typename Kind::context> context = Kind::make();
    asio::any_io_executor executor = Kind::executor(*context);
    background_work background{executor};
    asio::local::stream_protocol::socket watched{executor};
    asio::local::stream_protocol::socket peer{executor};
    int spoken = 0;
    int cancelled = 0;
};

BOOST_AUTO_TEST_SUITE(background_work_)

using every_kind = std::tuple<
    on_io_context,
    on_a_context_for_one_thread,
    on_a_strand,
    on_an_erased_strand,
    on_a_strand_of_a_strand,
    on_an_erased_strand_of_an_erased_strand,
    on_thread_pool,
    on_a_strand_of_a_pool,
    on_an_erased_strand_of_a_pool>;

// What the rest relies on: the way to look at the count, and that Asio counts what is not in the background.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_ordinary_operation_keeps_the_context_running, Kind, every_kind)
{
    fixture<Kind> in;
    in.check_that_nothing_is_counted();
    asio::post(in.executor, [&] {
        in.watched.async_wait(asio::socket_base::wait_read, [&](error_code) { ++in.spoken; });
    });
    BOOST_TEST(!in.runs_to_its_end());
    in.speak();
    BOOST_TEST(in.runs_to_its_end());
    BOOST_TEST(in.spoken == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_operation_in_the_background_does_not, Kind, every_kind)
{
    fixture<Kind> in;
    in.start_watching();
    BOOST_TEST(in.runs_to_its_end());
    in.check_that_nothing_is_counted();
    BOOST_TEST(in.spoken == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(it_completes_while_there_is_other_work, Kind, every_kind)
{
    fixture<Kind> in;
    in.start_watching();
    BOOST_TEST(in.runs_to_its_end());
    {
        auto const work = asio::make_work_guard(in.executor);
        in.speak();
        BOOST_TEST(!in.runs_to_its_end());
    }
    BOOST_TEST(in.spoken == 1);
    in.check_that_nothing_is_counted();
}

// What became ready while nobody ran the context is not lost.
BOOST_AUTO_TEST_CASE_TEMPLATE(it_completes_in_a_later_run, Kind, every_kind)
{
    fixture<Kind> in;
    in.start_watching();
    BOOST_TEST(in.runs_to_its_end());
    in.speak();
    BOOST_TEST(in.runs_to_its_end());
    BOOST_TEST(in.spoken == 0);
    {
        auto const work = asio::make_work_guard(in.executor);
        in.run_ready();
    }
    BOOST_TEST(in.spoken == 1);
    in.check_that_nothing_is_counted();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cancelled_one_is_counted_right_as_well, Kind, every_kind)
{
    fixture<Kind> in;
    in.start_watching();
    BOOST_TEST(in.runs_to_its_end());
    asio::post(in.executor, [&] { in.watched.cancel(); });
    // The cancellation may outlast the run, being in the background.
    in.run_ready();
    {
        auto const work = asio::make_work_guard(in.executor);
        in.run_ready();
    }
    BOOST_TEST(in.cancelled == 1);
    in.check_that_nothing_is_counted();
}

// Started, completed or cancelled again and again, with runs that end in between: the count neither grows nor falls below zero, for then `run()`
// would return before the work is done, or never.
BOOST_AUTO_TEST_CASE_TEMPLATE(many_cycles_leave_the_count_as_it_was, Kind, every_kind)
{
    fixture<Kind> in;
    int posted = 0;
    for (int cycle = 0; cycle < 200; ++cycle) {
        in.start_watching();
        BOOST_REQUIRE(in.runs_to_its_end());
        if (cycle % 2 == 0)
            in.speak();
        asio::post(in.executor, [&] {
            if (cycle % 2 == 1)
                in.watched.cancel();
            // A sequence of real work, each step of which is posted by the one before.
            asio::post(in.executor, [&] { asio::post(in.executor, [&] { ++posted; }); });
        });
        BOOST_REQUIRE(in.runs_to_its_end());
        BOOST_REQUIRE(posted == cycle + 1);
        {
            auto const work = asio::make_work_guard(in.executor);
            BOOST_REQUIRE(!in.runs_to_its_end());
        }
        BOOST_REQUIRE(in.spoken + in.cancelled == cycle + 1);
        if (cycle % 2 == 0)
            in.listen();
    }
    BOOST_TEST(in.spoken == 100);
    BOOST_TEST(in.cancelled == 100);
    in.check_that_nothing_is_counted();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(several_at_once, Kind, every_kind)
{
    fixture<Kind> in;
    std::vector<std::unique_ptr<asio::local::stream_protocol::socket>> others;
    int ended = 0;
    asio::post(in.executor, [&] {
        for (int i = 0; i < 20; ++i) {
            auto& one =
                *others.emplace_back(std::make_unique<asio::local::stream_protocol::socket>(in.executor));
            one.assign(asio::local::stream_protocol(), ::dup(in.watched.native_handle()));
            auto const wait = [&one](auto handler) {
                one.async_wait(asio::socket_base::wait_read, std::move(handler));
            };
            in.background.start(wait, [&](error_code) { ++ended; });
        }
    });
    in.check_that_nothing_is_counted();
    in.speak();
    {
        auto const work = asio::make_work_guard(in.executor);
        in.run_ready();
    }
    BOOST_TEST(ended == 20);
    in.check_that_nothing_is_counted();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_context_may_end_before_the_operation, Kind, every_kind)
{
    auto context = Kind::make();
    {
        auto const executor = Kind::executor(*context);
        background_work const background(executor);
        auto const kept = std::make_shared<int>(0);
        asio::local::stream_protocol::socket watched(executor);
        asio::local::stream_protocol::socket peer(executor);
        asio::local::connect_pair(watched, peer);
        auto const work = asio::make_work_guard(executor);
        background.start(
            [&](auto handler) { watched.async_wait(asio::socket_base::wait_read, std::move(handler)); },
            [kept](error_code) {}
        );
    }
    context.reset();
}

// The timer of a client's deadlines is one such operation.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_machines_time_does_not_keep_the_context_running, Kind, every_kind)
{
    fixture<Kind> in;
    auto const time = make_machine_time(in.executor);
    int woken = 0;
    asio::post(in.executor, [&] { time->wake_at(time->now() + std::chrono::hours(1), [&] { ++woken; }); });
    in.check_that_nothing_is_counted();
    // Replaced by an earlier one, whose time has come already.
    asio::post(in.executor, [&] { time->wake_at(time->now() - std::chrono::hours(1), [&] { ++woken; }); });
    {
        auto const work = asio::make_work_guard(in.executor);
        in.run_ready();
    }
    BOOST_TEST(woken == 1);
    in.check_that_nothing_is_counted();
    asio::post(in.executor, [&] { time->wake_at(time->now() + std::chrono::hours(1), [&] { ++woken; }); });
    in.check_that_nothing_is_counted();
    asio::post(in.executor, [&] { time->cancel(); });
    in.check_that_nothing_is_counted();
    BOOST_TEST(woken == 1);
}

// On others it does nothing, and does no harm.
BOOST_AUTO_TEST_CASE(an_unknown_executor_is_left_alone)
{
    background_work const background{asio::any_io_executor(asio::system_executor())};
    int started = 0;
    background.start([&](auto) { ++started; }, [] {});
    BOOST_TEST(started == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net
