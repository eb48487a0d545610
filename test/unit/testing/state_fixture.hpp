// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/box_state.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace boxlink::testing {

using namespace std::chrono_literals;
namespace json = boost::json;

/// 2026-03-01T12:00:00Z: the present of the tests.
inline constexpr time_point test_start{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 12h};

/// A Box with a file 1, a folder 2 and a web link 3, and a time that stands still.
struct state_fixture
{
    explicit state_fixture(const server_options& options = {}) : box(options, test_start)
    {
        for (const kind what : {kind::file, kind::folder, kind::web_link})
            box.items().add(what, std::string(name_of(what)) + " one", "0", id_of(what), {});
    }

    static const char* id_of(kind what)
    {
        return what == kind::file ? "1" : what == kind::folder ? "2" : "3";
    }

    static std::string path_of(kind what)
    {
        return "/2.0/" + std::string(name_of(what)) + "s/" + id_of(what);
    }

    http_request request(std::string_view method, std::string_view target, std::string_view body = {}) const
    {
        http_request made(method, target, body);
        made.headers.add("Authorization", "Bearer " + box.users().default_token());
        return made;
    }

    http_response send(const http_request& what) { return box.handle(what, now); }
    http_response get(std::string_view target) { return send(request("GET", target)); }
    http_response put(std::string_view target, std::string_view body)
    {
        return send(request("PUT", target, body));
    }

    /// PUTs `settings` as the link of an item.
    http_response share(kind what, std::string_view settings)
    {
        return put(path_of(what) + "?fields=shared_link", "{\"shared_link\":" + std::string(settings) + "}");
    }

    const stored_link* link(kind what) { return box.items().link_of(box.items().at(what, id_of(what)), now); }
    std::uint64_t etag(kind what) { return box.items().at(what, id_of(what)).etag; }

    box_state box;
    time_point now = test_start;
};

inline json::object body_of(const http_response& answer)
{
    return json::parse(answer.body).as_object();
}

/// The first entry of `context_info.errors`.
inline json::object first_error(const http_response& answer)
{
    return body_of(answer).at("context_info").at("errors").as_array().at(0).as_object();
}

inline std::string code_of(const http_response& answer)
{
    return std::string(body_of(answer).at("code").as_string());
}

} // namespace boxlink::testing
