// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/resolver_cache.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <utility>

using namespace boxlink;
using namespace boxlink::net;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using answer = result<address_list>;

address_list addresses(std::initializer_list<char const*> texts)
{
    address_list made;
    for (auto const* text : texts)
        made.push_back(asio::ip::make_address(text));
    return made;
}

// A cache whose resolver answers when the test says so.
class fixture
{
public:
    asio::io_context io;
    std::vector<std::pair<std::string, std::function<void(answer)>>> questions;
    std::optional<resolver_cache> cache;
    resolver_cache::time_point now{};

    fixture()
    {
        cache.emplace(io.get_executor(), [this](std::string const& host, std::function<void(answer)> done) {
            questions.emplace_back(host, std::move(done));
        });
    }

    // Starts to wait; the result appears in what is returned.
    std::shared_ptr<std::optional<answer>> ask(std::string const& host)
    {
        auto lookup = std::make_shared<resolver_cache::lookup>(*cache, host, now);
        return wait(lookup);
    }

    std::shared_ptr<std::optional<answer>> wait(std::shared_ptr<resolver_cache::lookup> lookup)
    {
        auto got = std::make_shared<std::optional<answer>>();
        asio::co_spawn(io, keep(std::move(lookup), got), asio::detached);
        poll();
        return got;
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    void reply(std::size_t question, answer const& text)
    {
        questions.at(question).second(text);
        poll();
    }

private:
    static asio::awaitable<void>
    keep(std::shared_ptr<resolver_cache::lookup> lookup, std::shared_ptr<std::optional<answer>> got)
    {
        got->emplace(co_await lookup->wait());
    }
};

bool has(std::shared_ptr<std::optional<answer>> const& got, std::initializer_list<char const*> texts)
{
    return got->has_value() && (*got)->has_value() && (*got)->value() == addresses(texts);
}

bool failed(std::shared_ptr<std::optional<answer>> const& got, error_code code)
{
    return got->has_value() && (*got)->has_error() && (*got)->error().code == code;
}

} // namespace

BOOST_AUTO_TEST_SUITE(resolver_cache_)

