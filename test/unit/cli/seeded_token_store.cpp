// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/seeded_token_store.hpp"

#include "support/run.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using boxlink::test::run;

BOOST_AUTO_TEST_SUITE(seeded_stores)

BOOST_AUTO_TEST_CASE(the_seed_counts_until_something_is_saved)
{
    boost::asio::io_context io;
    auto const inner = memory_token_store();
    auto const store = cli::seeded_token_store(inner, secret("seed"));
    BOOST_TEST(store->name() == inner->name());
    BOOST_TEST(run(io, store->load()).refresh_token.reveal() == "seed");
    BOOST_TEST(run(io, inner->load()).refresh_token.empty());

    stored_tokens next;
    next.refresh_token = secret("next");
    run(io, store->save(next));
    BOOST_TEST(run(io, store->load()).refresh_token.reveal() == "next");
    BOOST_TEST(run(io, inner->load()).refresh_token.reveal() == "next");
}

BOOST_AUTO_TEST_SUITE_END()
