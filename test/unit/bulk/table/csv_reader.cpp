// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/csv_reader.hpp"

#include "unit/bulk/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string described(csv_record const& record)
{
    std::string out = std::to_string(record.line) + ':';
    if (record.fault)
        return out + " fault at " + std::to_string(record.fault->line) + '.' +
               std::to_string(record.fault->character) + ' ' +
               record.fault->message.substr(0, record.fault->message.find_first_of(";,"));
    for (csv_cell const& cell : record.cells)
        out.append(" [").append(cell.text).append("]@").append(std::to_string(cell.line));
    return out;
}

using rows = std::vector<std::string>;

rows read(std::vector<std::string_view> const& pieces)
{
    csv_reader reader;
    rows all;
    auto const take = [&] {
        while (csv_record const* const record = reader.next())
            all.push_back(described(*record));
    };
    for (std::string_view const piece : pieces) {
        reader.feed(piece);
        take();
    }
    reader.finish();
    take();
    BOOST_TEST(reader.next() == nullptr);
    return all;
}

rows read(std::string_view text)
{
    return read(std::vector{text});
}

constexpr std::string_view sample = "\xef\xbb\xbfitem,password,name\r\n"
                                    "file:1,\"a,b\",Zürich\r\n"
                                    "\r\n"
                                    "\"file:2\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n"
                                    "file:3,,\n"
                                    "x\"y,\"z\" ,w\r"
                                    "\"\",\"\"\"\",\"\r\"\n"
                                    "日本,\xff,\n"
                                    "last,\"one\nis,\nopen\n";

} // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(rows_and_cells)
{
    BOOST_TEST(read("a,b\nc,d\n") == (rows{"1: [a]@1 [b]@1", "2: [c]@2 [d]@2"}));
    BOOST_TEST(read("a,b") == (rows{"1: [a]@1 [b]@1"}));
    BOOST_TEST(read("a,\n,b\n,\n") == (rows{"1: [a]@1 []@1", "2: []@2 [b]@2", "3: []@3 []@3"}));
    BOOST_TEST(read("a,") == (rows{"1: [a]@1 []@1"}));
    BOOST_TEST(read(" a , b ") == (rows{"1: [ a ]@1 [ b ]@1"}));
    BOOST_TEST(read("").empty());
}

BOOST_AUTO_TEST_CASE(every_line_end)
{
    for (std::string const end : {"\n", "\r\n", "\r"}) {
        BOOST_TEST(read("a" + end + "b" + end) == (rows{"1: [a]@1", "2: [b]@2"}));
        BOOST_TEST(read("a" + end + end + end + "b") == (rows{"1: [a]@1", "4: [b]@4"}));
        BOOST_TEST(
            read(end + "\"a" + end + "b\",c" + end + "d") == (rows{"2: [a" + end + "b]@2 [c]@3", "4: [d]@4"})
        );
    }
    BOOST_TEST(read("a\n\rb\r\n\nc") == (rows{"1: [a]@1", "3: [b]@3", "5: [c]@5"}));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped_in_front_only)
{
    std::string const mark(byte_order_mark);
    BOOST_TEST(read(mark + "a\n" + mark + "b") == (rows{"1: [a]@1", "2: [" + mark + "b]@2"}));
    BOOST_TEST(read(mark).empty());
    BOOST_TEST(read(pieces_of(mark + "\"a\"", 1)) == (rows{"1: [a]@1"}));
}

BOOST_AUTO_TEST_CASE(quotation_marks)
{
    BOOST_TEST(read("\"a,b\",\"c\"\"d\",\"\",\"\"\"\"") == (rows{"1: [a,b]@1 [c\"d]@1 []@1 [\"]@1"}));
    BOOST_TEST(read("\"\"\n\"\"\n") == (rows{"1: []@1", "2: []@2"}));
}

