// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/job_reader.hpp"

#include "model/timestamp.hpp"
#include "unit/bulk/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;
using namespace std::chrono_literals;
using std::chrono::system_clock;

namespace {

constexpr system_clock::time_point noon = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + 12h;

std::string described(setting<system_clock::time_point> const& value)
{
    if (auto const* const instant = std::get_if<system_clock::time_point>(&value))
        return " expires=" + model::format_rfc3339(*instant).substr(0, 19);
    return std::holds_alternative<clear>(value) ? " expires=null" : "";
}

std::string text_of(std::string const& text)
{
    return text;
}

std::string text_of(secret const& text)
{
    return std::string(text.reveal());
}

template <class T>
std::string described(std::string const& name, setting<T> const& value)
{
    if (auto const* const text = std::get_if<T>(&value))
        return ' ' + name + '=' + text_of(*text);
    return std::holds_alternative<clear>(value) ? ' ' + name + "=null" : "";
}

std::string described(std::string const& name, std::optional<bool> value)
{
    return value ? ' ' + name + '=' + (*value ? "yes" : "no") : "";
}

std::string described(bulk_job const& job)
{
    link_settings const& s = job.settings;
    return std::string(to_string(job.action)) + ' ' + job.item.to_string() +
           (s.access() ? " access=" + std::string(to_string(*s.access())) : "") +
           described("password", s.password()) + described(s.expires_at()) +
           described("name", s.vanity_name()) + described("download", s.permissions().can_download) +
           described("edit", s.permissions().can_edit) + (job.as_user ? " as " + *job.as_user : "");
}

std::string described(job_entry const& entry)
{
    if (auto const* const row = std::get_if<job_row>(&entry))
        return std::to_string(row->index) + '@' + std::to_string(row->line) + ' ' + described(row->job);
    auto const& fault = std::get<row_error>(entry);
    return (fault.index ? std::to_string(*fault.index) : "all") + " wrong: " + fault.to_string();
}

using rows = std::vector<std::string>;

row_options plain()
{
    return row_options(noon);
}

rows read(
    table_format format, std::vector<std::string_view> const& pieces, row_options const& options = plain()
)
{
    job_reader reader(format, options);
    rows all;
    auto const take = [&] {
        while (auto const entry = reader.next())
            all.push_back(described(*entry));
    };
    for (std::string_view const piece : pieces) {
        reader.feed(piece);
        take();
    }
    reader.finish();
    take();
    BOOST_TEST(!reader.next().has_value());
    return all;
}

rows csv(std::string_view text, row_options const& options = plain())
{
    return read(table_format::csv, {text}, options);
}

rows json(std::string_view text, row_options const& options = plain())
{
    return read(table_format::json_lines, {text}, options);
}

// The only row of a table of two lines.
std::string row(std::string const& header, std::string const& cells, row_options const& options = plain())
{
    rows const all = csv(header + '\n' + cells + '\n', options);
    BOOST_TEST_REQUIRE(all.size() == 1u);
    return all.front();
}

// What is wrong with a cell in the second column.
std::string fault(std::string const& column, std::string const& cell)
{
    std::string const text = row("item," + column, "file:1," + cell);
    std::string const beginning = "0 wrong: line 2, column " + column + ": ";
    BOOST_TEST(text.starts_with(beginning), text);
    BOOST_TEST(text.find("; ") != std::string::npos, text);
    return text.substr(std::min(beginning.size(), text.size()));
}

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

BOOST_AUTO_TEST_SUITE(job_rows)

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

BOOST_AUTO_TEST_CASE(cells_override_the_settings_of_all)
{
    row_options options(noon);
    options.settings.access(access_level::company).can_download(false).expires_at(noon + 1h);
    options.action = bulk_action::share;
    std::string const header = "item,access,download,expires,operation";
    BOOST_TEST(
        row(header, "file:1,,,,", options) ==
        "0@2 share file:1 access=company expires=2026-07-01T13:00:00 download=no"
    );
    BOOST_TEST(
        row(header, "file:1,open,yes,null,", options) ==
        "0@2 share file:1 access=open expires=null download=yes"
    );
    BOOST_TEST(row(header, "file:1,default,,never,", options) == "0@2 share file:1 expires=null download=no");
    // They are not for what shares nothing.
    BOOST_TEST(row(header, "file:1,,,,unshare", options) == "0@2 unshare file:1");
    options.action = bulk_action::get_link;
    BOOST_TEST(row("item", "file:1", options) == "0@2 get_link file:1");
    BOOST_TEST(
        row(header, "file:1,,,,share", options) ==
        "0@2 share file:1 access=company expires=2026-07-01T13:00:00 download=no"
    );
}

BOOST_AUTO_TEST_CASE(a_rule_that_is_broken_by_row_and_options_together)
{
    row_options options(noon);
    options.settings.password("Correct horse");
    BOOST_TEST(
        row("item,access", "file:1,company", options) ==
        "0 wrong: line 2, column password: a link with access company cannot have one; set access open or "
        "leave the password alone"
    );
    BOOST_TEST(
        row("item,access,password", "file:1,company,null", options) ==
        "0@2 share file:1 access=company password=null"
    );
}

BOOST_AUTO_TEST_CASE(items)
{
    BOOST_TEST(row("type,id", "file,1") == "0@2 share file:1");
    BOOST_TEST(row("type,id", "Web-Link, 1 ") == "0@2 share web_link:1");
    BOOST_TEST(row("item,type,id", ",folder,1") == "0@2 share folder:1");
    BOOST_TEST(row("item,type,id", " file:9 ,,") == "0@2 share file:9");
    BOOST_TEST(row("item,type,id", "file:1,folder,")
                   .starts_with("0 wrong: line 2, column type: names the item once more;"));
    BOOST_TEST(
        row("item,type,id", "file:1,,1").starts_with("0 wrong: line 2, column id: names the item once more;")
    );
    BOOST_TEST(row("item,access", ",open").starts_with("0 wrong: line 2, column item: missing;"));
    BOOST_TEST(row("type,id", "file,").starts_with("0 wrong: line 2, column id: missing;"));
    BOOST_TEST(row("type,id", ",1").starts_with("0 wrong: line 2, column type: missing;"));
    BOOST_TEST(row("type,id", "hub,1").starts_with("0 wrong: line 2, column type: type \"hub\" has no links;")
    );
    BOOST_TEST(row("type,itemID", "file,1x")
                   .starts_with("0 wrong: line 2, column itemID: file id \"1x\": not a Box id;"));
    BOOST_TEST(
        row("item", "folder:0").starts_with("0 wrong: line 2, column item: folder id \"0\": the root folder")
    );
    BOOST_TEST(row("item", "1").starts_with("0 wrong: line 2, column item: item \"1\": not recognised;"));
    BOOST_TEST(row("item", "https://app.box.com/s/hidden").find("hidden") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(cells_that_are_wrong)
{
    BOOST_TEST(fault("as-user", "me").starts_with("as_user \"me\": not a user id;"));
    BOOST_TEST(fault("operation", "delete") == "\"delete\" is no operation; write share, unshare or get");
    BOOST_TEST(fault("download", "maybe") == "\"maybe\" is neither; write true or false");
    BOOST_TEST(fault("can-edit", "2") == "\"2\" is neither; write true or false");
    BOOST_TEST(fault("expires", "tomorrow").starts_with("\"tomorrow\" is not a duration;"));
    BOOST_TEST(fault("unshared-at", "2026-07-01").starts_with("\"2026-07-01\" is no point of time;"));
    BOOST_TEST(
        fault("unshared-at", "2026-06-30T00:00:00Z").starts_with("2026-06-30T00:00:00+00:00 is in the past;")
    );
    BOOST_TEST(fault("vanity-name", "short").starts_with("too short for Box;"));
    for (std::string const column : {"access", "download", "as_user", "operation", "edit"})
        BOOST_TEST(fault(column, "NULL") == "cannot be cleared with null; leave it empty to leave it alone");
    BOOST_TEST(row("item,edit,download", "file:1,yes,no")
                   .starts_with("0 wrong: line 2, column edit: needs can_download;"));
    BOOST_TEST(row("item,edit", "folder:1,yes").starts_with("0 wrong: line 2, column edit: only a file"));
}

BOOST_AUTO_TEST_CASE(settings_are_for_share_alone)
{
    for (std::string const cell :
         {"access,open", "password,x", "expires,never", "vanity-name,null", "download,no", "edit,1"}) {
        auto const comma = cell.find(',');
        std::string const header = "item,operation," + cell.substr(0, comma);
        for (std::string const action : {"unshare", "get"})
            BOOST_TEST(
                row(header, "file:1," + action + cell.substr(comma)) ==
                "0 wrong: line 2, column " + cell.substr(0, comma) +
                    ": only share takes settings; leave it empty, or share"
            );
    }
}

BOOST_AUTO_TEST_CASE(a_password_is_taken_as_it_is_and_never_shown)
{
    BOOST_TEST(row("item,password", "file:1,\" pass word \"") == "0@2 share file:1 password= pass word ");
    for (std::string const& text :
         {row("item,password", "file:1,hidden"), row("item,access,password", "file:1,company,hidden"),
          row("item,password", "file:1,hidden,more"), row("item,password", "file:1,hid\"hidden"),
          row("item,password", "file:1,\"hidden"), row("item,operation,password", "file:1,get,hidden"),
          json(R"({"item":"file:1","password":"hidden"})").front(),
          json(R"({"item":"file:1","password":["hidden"]})").front(),
          json(R"({"item":"file:1","password":"hidden)").front(), csv("file:1,open,hidden\n").front(),
          csv("hidden\n").front(), csv("hidden;a;b").front()}) {
        BOOST_TEST(text.find("wrong") != std::string::npos, text);
        BOOST_TEST(text.find("hidden") == std::string::npos, text);
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
    auto const row = reader.next();
    auto const wrong = reader.next();
    BOOST_TEST(reader.header() == header);
    BOOST_TEST(std::get<job_row>(*row).text.reveal() == first);
    BOOST_TEST(std::get<row_error>(*wrong).text.reveal() == second);
    std::string again = reader.header() + '\n';
    again += std::get<job_row>(*row).text.reveal();
    BOOST_TEST(csv(again).front() == described(*row));

    job_reader lines(table_format::json_lines, plain());
    lines.feed(R"( {"item":"file:1"} )");
    lines.finish();
    BOOST_TEST(std::get<job_row>(*lines.next()).text.reveal() == R"({"item":"file:1"})");
    BOOST_TEST(lines.header().empty());
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
