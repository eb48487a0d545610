// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_reader.hpp"

#include "unit/bulk/pieces.hpp"
#include "unit/bulk/table/job_texts.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink;
using namespace boxlink::bulk_test;

namespace {

constexpr std::string_view csv_sample =
    "Item,ACCESS,pass word,Expires,vanity-name,can_download,canEdit,asUser,operation\r\n"
    "file:1,open,\"S3cret, \"\"x\"\"\",30d,,yes,0,77,\r\n"
    "\r\n"
    "folder:2,,null,never,null,,,,share\r\n"
    "web_link:3,,,,,,,,unshare\r\n"
    "https://app.box.com/file/4,,,,,,,,get\r\n"
    "file:5,nobody,,,,,,,\r\n"
    "file:6,,,\"2027-01-31T01:00:00+01:00\",a-long-enough-name,true,true,,\r\n";

constexpr std::string_view json_sample =
    R"({"item":"file:1","Access":"open","password":"S3cret, \"x\"","expires":"30d","can-download":true,"edit":0,"as_user":77})"
    "\n\n"
    R"({"itemType":"folder","itemID":2,"password":null,"unshared-at":null,"vanity_name":null,"operation":"share"})"
    "\r\n"
    R"({"item":"web_link:3","operation":"unshare"})"
    "\n"
    R"({"item":"https://app.box.com/file/4","operation":"get_link","access":""})"
    "\n"
    R"({"item":"file:5","access":"nobody"})"
    "\n"
    R"({"item":"file:6","expires":"2027-01-31T01:00:00+01:00","vanity-name":"a-long-enough-name","download":"Yes","edit":"1"})";

} // namespace

BOOST_AUTO_TEST_SUITE(tables_of_jobs)

BOOST_AUTO_TEST_CASE(csv_of_every_column)
{
    BOOST_TEST(
        csv(csv_sample) ==
        (rows{
            "0@2 share file:1 access=open password=S3cret, \"x\" expires=2026-07-31T12:00:00 download=yes "
            "edit=no as 77",
            "1@4 share folder:2 password=null expires=null name=null", "2@5 unshare web_link:3",
            "3@6 get_link file:4",
            "4 wrong: line 7, column ACCESS: \"nobody\" is no access; write open, company, collaborators or "
            "default",
            "5@8 share file:6 expires=2027-01-31T00:00:00 name=a-long-enough-name download=yes edit=yes"})
    );
}

BOOST_AUTO_TEST_CASE(json_of_every_column)
{
    BOOST_TEST(
        json(json_sample) ==
        (rows{
            "0@1 share file:1 access=open password=S3cret, \"x\" expires=2026-07-31T12:00:00 download=yes "
            "edit=no as 77",
            "1@3 share folder:2 password=null expires=null name=null", "2@4 unshare web_link:3",
            "3@5 get_link file:4",
            "4 wrong: line 6, column access: \"nobody\" is no access; write open, company, collaborators or "
            "default",
            "5@7 share file:6 expires=2027-01-31T00:00:00 name=a-long-enough-name download=yes edit=yes"})
    );
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter)
{
    std::minstd_rand random(3);
    for (auto const& [format, sample] :
         {std::pair(table_format::csv, csv_sample), std::pair(table_format::json_lines, json_sample)}) {
        rows const whole = read(format, {sample});
        BOOST_TEST(whole.size() == 6u);
        for (std::size_t const size : {1u, 2u, 3u, 64u})
            BOOST_TEST(read(format, pieces_of(sample, size)) == whole);
        for (int i = 0; i < 50; ++i)
            BOOST_TEST(read(format, random_pieces_of(sample, random)) == whole);
        // What was whole before a cut stays as it was.
        for (std::size_t size = 0; size < sample.size(); ++size) {
            rows const cut = read(format, {sample.substr(0, size)});
            for (std::size_t i = 0; i + 1 < cut.size(); ++i)
                BOOST_TEST((cut[i] == whole[i] || cut.back().find("never closed") != std::string::npos));
        }
    }
}