BOOST_AUTO_TEST_CASE(stray_quotation_marks_are_faults_of_their_row_alone)
{
    BOOST_TEST(
        read("a,bé\"c\nd,e\n") ==
        (rows{"1: fault at 1.5 a quotation mark within a cell that does not begin with one", "2: [d]@2 [e]@2"}
        )
    );
    BOOST_TEST(
        read("\"a\" ,b\nd\n") == (rows{"1: fault at 1.4 text after a closing quotation mark", "2: [d]@2"})
    );
}

BOOST_AUTO_TEST_CASE(places_are_counted_in_characters_of_their_line)
{
    constexpr std::string_view text = "\xef\xbb\xbf"
                                      "Zürich,\"日本\",x\"\n"
                                      "\"two\r\nlines\",é\"\n"
                                      "long enough for sixteen bytes at a time é,b\"\r"
                                      "\"a\",\"b\",\"ü\" ,\n"
                                      "\"é\",\"open";
    rows const places = {
        "1: fault at 1.14 a quotation mark within a cell that does not begin with one",
        "2: fault at 3.9 a quotation mark within a cell that does not begin with one",
        "4: fault at 4.44 a quotation mark within a cell that does not begin with one",
        "5: fault at 5.12 text after a closing quotation mark",
        "6: fault at 6.5 the quotation mark is never closed",
    };
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        BOOST_TEST(read(std::vector{text.substr(0, cut), text.substr(cut)}) == places, "cut at " << cut);
}

BOOST_AUTO_TEST_CASE(after_a_mark_that_is_never_closed_the_next_lines_count)
{
    for (std::string const end : {"\n", "\r\n", "\r"}) {
        BOOST_TEST(
            read("a,b" + end + "c,\"d" + end + "e,\"\"" + end + end + "f,g") ==
            (rows{
                "1: [a]@1 [b]@1", "2: fault at 2.3 the quotation mark is never closed", "3: [e]@3 []@3",
                "5: [f]@5 [g]@5"})
        );
    }
    BOOST_TEST(read("a,\"") == (rows{"1: fault at 1.3 the quotation mark is never closed"}));
    BOOST_TEST(
        read("\"x\ny\",\"b\nd\n") == (rows{"1: fault at 2.4 the quotation mark is never closed", "3: [d]@3"})
    );
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_found)
{
    BOOST_TEST(read("ok\né,\xff\nok") == (rows{"1: [ok]@1", "2: fault at 2.3 not valid UTF-8", "3: [ok]@3"}));
    BOOST_TEST(read("\"a\r\nb\xc3\"\r\nok") == (rows{"1: fault at 2.2 not valid UTF-8", "3: [ok]@3"}));
    BOOST_TEST(
        read("\xff\xfe"
             "a") == (rows{"1: fault at 1.1 not valid UTF-8"})
    );
    BOOST_TEST(read("\xed\xa0\x80") == (rows{"1: fault at 1.1 not valid UTF-8"}));
}

BOOST_AUTO_TEST_CASE(the_text_of_a_row_is_what_was_written)
{
    csv_reader reader;
    reader.feed("a,\"b\r\nc\"\r\n\r\nd\r\ne,\"f\r\ng");
    reader.finish();
    BOOST_TEST(reader.next()->text == "a,\"b\r\nc\"");
    BOOST_TEST(reader.next()->text == "d");
    BOOST_TEST(reader.next()->text == "e,\"f");
    BOOST_TEST(reader.next()->text == "g");
    BOOST_TEST(reader.next() == nullptr);
}

BOOST_AUTO_TEST_CASE(rows_of_a_mebibyte_are_read_and_longer_ones_passed_over)
{
    std::string const fits(max_row_size - 1, 'x');
    BOOST_TEST((read(fits + "\nb") == rows{"1: [" + fits + "]@1", "2: [b]@2"}));
    BOOST_TEST((read("\"" + fits.substr(2) + "\"\nb").back() == "2: [b]@2"));
    std::string const longer(3 * max_row_size, 'x');
    for (std::size_t const size : {std::size_t{777}, longer.size() + 10}) {
        BOOST_TEST(
            read(pieces_of("a\r\n" + longer + "\r\nb", size)) ==
            (rows{"1: [a]@1", "2: fault at 2.1 the row is longer than 1 MiB", "3: [b]@3"})
        );
        BOOST_TEST(
            read(pieces_of("\"" + longer + "\r\nb,\"c\"", size)) ==
            (rows{"1: fault at 1.1 the row is longer than 1 MiB", "2: [b]@2 [c]@2"})
        );
        BOOST_TEST(
            read(pieces_of("a,\"b\r\n" + longer + "\r\nc", size)) ==
            (rows{
                "1: fault at 1.3 the quotation mark is never closed",
                "2: fault at 2.1 the row is longer than 1 MiB", "3: [c]@3"})
        );
    }
    BOOST_TEST(read(longer) == (rows{"1: fault at 1.1 the row is longer than 1 MiB"}));
}

