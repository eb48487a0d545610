// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace boxlink::testing {

inline std::string text(const http_response& answer, const char* name)
{
    return std::string(body_of(answer).at(name).as_string());
}

inline http_request form_request(std::string_view target, std::string_view form)
{
    http_request made("POST", target, form);
    made.headers.add("Content-Type", "application/x-www-form-urlencoded");
    return made;
}

/// A Box whose `/oauth2/token` is asked by the right client.
struct oauth_fixture : state_fixture
{
    using state_fixture::state_fixture;

    static constexpr const char* client = "client_id=boxlink-test-client&client_secret=boxlink-test-secret";

    http_response post(std::string_view target, const std::string& form)
    {
        return send(form_request(target, std::string(client) + "&" + form));
    }

    http_response token(const std::string& form) { return post("/oauth2/token", form); }

    http_response with_token(const std::string& access_token, http_request made)
    {
        made.headers.add("Authorization", "Bearer " + access_token);
        return send(made);
    }

    unsigned status_with(const std::string& access_token)
    {
        return with_token(access_token, http_request("GET", "/2.0/files/1")).status;
    }

    /// Checks that a token request is refused, and with what.
    void refused(const http_response& answer, std::string_view error, std::string_view description)
    {
        BOOST_TEST(answer.status == 400u);
        BOOST_TEST(answer.headers.find("Cache-Control").value_or("none") == "no-store");
        BOOST_TEST(text(answer, "error") == error);
        BOOST_TEST(text(answer, "error_description") == description);
    }
};

} // namespace boxlink::testing
