// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Every way to ask for a result, and what goes with a handler: its executor, allocator and cancellation slot.

#include "fixture.hpp"
#include "printing.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <concepts>
#include <future>
#include <tuple>
#include <type_traits>

namespace boxlink::test {
namespace {

using testing::fault;
using testing::kind;

// Generic code asks these questions of a token before it uses it.
template <class Token, class T>
concept is_token = asio::completion_token_for<Token, void(error_code, T)>;

static_assert(is_token<use_boxlink_t, shared_link>);
static_assert(is_token<std::decay_t<decltype(as_result)>, shared_link>);
static_assert(is_token<as_result_t<asio::use_future_t<>>, found_item>);
static_assert(is_token<asio::use_awaitable_t<>, item_info>);
static_assert(is_token<asio::use_future_t<>, link_lookup>);
static_assert(is_token<asio::deferred_t, found_item>);
static_assert(!is_token<int, shared_link>);

// The types that the operations return.
static_assert(std::same_as<
              decltype(share(std::declval<item>(), link_settings())),
              asio::awaitable<shared_link>>);
static_assert(std::same_as<decltype(unshare(std::declval<item>())), asio::awaitable<item_info>>);
static_assert(std::same_as<decltype(get_link(std::declval<item>())), asio::awaitable<link_lookup>>);
static_assert(std::same_as<decltype(find(std::declval<client>(), "")), asio::awaitable<found_item>>);
static_assert(std::same_as<
              decltype(unshare(std::declval<item>(), as_result)),
              asio::awaitable<result<item_info>>>);
static_assert(std::same_as<
              decltype(get_link(std::declval<item>(), request_options(), asio::use_future)),
              std::future<link_lookup>>);

struct tokens_fixture : client_fixture
{
    std::string id = server.add_file();
    item target = box.file(id);
    item missing = box.file("404");
    item invalid = box.file("not an id");
    link_settings settings;

    /// Runs all there is to run; what a test started is over then.
    void run_all()
    {
        io.restart();
        io.run();
    }

