// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/csv_marks.hpp"

#include "model/plain_text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::bulk {
namespace {

using model::plain_length;

std::size_t length_by_the_book(std::string_view text)
{
    return std::min(text.find_first_of(",\"\r\n"), text.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(csv_marks_)

BOOST_AUTO_TEST_CASE(every_byte_is_judged_alike_wherever_it_stands)
{
    for (std::size_t size = 0; size <= 50; ++size) {
        std::string text(size, 'x');
        BOOST_TEST(plain_length<csv_marks>(text) == size);
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                text[at] = static_cast<char>(byte);
                // One line for each would be half a million.
                if (plain_length<csv_marks>(text) != length_by_the_book(text))
                    BOOST_ERROR("byte " << byte << " at " << at << " of " << size);
            }
            text[at] = 'x';
        }
    }
}

BOOST_AUTO_TEST_CASE(the_first_of_several_counts)
{
    std::string const text = std::string(20, 'x') + ",\"" + std::string(20, 'y') + '\n';
    for (std::size_t from = 0; from < text.size(); ++from) {
        auto const rest = std::string_view(text).substr(from);
        BOOST_TEST(plain_length<csv_marks>(rest) == length_by_the_book(rest));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::bulk
