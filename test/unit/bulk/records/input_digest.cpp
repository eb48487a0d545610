// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/input_digest.hpp"

#include "unit/bulk/pieces.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::bulk;

BOOST_AUTO_TEST_SUITE(input_digests)

BOOST_AUTO_TEST_CASE(digests_of_fips_180)
{
    input_digest nothing;
    BOOST_TEST(nothing.text() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    std::string const text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    for (std::size_t const size : {1u, 7u, 100u}) {
        input_digest digest;
        for (std::string_view const piece : boxlink::bulk_test::pieces_of(text, size))
            digest.feed(piece);
        BOOST_TEST(digest.text() == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
}

BOOST_AUTO_TEST_SUITE_END()