BOOST_AUTO_TEST_CASE(rows_that_are_wrong_hinder_no_others)
{
    BOOST_TEST(
        csv("item,access\nfile:1\nfile:2,open,x\nfile:3,o\"pen\nfile:4,\"\n\"\nfile:5,\xff\nfile:6,open\n") ==
        (rows{
            "0 wrong: line 2: has 1 cell, but the first line names 2 columns; a cell with a comma has to be "
            "in quotation marks",
            "1 wrong: line 3: has 3 cells, but the first line names 2 columns; a cell with a comma has to be "
            "in quotation marks",
            "2 wrong: line 4, character 9: a quotation mark within a cell that does not begin with one; put "
            "the cell in quotation marks and double those within",
            "3 wrong: line 5, column access: \"\\n\" is no access; write open, company, collaborators or "
            "default",
            "4 wrong: line 7, character 8: not valid UTF-8; save the file as UTF-8",
            "5@8 share file:6 access=open"})
    );
    BOOST_TEST(csv("item,access\nfile:1,\"\n\nfile:2,open\n").back() == "1@4 share file:2 access=open");
    // The line of the cell, not of the row.
    BOOST_TEST(
        csv("item,password,access\nfile:1,\"Correct\nhorse\",x\n").front() ==
        "0 wrong: line 3, column access: \"x\" is no access; write open, company, collaborators or default"
    );
}

BOOST_AUTO_TEST_CASE(first_lines_that_are_wrong)
{
    struct
    {
        std::string text;
        std::string fault;
    } const cases[] = {
        {"", "line 1: the table is empty; its first line"},
        {"\n\n", "line 1: the table is empty; its first line"},
        {"\nfile:1\n", "line 2: names no known column; the first line has to"},
        {"item,acess\nfile:1,open\n",
         "line 1, column acess: is no known column; the nearest known one is access, all are item,"},
        {"item,\nfile:1,\n", "line 1: column 2 has no name; name or remove it"},
        {"item,download,Can-Download\n",
         "line 1, column Can-Download: means the same as column download; keep one"},
        {"access\nopen\n", "line 1, column item: there is no such column; name the items in it"},
        {"id\n1\n", "line 1, column type: there is no such column; id needs it"},
        {"item,\"access\n", "line 1, character 6: the quotation mark is never closed"},
        {"item,\xff\n", "line 1, character 6: not valid UTF-8"},
        {"item;access\n", "line 1: names no known column; the first line has to, separated by commas"},
    };
    for (auto const& c : cases) {
        rows const all = csv(c.text);
        BOOST_TEST_REQUIRE(all.size() == 1u);
        BOOST_TEST(all.front().starts_with("all wrong: " + c.fault), all.front());
        BOOST_TEST(all.front().find(';') != std::string::npos, all.front());
    }
    BOOST_TEST(csv("item,access\n").empty());
}

BOOST_AUTO_TEST_CASE(unknown_columns_are_passed_over_on_request)
{
    row_options options(noon);
    options.ignores_unknown_columns = true;
    BOOST_TEST(
        row("owner,item,,owner,access", "x,file:1,y,z,open", options) == "0@2 share file:1 access=open"
    );
    BOOST_TEST(json(R"({"owner":{"a":[1]},"item":"file:1"})", options) == (rows{"0@1 share file:1"}));
    BOOST_TEST(json(R"({"owner":1,"item":"file:1"})")
                   .front()
                   .starts_with("0 wrong: line 1, column owner: is no known column; the nearest"));
}

