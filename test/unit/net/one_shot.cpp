// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/one_shot.hpp"

#include "support/run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

// Owns itself through the coroutine that waits for it, as an operation of a client does.
class self_owner : public std::enable_shared_from_this<self_owner>
{
public:
    explicit self_owner(asio::any_io_executor executor) : value(std::move(executor)) {}

    asio::awaitable<void> story()
    {
        auto const self = shared_from_this();
        taken = co_await value.wait();
    }

    one_shot<std::string> value;
    std::string taken;
};

template <class T>
asio::awaitable<void> take(one_shot<T>& from, std::vector<T>& into)
{
    auto value = co_await from.wait();
    into.push_back(std::move(value));
}

class fixture
{
public:
    asio::io_context io;
    one_shot<int> number{io.get_executor()};
    std::vector<int> taken;
};

BOOST_FIXTURE_TEST_SUITE(one_shot_, fixture)

BOOST_AUTO_TEST_CASE(set_before_wait)
{
    BOOST_TEST(!number.is_set());
    number.set(7);
    BOOST_TEST(number.is_set());
    BOOST_TEST(test::run(io, number.wait()) == 7);
    BOOST_TEST(number.is_set());
}

BOOST_AUTO_TEST_CASE(set_after_wait)
{
    asio::co_spawn(io, take(number, taken), asio::detached);
    test::run_ready(io);
    BOOST_TEST(!number.is_set());
    number.set(7);
    BOOST_TEST(number.is_set());
    // Never from within `set`: whoever sets may be in the middle of something.
    BOOST_TEST(taken.empty());
    test::run_ready(io);
    BOOST_TEST(taken == std::vector<int>({7}));
}

BOOST_AUTO_TEST_CASE(the_first_value_counts)
{
    number.set(7);
    number.set(8);
    BOOST_TEST(test::run(io, number.wait()) == 7);
    number.set(9);

    one_shot<int> other(io.get_executor());
    asio::co_spawn(io, take(other, taken), asio::detached);
    test::run_ready(io);
    other.set(1);
    other.set(2);
    test::run_ready(io);
    other.set(3);
    test::run_ready(io);
    BOOST_TEST(taken == std::vector<int>({1}));
}

BOOST_AUTO_TEST_CASE(set_before_the_waiting_coroutine_runs_for_the_first_time)
{
    asio::co_spawn(io, take(number, taken), asio::detached);
    number.set(7);
    test::run_ready(io);
    BOOST_TEST(taken == std::vector<int>({7}));
}

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_copied)
{
    one_shot<std::unique_ptr<int>> box(io.get_executor());
    std::vector<std::unique_ptr<int>> boxes;
    asio::co_spawn(io, take(box, boxes), asio::detached);
    test::run_ready(io);
    box.set(std::make_unique<int>(5));
    test::run_ready(io);
    BOOST_REQUIRE(boxes.size() == 1U);
    BOOST_TEST(*boxes.front() == 5);
}

BOOST_AUTO_TEST_CASE(may_be_destroyed_once_it_is_set)
{
    auto short_lived = std::make_unique<one_shot<int>>(io.get_executor());
    asio::co_spawn(io, take(*short_lived, taken), asio::detached);
    test::run_ready(io);
    short_lived->set(7);
    short_lived.reset();
    test::run_ready(io);
    BOOST_TEST(taken == std::vector<int>({7}));
}

// A coroutine that waits is work, though nothing of Asio's own is outstanding.
BOOST_AUTO_TEST_CASE(a_waiting_coroutine_keeps_the_context_running)
{
    asio::co_spawn(io, take(number, taken), asio::detached);
    test::run_ready(io);
    BOOST_TEST(!io.stopped());
    number.set(7);
    test::run_ready(io);
    BOOST_TEST(io.stopped());
}

BOOST_AUTO_TEST_CASE(works_on_a_strand)
{
    auto const strand = asio::make_strand(io);
    one_shot<int> other(strand);
    asio::co_spawn(strand, take(other, taken), asio::detached);
    test::run_ready(io);
    asio::post(strand, [&] { other.set(7); });
    test::run_ready(io);
    BOOST_TEST(taken == std::vector<int>({7}));
}

// The coroutine owns what owns the wait: only the context's end breaks the circle. AddressSanitizer sees what is left over.
BOOST_AUTO_TEST_CASE(a_destroyed_context_drops_the_waiting_coroutine)
{
    std::optional<asio::io_context> other(std::in_place);
    auto owner = std::make_shared<self_owner>(other->get_executor());
    asio::co_spawn(*other, owner->story(), asio::detached);
    test::run_ready(*other);
    std::weak_ptr<self_owner> const watched = owner;
    owner.reset();
    BOOST_TEST(!watched.expired());
    other.reset();
    BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_CASE(a_destroyed_context_drops_the_value_that_is_on_its_way)
{
    std::optional<asio::io_context> other(std::in_place);
    auto owner = std::make_shared<self_owner>(other->get_executor());
    asio::co_spawn(*other, owner->story(), asio::detached);
    test::run_ready(*other);
    owner->value.set("never read");
    std::weak_ptr<self_owner> const watched = owner;
    owner.reset();
    other.reset();
    BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_CASE(outlives_its_context)
{
    std::optional<asio::io_context> other(std::in_place);
    auto const owner = std::make_shared<self_owner>(other->get_executor());
    asio::co_spawn(*other, owner->story(), asio::detached);
    test::run_ready(*other);
    other.reset();
    // The coroutine is gone; nobody is left to be told.
    owner->value.set("never read");
    BOOST_TEST(owner->taken == "");
    BOOST_TEST(owner.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net