BOOST_AUTO_TEST_CASE(an_open_mark_whose_line_end_is_the_last_byte_within_bounds)
{
    // CR is the last byte that is looked at before the row is found to be too long, and its LF is not there yet.
    std::string const text = "\"" + std::string(max_row_size - 1, 'x') + "\r";
    BOOST_TEST(
        read({text, "\nb\n", "c"}) ==
        (rows{"1: fault at 1.1 the quotation mark is never closed", "2: [b]@2", "3: [c]@3"})
    );
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter)
{
    rows const whole = read(sample);
    BOOST_TEST(whole.size() == 10u);
    for (std::size_t size = 1; size < sample.size(); ++size)
        BOOST_TEST(read(pieces_of(sample, size)) == whole);
    std::minstd_rand random(5);
    for (int i = 0; i < 300; ++i)
        BOOST_TEST(read(random_pieces_of(sample, random)) == whole);
}

BOOST_AUTO_TEST_CASE(what_was_complete_stays_when_the_end_is_cut_off)
{
    rows const whole = read(sample);
    for (std::size_t size = 0; size <= sample.size(); ++size) {
        std::string_view const text = sample.substr(0, size);
        rows const cut = read(text);
        BOOST_TEST(read(pieces_of(text, 1)) == cut);
        // Of the last row there may be anything.
        std::size_t const sure = cut.empty() ? 0 : cut.size() - 1;
        std::size_t same = 0;
        while (same < std::min(cut.size(), whole.size()) && cut[same] == whole[same])
            ++same;
        // A quotation mark that the cut has opened makes rows of the lines after it.
        bool const is_opened = std::any_of(cut.begin(), cut.end(), [](std::string const& row) {
            return row.find("never closed") != std::string::npos;
        });
        BOOST_TEST((same >= sure || is_opened), text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_by_the_rules_is_read_back)
{
    std::minstd_rand random(7);
    std::string_view const letters[] = {"a", "b", ",", "\"", "\n", "\r", "é", "日", " "};
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        std::vector<std::vector<std::string>> expected;
        for (std::size_t row = random() % 5 + 1; row > 0; --row) {
            auto& cells = expected.emplace_back();
            for (std::size_t cell = random() % 4 + 1; cell > 0; --cell) {
                auto& content = cells.emplace_back();
                for (std::size_t length = random() % 6; length > 0; --length)
                    content += letters[random() % std::size(letters)];
                text += cells.size() > 1 ? ",\"" : "\"";
                for (char const c : content)
                    text.append(c == '"' ? 2 : 1, c);
                text += '"';
            }
            constexpr std::string_view ends[] = {"\n", "\r\n", "\r", "\n\n", "\r\r"};
            text += ends[random() % std::size(ends)];
        }
        csv_reader reader;
        std::vector<std::vector<std::string>> got;
        auto const pieces = random_pieces_of(text, random);
        for (std::size_t at = 0; at <= pieces.size(); ++at) {
            if (at < pieces.size())
                reader.feed(pieces[at]);
            else
                reader.finish();
            while (csv_record const* const record = reader.next()) {
                BOOST_TEST(!record->fault.has_value());
                auto& cells = got.emplace_back();
                for (csv_cell const& cell : record->cells)
                    cells.emplace_back(cell.text);
            }
        }
        BOOST_TEST((got == expected), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
