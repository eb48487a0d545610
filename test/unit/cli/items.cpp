// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/items.hpp"

#include "cli/refusal.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

std::vector<std::string> read(std::vector<std::string> const& texts, std::string const& input = "")
{
    std::istringstream in(input);
    std::vector<std::string> names;
    for (item_ref const& item : read_items(texts, in))
        names.push_back(item.to_string());
    return names;
}

std::string refused(std::vector<std::string> const& texts, std::string const& input = "")
{
    try {
        read(texts, input);
    } catch (usage_error const& e) {
        return e.what();
    }
    return {};
}

using strings = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(items)

BOOST_AUTO_TEST_CASE(items_in_all_forms)
{
    BOOST_TEST(
        read({"file:1", "folder:2", "web_link:3", "https://acme.app.box.com/file/4"}) ==
        strings({"file:1", "folder:2", "web_link:3", "file:4"})
    );
}

BOOST_AUTO_TEST_CASE(lines_of_standard_input)
{
    BOOST_TEST(read({"-"}, "file:1\n\n  folder:2 \r\nfile:3") == strings({"file:1", "folder:2", "file:3"}));
    BOOST_TEST(read({"file:9", "-", "file:8"}, "file:1\n") == strings({"file:9", "file:1", "file:8"}));
}

BOOST_AUTO_TEST_CASE(refusals_name_the_place)
{
    struct
    {
        strings texts;
        std::string input;
        std::string says;
    } const cases[] = {
        {{"file:1", "fil:2"}, "", "item 2: "},
        {{"file:1", "file:x"}, "", "file:x"},
        {{""}, "", "item 1: "},
        {{"folder:0"}, "", "item 1: "},
        {{"file:1\r\nX: y"}, "", "item 1: "},
        {{"-"}, "file:1\n\nnonsense\n", "line 3 of standard input: "},
        {{"-"}, "\n\n", "standard input"},
    };
    for (auto const& c : cases) {
        std::string const message = refused(c.texts, c.input);
        BOOST_TEST(message.find(c.says) != std::string::npos, message);
    }
}

BOOST_AUTO_TEST_SUITE_END()
