// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the server answers: an item as Box sends it, and the bytes around it.

#include "answer_item.hpp"

#include <string>
#include <string_view>

namespace boxlink::micro {

inline std::string answer_body(std::string_view id)
{
    std::string body(bench::item_begin);
    body.append(id).append(bench::item_end);
    return body;
}

inline void append_answer(std::string& out, std::string_view id)
{
    auto const body = answer_body(id);
    out.append("HTTP/1.1 200 OK\r\nDate: Wed, 01 Jul 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"
               "Box-Request-Id: 0vmc6c2t0tvq8s4o\r\nConnection: keep-alive\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
}

} // namespace boxlink::micro
