// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the server answers: an item as Box sends it, and the bytes around it.

#include <string>
#include <string_view>

namespace boxlink::micro {

inline std::string answer_body(std::string_view id)
{
    std::string body(R"({"type":"file","id":")");
    body.append(id).append(
        R"(","etag":"3","shared_link":{"url":"https://app.box.com/s/vspke7y05sb214wjokpk",)"
        R"("download_url":"https://app.box.com/shared/static/vspke7y05sb214wjokpk.pdf","vanity_url":null,)"
        R"("vanity_name":null,"effective_access":"company","effective_permission":"can_download",)"
        R"("is_password_enabled":false,"unshared_at":null,"download_count":0,"preview_count":0,"access":"company",)"
        R"("permissions":{"can_preview":true,"can_download":true,"can_edit":false}}})"
    );
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
