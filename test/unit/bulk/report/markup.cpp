// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/markup.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::bulk;

BOOST_AUTO_TEST_SUITE(report_markup)

BOOST_AUTO_TEST_CASE(elements)
{
    markup out;
    out.open("b", {{"id", "x"}, {"class", "y"}}).element("i", "text").single("hr").close();
    BOOST_TEST(std::move(out).str() == R"(<b id="x" class="y"><i>text</i><hr/></b>)");
}

BOOST_AUTO_TEST_CASE(text_is_only_text)
{
    markup out;
    out.element("b", "<script>\"&'\x01]]>", {{"id", "\"'><&\n"}});
    BOOST_TEST(
        std::move(out).str() ==
        R"(<b id="&quot;&#39;&gt;&lt;&amp;\n">&lt;script&gt;&quot;&amp;&#39;\x01]]&gt;</b>)"
    );
}

BOOST_AUTO_TEST_SUITE_END()
