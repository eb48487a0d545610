// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_row.hpp"

#include "unit/bulk/table/job_texts.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink;
using namespace boxlink::bulk_test;

namespace {

// What is wrong with a cell in the second column.
std::string fault(std::string const& column, std::string const& cell)
{
    std::string const text = row("item," + column, "file:1," + cell);
    std::string const beginning = "0 wrong: line 2, column " + column + ": ";
    BOOST_TEST(text.starts_with(beginning), text);
    BOOST_TEST(text.find("; ") != std::string::npos, text);
    return text.substr(std::min(beginning.size(), text.size()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(rows_of_jobs)

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

BOOST_AUTO_TEST_SUITE_END()
