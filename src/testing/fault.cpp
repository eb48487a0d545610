// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/content.hpp"
#include "testing/http_message.hpp"

#include <boxlink/testing/fault.hpp>

#include <algorithm>

namespace boxlink::testing {

fault& fault::item(kind what, std::string_view id)
{
    return path("/2.0/" + std::string(name_of(what)) + "s/" + std::string(id));
}

fault& fault::every(std::uint64_t n)
{
    every_ = n;
    recurring_ = true;
    return *this;
}

fault& fault::probability(double p)
{
    probability_ = p;
    recurring_ = true;
    return *this;
}

fault& fault::statuses(std::initializer_list<unsigned> codes)
{
    what_ = action::answer;
    statuses_ = codes;
    return *this;
}

fault& fault::body(std::string_view text, std::string_view content_type)
{
    body_ = text;
    content_type_ = content_type;
    return *this;
}

fault& fault::html_body()
{
    return body(
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad "
        "Gateway</h1></center>\r\n"
        "</body>\r\n</html>\r\n",
        "text/html"
    );
}

fault& fault::garbage()
{
    using namespace std::string_literals;
    return raw("\x00\xff\x7fNeither HTTP nor TLS\r\n\r\n\x01\x02"s).close();
}

fault& fault::header(std::string_view name, std::string_view value)
{
    const auto same = [name](const auto& field) { return equal_ignoring_case(field.first, name); };
    const auto found = std::find_if(headers_.begin(), headers_.end(), same);
    if (found != headers_.end())
        found->second = value;
    else
        headers_.emplace_back(name, value);
    return *this;
}

} // namespace boxlink::testing
