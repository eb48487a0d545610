// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/line_reader.hpp"

#include "unit/bulk/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

using lines = std::vector<std::string>;

lines read(std::vector<std::string_view> const& pieces)
{
    line_reader reader;
    lines all;
    auto const take = [&] {
        while (text_line const* const line = reader.next())
            all.push_back(
                std::to_string(line->line) + ':' +
                (line->fault ? "fault at " + std::to_string(line->fault->line) : std::string(line->text))
            );
    };
    for (std::string_view const piece : pieces) {
        reader.feed(piece);
        take();
    }
    reader.finish();
    take();
    return all;
}

constexpr std::string_view sample = "\xef\xbb\xbf{}\n\n  \r\n {\"a\":1} \r\n\nlast";

} // namespace

BOOST_AUTO_TEST_SUITE(lines_of_text)

BOOST_AUTO_TEST_CASE(lines_that_are_not_blank)
{
    BOOST_TEST(read({sample}) == (lines{"1:{}", "4:{\"a\":1}", "6:last"}));
    BOOST_TEST(read({""}).empty());
    BOOST_TEST(read({"\n\n"}).empty());
    BOOST_TEST(read({"\xef\xbb\xbf"}).empty());
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter)
{
    lines const whole = read({sample});
    for (std::size_t size = 1; size < sample.size(); ++size)
        BOOST_TEST(read(pieces_of(sample, size)) == whole);
    std::minstd_rand random(5);
    for (int i = 0; i < 100; ++i)
        BOOST_TEST(read(random_pieces_of(sample, random)) == whole);
}

BOOST_AUTO_TEST_CASE(lines_beyond_a_mebibyte_are_passed_over)
{
    std::string const fits(max_row_size, 'x');
    BOOST_TEST((read({fits + "\nb"}) == lines{"1:" + fits, "2:b"}));
    std::string const longer = "a\n" + std::string(3 * max_row_size, 'x');
    for (std::size_t const size : {std::size_t{777}, longer.size() + 10}) {
        BOOST_TEST(read(pieces_of(longer + "\nb\n", size)) == (lines{"1:a", "2:fault at 2", "3:b"}));
        BOOST_TEST(read(pieces_of(longer, size)) == (lines{"1:a", "2:fault at 2"}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