BOOST_AUTO_TEST_CASE(what_needs_no_question)
{
    fixture f;
    BOOST_TEST(has(f.ask("192.0.2.1"), {"192.0.2.1"}));
    BOOST_TEST(has(f.ask("2001:db8::1"), {"2001:db8::1"}));
    BOOST_TEST(has(f.ask("localhost"), {"::1", "127.0.0.1"}));
    BOOST_TEST(has(f.ask("box.localhost"), {"::1", "127.0.0.1"}));
    BOOST_TEST(f.questions.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_is_good_for_a_while)
{
    fixture f;
    auto const first = f.ask("a.example");
    BOOST_TEST(!first->has_value());
    f.now += 10s;
    f.reply(0, addresses({"192.0.2.1"}));
    BOOST_TEST(has(first, {"192.0.2.1"}));
    f.now += 19s;
    BOOST_TEST(has(f.ask("a.example"), {"192.0.2.1"}));
    BOOST_TEST(f.questions.size() == 1u);
    // 30 seconds after the question.
    f.now += 1s;
    auto const second = f.ask("a.example");
    BOOST_TEST(!second->has_value());
    f.reply(1, addresses({"192.0.2.2"}));
    BOOST_TEST(has(second, {"192.0.2.2"}));
    BOOST_TEST(has(f.ask("a.example"), {"192.0.2.2"}));
}

BOOST_AUTO_TEST_CASE(one_question_for_all_who_ask_at_once)
{
    fixture f;
    auto const first = f.ask("a.example");
    auto const second = f.ask("a.example");
    auto const other = f.ask("b.example");
    BOOST_TEST_REQUIRE(f.questions.size() == 2u);
    BOOST_TEST(f.questions[1].first == "b.example");
    f.reply(0, addresses({"192.0.2.1"}));
    BOOST_TEST(has(first, {"192.0.2.1"}));
    BOOST_TEST(has(second, {"192.0.2.1"}));
    BOOST_TEST(!other->has_value());
    f.reply(1, addresses({"192.0.2.2"}));
    BOOST_TEST(has(other, {"192.0.2.2"}));
}

BOOST_AUTO_TEST_CASE(failures_are_shared_but_not_remembered)
{
    fixture f;
    auto const first = f.ask("a.example");
    auto const second = f.ask("a.example");
    f.reply(0, error_info(errc::resolve_failed, "no"));
    BOOST_TEST(failed(first, errc::resolve_failed));
    BOOST_TEST(failed(second, errc::resolve_failed));
    auto const third = f.ask("a.example");
    BOOST_TEST(f.questions.size() == 2u);
    f.reply(1, addresses({"192.0.2.1"}));
    BOOST_TEST(has(third, {"192.0.2.1"}));
}

BOOST_AUTO_TEST_CASE(abort_ends_one_wait)
{
    fixture f;
    auto const lookup = std::make_shared<resolver_cache::lookup>(*f.cache, "a.example", f.now);
    auto const aborted = f.wait(lookup);
    auto const patient = f.ask("a.example");
    lookup->abort();
    f.poll();
    BOOST_TEST(failed(aborted, asio::error::operation_aborted));
    BOOST_TEST(!patient->has_value());
    // Asked again by somebody else, it joins the question that is still open.
    auto const late = f.ask("a.example");
    BOOST_TEST(f.questions.size() == 1u);
    f.reply(0, addresses({"192.0.2.1"}));
    BOOST_TEST(has(patient, {"192.0.2.1"}));
    BOOST_TEST(has(late, {"192.0.2.1"}));
}

BOOST_AUTO_TEST_CASE(answer_after_everybody_left_is_remembered)
{
    fixture f;
    {
        resolver_cache::lookup const left(*f.cache, "a.example", f.now);
    }
    f.reply(0, addresses({"192.0.2.1"}));
    BOOST_TEST(has(f.ask("a.example"), {"192.0.2.1"}));
    BOOST_TEST(f.questions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(end_of_the_cache_ends_the_waits)
{
    fixture f;
    auto const waiting = f.ask("a.example");
    f.cache.reset();
    f.poll();
    BOOST_TEST(failed(waiting, asio::error::operation_aborted));
    // The abandoned query comes back to nobody.
    f.reply(0, addresses({"192.0.2.1"}));
}

BOOST_AUTO_TEST_CASE(end_of_the_context_with_a_wait_going_on)
{
    std::optional<fixture> f(std::in_place);
    auto const waiting = f->ask("a.example");
    f.reset();
    BOOST_TEST(!waiting->has_value());
}

BOOST_AUTO_TEST_CASE(resolver_of_the_system)
{
    asio::io_context io;
    auto const resolve = make_system_resolver(io.get_executor());
    std::optional<answer> got;
    auto work = asio::make_work_guard(io);
    resolve("127.0.0.1", [&](answer found) {
        got = std::move(found);
        work.reset();
    });
    io.run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST_REQUIRE(got->has_value());
    BOOST_TEST((got->value() == addresses({"127.0.0.1"})));
}

BOOST_AUTO_TEST_CASE(failure_of_the_system_resolver_names_the_host)
{
    asio::io_context io;
    auto const resolve = make_system_resolver(io.get_executor());
    std::optional<answer> got;
    auto work = asio::make_work_guard(io);
    // No resolver asks the network for a label that is too long.
    auto const host = std::string(64, 'a') + ".example";
    resolve(host, [&](answer found) {
        got = std::move(found);
        work.reset();
    });
    io.run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST_REQUIRE(got->has_error());
    BOOST_TEST(got->error().code == make_error_code(errc::resolve_failed));
    BOOST_TEST(got->error().cause.failed());
    BOOST_TEST(got->error().message.starts_with("the host name " + host + " cannot be resolved: "));
}

BOOST_AUTO_TEST_CASE(query_of_the_system_does_not_hold_the_context)
{
    asio::io_context io;
    make_system_resolver(io.get_executor())("127.0.0.1", [](answer) {});
    // Nobody else has work, so this returns whether the query is done or not.
    io.run();
}

BOOST_AUTO_TEST_SUITE_END()
