// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Very many operations at once.

#include "fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/core/ignore_unused.hpp>

#include <set>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace boxlink::test {
namespace {

using testing::fault;
using testing::kind;

/// Shares all files at once; returns the URLs, and fails the test for each operation that fails.
std::set<std::string>
share_all(client_fixture& fixture, client const& box, std::vector<std::string> const& ids)
{
    std::set<std::string> urls;
    std::size_t completed = 0;
    for (auto const& id : ids) {
        share(box.file(id), link_settings(), as_result([&](result<shared_link> outcome) {
                  ++completed;
                  if (outcome.has_error())
                      BOOST_ERROR(outcome.error().to_string());
                  else
                      urls.insert(outcome->url);
              }));
    }
    fixture.io.restart();
    fixture.io.run();
    BOOST_TEST(completed == ids.size());
    return urls;
}

/// The largest size of this process so far, in MiB.
long peak_memory()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

BOOST_AUTO_TEST_SUITE(load)

BOOST_FIXTURE_TEST_CASE(ten_thousand_at_once, client_fixture)
{
    auto const ids = server.add_files(10'000);
    auto const before = peak_memory();
    auto const urls = share_all(*this, box, ids);
    BOOST_TEST(urls.size() == ids.size());
    BOOST_TEST(server.link_count() == ids.size());

    auto const seen = server.counters();
    BOOST_TEST(seen.requests == ids.size());
    BOOST_TEST(seen.connections_accepted <= 32u);
    BOOST_TEST(seen.handshakes_full + seen.handshakes_resumed <= 32u);
    BOOST_TEST(box.counters().reuses >= ids.size() - 32);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // The server in this process keeps the links too; an operation that waits costs some kilobytes.
    BOOST_TEST(peak_memory() - before < 150);
#else
    boost::ignore_unused(before);
#endif
}

BOOST_AUTO_TEST_CASE(servers_that_close_now_and_then)
{
    client_fixture fixture(testing::server_options().keep_alive_limit(20));
    auto const ids = fixture.server.add_files(2'000);
    BOOST_TEST(share_all(fixture, fixture.box, ids).size() == ids.size());
    BOOST_TEST(fixture.server.counters().requests == ids.size());
}

BOOST_FIXTURE_TEST_CASE(connections_that_break_now_and_then, client_fixture)
{
    auto const ids = server.add_files(2'000);
    server.inject(fault().every(50).reset());
    server.inject(fault().every(70).close());
    auto const urls = share_all(*this, box, ids);
    BOOST_TEST(urls.size() == ids.size());
    BOOST_TEST(server.link_count() == ids.size());
}

BOOST_FIXTURE_TEST_CASE(half_of_them_cancelled, client_fixture)
{
    auto const ids = server.add_files(2'000);
    std::vector<asio::cancellation_signal> signals(ids.size());
    std::size_t done = 0;
    std::size_t cancelled = 0;
    for (std::size_t n = 0; n < ids.size(); ++n) {
        auto handler = [&](error_code code, shared_link const&) { ++(code ? cancelled : done); };
        share(box.file(ids[n]), link_settings(), asio::bind_cancellation_slot(signals[n].slot(), handler));
    }
    io.restart();
    while (done < 100)
        io.run_one();
    for (std::size_t n = 0; n < signals.size(); n += 2)
        signals[n].emit(asio::cancellation_type::terminal);
    io.run();
    BOOST_TEST(done + cancelled == ids.size());
    BOOST_TEST(cancelled > 0u);
    BOOST_TEST(done >= ids.size() / 2);
    BOOST_TEST(box.counters().waiting == 0u);
    BOOST_TEST(box.counters().open <= 32u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