BOOST_AUTO_TEST_CASE(lines_that_are_no_jobs)
{
    BOOST_TEST(json("[]").front().starts_with("0 wrong: line 1: is no JSON object; write one on each line"));
    BOOST_TEST(json("\n{\"item\":").front().starts_with("0 wrong: line 2: is no JSON object ("));
    BOOST_TEST(json("{\"item\":\"\xff\"}").front().starts_with("0 wrong: line 1: is no JSON object ("));
    BOOST_TEST(json("{}").front().starts_with("0 wrong: line 1, column item: missing;"));
    BOOST_TEST(
        json(R"({"item":"file:1","ITEM":"file:2"})").front() ==
        "0 wrong: line 1, column ITEM: stands twice in the object; keep one"
    );
    BOOST_TEST(
        json(R"({"item":{"a":1}})").front() ==
        "0 wrong: line 1, column item: a list or an object; write a string"
    );
    BOOST_TEST(json(R"({"type":"file","id":1e3})")
                   .front()
                   .starts_with("0 wrong: line 1, column id: file id \"1e3\": not a Box id"));
    for (std::string const member :
         {R"("password":12345678)", R"("expires":5)", R"("item":5)", R"("vanity_name":1)"})
        BOOST_TEST(
            json("{" + member + "}").front().find(": a number; write it as a string") != std::string::npos
        );
    BOOST_TEST(
        json(R"({"item":"file:1","access":true})").front() ==
        "0 wrong: line 1, column access: true or false; write a string"
    );
    BOOST_TEST(
        json(R"({"item":"file:1","access":null})").front().find("cannot be cleared") != std::string::npos
    );
    BOOST_TEST(json("").empty());
}

BOOST_AUTO_TEST_CASE(rows_can_be_written_again)
{
    job_reader reader(table_format::csv, plain());
    std::string const header = "item,\"access\",password";
    std::string const first = "file:1,open,\"S3cret,\n\"\"x\"\"\"";
    std::string const second = "file:2,nobody,";
    reader.feed("\xef\xbb\xbf" + header + "\r\n" + first + "\r\n" + second + "\r\n");
    reader.finish();
    job_entry const row = *reader.next();
    BOOST_TEST(reader.header() == header);
    BOOST_TEST(std::get<job_row>(row).text.reveal() == first);
    BOOST_TEST(std::get<row_error>(*reader.next()).text.reveal() == second);
    std::string again = reader.header() + '\n';
    again += std::get<job_row>(row).text.reveal();
    BOOST_TEST(csv(again).front() == described(row));

    job_reader lines(table_format::json_lines, plain());
    lines.feed(R"( {"item":"file:1"} )");
    lines.finish();
    BOOST_TEST(std::get<job_row>(*lines.next()).text.reveal() == R"({"item":"file:1"})");
    BOOST_TEST(lines.header().empty());
}

BOOST_AUTO_TEST_CASE(only_wrong_rows_keep_their_text_if_the_others_are_not_to)
{
    auto options = plain();
    options.keeps_text = false;
    for (auto const& [format, table] :
         {std::pair(table_format::csv, "item,access\nfile:1,open\nfile:2,nobody\n"),
          std::pair(table_format::json_lines, "{\"item\":\"file:1\"}\nfile:2,nobody\n")}) {
        job_reader reader(format, options);
        reader.feed(table);
        reader.finish();
        BOOST_TEST(std::get<job_row>(*reader.next()).text.empty());
        BOOST_TEST(std::get<row_error>(*reader.next()).text.reveal() == "file:2,nobody");
        BOOST_TEST(reader.next() == nullptr);
    }
}

BOOST_AUTO_TEST_CASE(formats)
{
    for (std::string const name : {"a.csv", "dir.x/A.CSV", ".csv"})
        BOOST_TEST((format_by_name(name) == table_format::csv), name);
    for (std::string const name : {"a.jsonl", "a.ndjson", "a.json", "a.JSONL"})
        BOOST_TEST((format_by_name(name) == table_format::json_lines), name);
    for (std::string const name : {"", "csv", "a.txt", "a.csv.gz", "-"})
        BOOST_TEST(!format_by_name(name), name);
    for (std::string const text : {"{}", " \r\n\t{", "\xef\xbb\xbf{"})
        BOOST_TEST((format_by_beginning(text) == table_format::json_lines), text);
    for (std::string const text : {"", "item", "\"{\"", "[{}]"})
        BOOST_TEST((format_by_beginning(text) == table_format::csv), text);
}

BOOST_AUTO_TEST_SUITE_END()
