// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/parking_lot.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

class entry final : public parked
{
public:
    explicit entry(std::function<void()> on_abandon) : on_abandon_(std::move(on_abandon)) {}

    using parked::park;
    using parked::unpark;

private:
    // The call may destroy the entry.
    void abandon() noexcept override { std::exchange(on_abandon_, nullptr)(); }

    std::function<void()> on_abandon_;
};

class fixture
{
public:
    std::unique_ptr<entry> parked_entry(char name)
    {
        auto made = std::make_unique<entry>([this, name] { log += name; });
        made->park(*context);
        return made;
    }

    std::string log_of_the_end()
    {
        context.reset();
        return log;
    }

    std::optional<asio::io_context> context{std::in_place};
    std::string log;
};

BOOST_FIXTURE_TEST_SUITE(parking_lot_, fixture)

BOOST_AUTO_TEST_CASE(each_entry_is_abandoned_once_and_the_oldest_first)
{
    auto const a = parked_entry('a');
    auto const b = parked_entry('b');
    auto const c = parked_entry('c');
    BOOST_TEST(log == "");
    BOOST_TEST(log_of_the_end() == "abc");
}

BOOST_AUTO_TEST_CASE(an_empty_lot_ends_quietly)
{
    parked_entry('a').reset();
    BOOST_TEST(log_of_the_end() == "");
}

BOOST_AUTO_TEST_CASE(unpark_takes_an_entry_out_wherever_it_stands)
{
    auto const a = parked_entry('a');
    auto const b = parked_entry('b');
    auto const c = parked_entry('c');
    auto const d = parked_entry('d');
    auto const e = parked_entry('e');
    a->unpark();
    c->unpark();
    e->unpark();
    // Without effect.
    e->unpark();
    BOOST_TEST(log_of_the_end() == "bd");
}

BOOST_AUTO_TEST_CASE(destruction_takes_an_entry_out_wherever_it_stands)
{
    auto a = parked_entry('a');
    auto const b = parked_entry('b');
    auto c = parked_entry('c');
    auto const d = parked_entry('d');
    auto e = parked_entry('e');
    c.reset();
    a.reset();
    e.reset();
    BOOST_TEST(log_of_the_end() == "bd");
}

BOOST_AUTO_TEST_CASE(an_entry_may_park_again)
{
    auto const a = parked_entry('a');
    auto const b = parked_entry('b');
    a->unpark();
    a->park(*context);
    BOOST_TEST(log_of_the_end() == "ba");
}

BOOST_AUTO_TEST_CASE(an_entry_may_destroy_itself)
{
    auto* const raw = new std::unique_ptr<entry>();
    *raw = std::make_unique<entry>([this, raw] {
        log += 'x';
        delete raw;
    });
    (*raw)->park(*context);
    auto const b = parked_entry('b');
    BOOST_TEST(log_of_the_end() == "xb");
}

BOOST_AUTO_TEST_CASE(an_entry_may_destroy_others)
{
    std::vector<std::unique_ptr<entry>> others;
    others.push_back(parked_entry('a'));
    entry destroyer([&] {
        log += 'x';
        others.clear();
    });
    destroyer.park(*context);
    others.push_back(parked_entry('b'));
    auto const between = parked_entry('c');
    others.push_back(parked_entry('d'));
    // `a` comes before the entry that destroys the others, `c` is none of them.
    BOOST_TEST(log_of_the_end() == "axc");
}

BOOST_AUTO_TEST_CASE(an_entry_may_unpark_others)
{
    std::unique_ptr<entry> last;
    entry first([&] { last->unpark(); });
    first.park(*context);
    auto const between = parked_entry('b');
    last = parked_entry('c');
    BOOST_TEST(log_of_the_end() == "b");
}

BOOST_AUTO_TEST_CASE(an_entry_may_park_others)
{
    auto const late = std::make_unique<entry>([this] { log += 'c'; });
    entry first([&] {
        log += 'a';
        late->park(*context);
    });
    first.park(*context);
    auto const between = parked_entry('b');
    BOOST_TEST(log_of_the_end() == "abc");
}

BOOST_AUTO_TEST_CASE(an_entry_may_outlive_its_context)
{
    auto late = parked_entry('a');
    auto never = parked_entry('b');
    never->unpark();
    BOOST_TEST(log_of_the_end() == "a");
    late->unpark();
    late.reset();
    never.reset();
}

BOOST_AUTO_TEST_CASE(each_context_has_a_lot_of_its_own)
{
    asio::thread_pool other(1);
    auto const a = parked_entry('a');
    entry elsewhere([this] { log += 'x'; });
    elsewhere.park(other);
    BOOST_TEST(log_of_the_end() == "a");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net