    [[nodiscard]] std::string stored_url() const { return server.link_of(kind::file, id).value().url; }
};

BOOST_FIXTURE_TEST_SUITE(completion_tokens, tokens_fixture)

BOOST_AUTO_TEST_CASE(the_default_awaits_and_throws)
{
    auto const story = [&]() -> asio::awaitable<void> {
        shared_link const link = co_await share(target, settings);
        BOOST_TEST(link.url == stored_url());
        link_lookup const lookup = co_await get_link(target, use_boxlink);
        BOOST_TEST(lookup.link.value().url == link.url);
        found_item const found = co_await find(box, link.url);
        BOOST_TEST(found.item.id == id);
        item_info const rest = co_await unshare(target);
        BOOST_TEST(rest.id == id);
        try {
            co_await get_link(missing);
            BOOST_ERROR("nothing was thrown");
        } catch (error const& thrown) {
            BOOST_TEST(thrown.code() == errc::not_found);
            BOOST_TEST(thrown.info().status == 404);
            BOOST_TEST(thrown.info().box_code == "not_found");
        }
    };
    run(story());
}

BOOST_AUTO_TEST_CASE(as_result_awaits_and_throws_nothing)
{
    auto const story = [&]() -> asio::awaitable<void> {
        result<shared_link> const good = co_await share(target, settings, as_result);
        BOOST_TEST(good->url == stored_url());
        result<link_lookup> const bad = co_await get_link(missing, as_result);
        BOOST_TEST(bad.error().code == errc::not_found);
        BOOST_TEST(bad.error().operation == "get_link file:404");
        BOOST_CHECK_THROW(bad.value(), error);
    };
    run(story());
}

BOOST_AUTO_TEST_CASE(a_bound_token_loses_nothing_of_a_failure)
{
    asio::cancellation_signal signal;
    auto const story = [&]() -> asio::awaitable<void> {
        auto slotted = asio::bind_cancellation_slot(signal.slot(), use_boxlink);
        try {
            co_await get_link(missing, slotted);
            BOOST_ERROR("nothing was thrown");
        } catch (error const& thrown) {
            BOOST_TEST(thrown.info().operation == "get_link file:404");
            BOOST_TEST(thrown.info().box_code == "not_found");
        }
        auto twice = asio::bind_executor(io, asio::bind_cancellation_slot(signal.slot(), as_result));
        auto const bad = co_await get_link(missing, twice);
        BOOST_TEST(bad.error().box_code == "not_found");
    };
    run(story());
}

BOOST_AUTO_TEST_CASE(as_result_works_with_other_tokens)
{
    auto future = share(target, settings, as_result(asio::use_future));
    std::optional<error_info> failure;
    get_link(missing, as_result([&](result<link_lookup> outcome) { failure = outcome.error(); }));
    unshare(missing, as_result(asio::detached));
    bool deferred_called = false;
    auto deferred = get_link(invalid, as_result(asio::deferred));
    std::move(deferred)([&](result<link_lookup> outcome) {
        deferred_called = true;
        BOOST_TEST(outcome.error().message.starts_with("file id"));
    });
    run_all();

    BOOST_TEST(future.get()->url == stored_url());
    BOOST_TEST(failure.value().status == 404);
    BOOST_TEST(deferred_called);
}

BOOST_AUTO_TEST_CASE(use_awaitable_throws_the_code)
{
    auto const story = [&]() -> asio::awaitable<void> {
        auto const link = co_await share(target, settings, asio::use_awaitable);
        BOOST_TEST(link.url == stored_url());
        try {
            co_await unshare(missing, asio::use_awaitable);
            BOOST_ERROR("nothing was thrown");
        } catch (boost::system::system_error const& thrown) {
            BOOST_TEST(thrown.code() == errc::not_found);
        }
    };
    run(story());
}

BOOST_AUTO_TEST_CASE(as_tuple_and_redirect_error)
{
    auto const story = [&]() -> asio::awaitable<void> {
        auto const [none, link] = co_await share(target, settings, asio::as_tuple(asio::use_awaitable));
        BOOST_TEST(!none);
        BOOST_TEST(link.url == stored_url());
        auto const [code, empty] = co_await get_link(missing, asio::as_tuple(asio::use_awaitable));
        BOOST_TEST(code == errc::not_found);
        BOOST_TEST(!empty.link.has_value());

        error_code redirected;
        auto const found =
            co_await find(box, link.url, asio::redirect_error(asio::use_awaitable, redirected));
        BOOST_TEST(!redirected);
        BOOST_TEST(found.item.id == id);
        co_await unshare(invalid, asio::redirect_error(asio::use_awaitable, redirected));
        BOOST_TEST(redirected == errc::invalid_argument);
    };
    run(story());
}

BOOST_AUTO_TEST_CASE(futures)
{
    std::future<shared_link> good = share(target, settings, asio::use_future);
    std::future<item_info> bad = unshare(missing, asio::use_future);
    std::future<link_lookup> refused = get_link(invalid, asio::use_future);
    run_all();

    BOOST_TEST(good.get().url == stored_url());
    auto const has_code = [](errc code) {
        return [code](boost::system::system_error const& thrown) { return thrown.code() == code; };
    };
    BOOST_CHECK_EXCEPTION(bad.get(), boost::system::system_error, has_code(errc::not_found));
    BOOST_CHECK_EXCEPTION(refused.get(), boost::system::system_error, has_code(errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(deferred_operations_start_when_they_are_launched)
{
    auto operation = share(target, settings, asio::deferred);
    run_all();
    BOOST_TEST(server.counters().requests == 0U);

    // A copy can be launched as well: the same settings are sent again.
    std::string first;
    operation([&](error_code code, shared_link const& link) {
        BOOST_TEST(!code);
        first = link.url;
    });
    run_all();
    auto const story = [&]() -> asio::awaitable<void> {
        auto const link = co_await std::move(operation)(asio::use_awaitable);
        BOOST_TEST(link.url == first);
    };
    run(story());
    BOOST_TEST(server.counters().requests == 2U);
}

BOOST_AUTO_TEST_CASE(detached_operations_are_done_all_the_same)
{
    share(target, settings, asio::detached);
    share(invalid, settings, asio::detached);
    run_all();

    BOOST_TEST(server.link_of(kind::file, id).has_value());
}

BOOST_AUTO_TEST_CASE(handlers_may_be_movable_only_and_use_the_client)
{
    std::optional<std::string> url;
    auto token = std::make_unique<std::string>("moved");
    share(target, settings, [&, token = std::move(token)](error_code code, shared_link link) mutable {
        BOOST_TEST(!code);
        BOOST_TEST(*token == "moved");
        get_link(target, [&url, token = std::move(token)](error_code, link_lookup lookup) {
            url = std::move(lookup.link.value().url);
        });
        BOOST_TEST(!link.url.empty());
    });
    run_all();

    BOOST_TEST(url.value() == stored_url());
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_handler_leaves_run)
{
    struct own_fault
    {};
    share(target, settings, [](error_code, shared_link const&) { throw own_fault(); });
    BOOST_CHECK_THROW(run_all(), own_fault);

    // The client is as good as before.
    BOOST_TEST(run(get_link(target)).link.has_value());
}

BOOST_AUTO_TEST_CASE(handlers_are_never_called_by_the_function_that_starts)
{
    bool starting = false;
    int called = 0;
    auto const start = [&](auto operation) {
        auto const before = called;
        // From within the context, where a dispatched handler would be called at once.
        asio::post(io, [&, operation] {
            starting = true;
            operation();
            starting = false;
        });
        run_all();
        BOOST_TEST(called == before + 1);
    };
    auto const handler = [&](error_code, auto const&) {
        BOOST_TEST(!starting);
        ++called;
    };

    start([&] { share(target, settings, handler); });
    start([&] { share(target, settings, handler); });
    start([&] { share(invalid, settings, handler); });
    start([&] { unshare(invalid, handler); });
    start([&] { get_link(target, request_options().field("?"), handler); });
    start([&] { find(box, "no link", handler); });
    start([&] { get_link(invalid, asio::bind_executor(io.get_executor(), handler)); });
    start([&] { get_link(invalid, asio::bind_executor(asio::make_strand(io), handler)); });
    start([&] { get_link(invalid, asio::bind_executor(asio::system_executor(), handler)); });
    box.close();
    start([&] { share(target, settings, handler); });
    start([&] { get_link(target, asio::bind_executor(io.get_executor(), handler)); });
}

BOOST_AUTO_TEST_CASE(handlers_run_on_their_executor)
{
    auto const strand = asio::make_strand(io);
    int called = 0;
    auto const handler = [&](error_code, auto const&) {
        BOOST_TEST(strand.running_in_this_thread());
        ++called;
    };
    share(target, settings, asio::bind_executor(strand, handler));
    get_link(invalid, asio::bind_executor(strand, handler));
    unshare(missing, asio::as_tuple(asio::bind_executor(strand, [&](auto const& ended) {
                BOOST_TEST(std::get<0>(ended) == errc::not_found);
                BOOST_TEST(strand.running_in_this_thread());
                ++called;
            })));
    get_link(missing, as_result(asio::bind_executor(strand, [&](auto const&) {
                 BOOST_TEST(strand.running_in_this_thread());
                 ++called;
             })));
    run_all();

    BOOST_TEST(called == 4);
}

// Their executor is of a kind that is kept in another way.
BOOST_AUTO_TEST_CASE(erased_handlers_run_on_their_executor)
{
    auto const strand = asio::make_strand(io);
    int called = 0;
    auto const erased = [&]<class T>(std::type_identity<T>) {
        return asio::any_completion_handler<void(error_code, T)>(asio::bind_executor(
            strand,
            [&](error_code, T const&) {
                BOOST_TEST(strand.running_in_this_thread());
                ++called;
            }
        ));
    };
    share(target, settings, erased(std::type_identity<shared_link>()));
    get_link(invalid, erased(std::type_identity<link_lookup>()));
    BOOST_TEST(called == 0);
    run_all();

    BOOST_TEST(called == 2);
}

BOOST_AUTO_TEST_CASE(a_coroutine_goes_on_where_it_was)
{
    auto const strand = asio::make_strand(io);
    auto const story = [&]() -> asio::awaitable<void> {
        BOOST_TEST(strand.running_in_this_thread());
        co_await share(target, settings);
        BOOST_TEST(strand.running_in_this_thread());
        co_await get_link(invalid, as_result);
        BOOST_TEST(strand.running_in_this_thread());
    };
    auto done = asio::co_spawn(strand, story(), asio::use_future);
    run_all();

    done.get();
}

BOOST_AUTO_TEST_CASE(another_context_waits_for_its_handler)
{
    asio::io_context other;
    std::optional<error_code> shared;
    std::optional<error_code> refused;
    share(target, settings, asio::bind_executor(other, [&](error_code code, auto const&) { shared = code; }));
    get_link(invalid, asio::bind_executor(other, [&](error_code code, auto const&) { refused = code; }));

    // There is nothing to do there yet, but it must not end.
    other.poll();
    BOOST_TEST(!other.stopped());
    run_all();
    BOOST_TEST(!shared.has_value());
    BOOST_TEST(!refused.has_value());

    other.run();
    BOOST_TEST(!shared.value());
    BOOST_TEST(refused.value() == errc::invalid_argument);
    BOOST_TEST(other.stopped());
}

/// Counts what goes through it.
template <class T>
struct counting_allocator
{
    using value_type = T;

    explicit counting_allocator(std::shared_ptr<std::pair<int, int>> both) : counts(std::move(both)) {}
    template <class U>
    counting_allocator(counting_allocator<U> const& other) : counts(other.counts)
    {}

    T* allocate(std::size_t size)
    {
        ++counts->first;
        return std::allocator<T>().allocate(size);
    }

    void deallocate(T* memory, std::size_t size)
    {
        ++counts->second;
        std::allocator<T>().deallocate(memory, size);
    }

    template <class U>
    bool operator==(counting_allocator<U> const& other) const
    {
        return counts == other.counts;
    }

    std::shared_ptr<std::pair<int, int>> counts;
};

BOOST_AUTO_TEST_CASE(the_allocator_of_a_handler_is_used)
{
    auto const counts = std::make_shared<std::pair<int, int>>();
    std::optional<error_code> ended;
    bool all_returned = false;
    share(
        target, settings,
        asio::bind_allocator(
            counting_allocator<char>(counts),
            [&](error_code code, auto const&) {
                ended = code;
                all_returned = counts->first == counts->second;
            }
        )
    );
    run_all();

    BOOST_TEST(!ended.value());
    BOOST_TEST(counts->first > 0);
    // Memory of an operation is returned before its handler is called, so that the next operation can have it.
    BOOST_TEST(all_returned);
    BOOST_TEST(counts->first == counts->second);
}

BOOST_AUTO_TEST_CASE(the_cancellation_slot_of_a_handler_is_used)
{
    asio::cancellation_signal signal;
    server.inject(fault().stall().always());
    int called = 0;
    auto const until_called = [&](int count) {
        while (!server.wait_until(
            [](auto const& seen) { return seen.in_flight == 1; }, std::chrono::milliseconds(1)
        ))
            run_ready(io);
        signal.emit(asio::cancellation_type::terminal);
        run_until(io, [&] { return called == count; });
        BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
    };
    auto const handler = [&](error_code code, auto const&) {
        BOOST_TEST(code == asio::error::operation_aborted);
        ++called;
    };

    share(target, settings, asio::bind_cancellation_slot(signal.slot(), handler));
    until_called(1);
    unshare(
        target, as_result(asio::bind_cancellation_slot(
                    signal.slot(),
                    [&](result<item_info> const& ended) {
                        handler(ended.error().code, 0);
                        BOOST_TEST(ended.error().may_have_taken_effect);
                    }
                ))
    );
    until_called(2);
    auto const story = [&]() -> asio::awaitable<void> { co_await get_link(target); };
    asio::co_spawn(io, story(), asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown) {
                       BOOST_CHECK_EXCEPTION(std::rethrow_exception(thrown), error, [](error const& failure) {
                           return failure.code() == asio::error::operation_aborted;
                       });
                       ++called;
                   }));
    until_called(3);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
