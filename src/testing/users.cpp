// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/serialize.hpp>

namespace boxlink::testing {

namespace json = boost::json;

http_response box_state::current_user(const call& the_call)
{
    if (the_call.request.method != "GET")
        return method_not_allowed("GET");
    const json::object all{
        {"name", users_.name_of(the_call.user)}, {"login", "user-" + the_call.user + "@example.com"}};

    json::object body{{"type", "user"}, {"id", the_call.user}};
    const parameters query(the_call.request.query(), true);
    const std::string_view fields = query.get("fields");
    if (fields.empty())
        body.insert(all.begin(), all.end());
    else
        for_each_in_list(fields, [&](std::string_view name) {
            if (const json::value* const value = all.if_contains(name))
                body[name] = *value;
        });
    http_response answer;
    answer.body = json::serialize(body);
    return answer;
}

} // namespace boxlink::testing
