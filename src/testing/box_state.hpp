// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/accounts.hpp"
#include "testing/authorization_codes.hpp"
#include "testing/content.hpp"
#include "testing/error_bodies.hpp"
#include "testing/http_message.hpp"
#include "testing/item_json.hpp"
#include "testing/jwt_keys.hpp"
#include "testing/random_source.hpp"
#include "testing/rate_limiter.hpp"
#include "testing/token_events.hpp"

#include <boxlink/testing/rate_limit.hpp>
#include <boxlink/testing/server_options.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::testing {

class page_request;
class parameters;

/// Box as a value: a request and the time go in, an answer comes out. No sockets, no clock, no threads.
class box_state
{
public:
    box_state(const server_options& options, time_point now);

    /// Answers a request, with all its effects.
    [[nodiscard]] http_response handle(const http_request& request, time_point now);

    /// Whom a request speaks for: `As-User`, or the user of its token; empty for neither.
    [[nodiscard]] std::string_view user_of(const http_request& request) const;

    /// Takes effect now, also for those who have made requests before.
    void set_rate_limit(std::optional<rate_limit> limit);

    /// Changes a link as a `PUT` would, without a user. @throws std::invalid_argument for settings that are refused.
    const stored_link& add_link(item& which, std::string_view settings, time_point now);

    /// Takes a link away.
    void remove_link(item& which, time_point now) { store_link(which, std::nullopt, now); }

    /// Changes the etag as an edit would.
    void touch(item& which, time_point now);

    [[nodiscard]] content& items() noexcept { return items_; }
    [[nodiscard]] accounts& users() noexcept { return users_; }
    [[nodiscard]] const accounts& users() const noexcept { return users_; }

    /// Registers a public key for assertions. @throws std::invalid_argument for one that cannot be used.
    std::string add_jwt_key(std::string_view public_key_pem) { return jwt_keys_.add(public_key_pem); }

    /// Gives out an authorization code as if the user had agreed. @throws std::out_of_range for an unknown user;
    /// std::invalid_argument for a challenge that is none.
    std::string issue_code(authorization what, time_point now);

    /// Who agrees at `/api/oauth2/authorize`; nobody: the user refuses. @throws std::out_of_range for an unknown user.
    void set_consent(std::optional<std::string> user);

    /// The `request_id` of an error body.
    [[nodiscard]] std::string request_id() { return random_.text(16); }

    /// The `box-request-id` of a header.
    [[nodiscard]] std::string transport_id() { return random_.text(33); }

    [[nodiscard]] std::uint64_t rate_limited() const noexcept { return rate_limited_; }

    /// What has happened to token requests since this was last called.
    [[nodiscard]] token_events take_token_events() { return std::exchange(token_events_, {}); }

    static constexpr std::string_view client_id = "boxlink-test-client";
    static constexpr std::string_view client_secret = "boxlink-test-secret";
    static constexpr std::string_view enterprise_id = "20001";

private:
    // What the request comes down to once the caller is known.
    struct call
    {
        const http_request& request;
        std::string user;
        const token_limits* limits; // null for none
        time_point now;

        [[nodiscard]] bool may_read(const item& which) const
        {
            return !limits || (limits->may_read() && limits->covers(which));
        }
        [[nodiscard]] bool may_share(const item& which) const
        {
            return !limits || (limits->may_share() && limits->covers(which));
        }
    };

    // box_state.cpp: who calls, and what for.
    [[nodiscard]] std::optional<http_response> authenticate(const http_request& request, time_point now);
    [[nodiscard]] std::optional<http_response> act_as(const http_request& request);
    [[nodiscard]] std::optional<http_response> limit(const std::string& user, time_point now);
    [[nodiscard]] http_response route(const call& the_call);

    // item_requests.cpp: one item.
    [[nodiscard]] http_response item_request(const call& the_call, kind what, std::string_view id);
    [[nodiscard]] http_response get_item(const call& the_call, item& which);
    [[nodiscard]] http_response put_item(const call& the_call, item& which);
    [[nodiscard]] http_response
    put_link(const call& the_call, item& which, const boost::json::object& settings);
    [[nodiscard]] http_response item_answer(const call& the_call, item& which, representation form);
    [[nodiscard]] std::optional<http_response>
    vanity_conflict(const item& which, const stored_link& wanted, time_point now);
    void store_link(item& which, std::optional<stored_link> link, time_point now);

    // shared_items.cpp: looking up by link, and who may see what.
    struct opened_link
    {
        item* which = nullptr; // set unless `refused` is
        std::optional<http_response> refused;
    };
    [[nodiscard]] http_response shared_items(const call& the_call);
    [[nodiscard]] opened_link open_link(const call& the_call);
    [[nodiscard]] bool visible(const item& which, std::string_view user) const;
    [[nodiscard]] bool reachable(const call& the_call, const item& which);

    // folder_items.cpp: listing.
    [[nodiscard]] http_response folder_items(const call& the_call, std::string_view id);
    [[nodiscard]] http_response
    list_folder(const call& the_call, const item& folder, const page_request& page);

    // oauth.cpp: tokens.
    [[nodiscard]] http_response token_request(const http_request& request, time_point now);
    [[nodiscard]] http_response revoke_request(const http_request& request);
    [[nodiscard]] http_response client_credentials_grant(const parameters& form, time_point now);
    [[nodiscard]] http_response refresh_grant(const parameters& form, time_point now);
    [[nodiscard]] http_response grant_app(std::string_view user, time_point now);
    [[nodiscard]] http_response grant_login(const login& by, time_point now);
    [[nodiscard]] http_response refuse(std::string_view error, std::string_view description);

    // authorize.cpp: logins.
    [[nodiscard]] http_response authorize_request(const http_request& request, time_point now);
    [[nodiscard]] http_response code_grant(const parameters& form, time_point now);

    // jwt_grant.cpp: assertions.
    [[nodiscard]] http_response jwt_grant(const parameters& form, time_point now);
    [[nodiscard]] std::string_view fault_of_claims(const boost::json::object& claims, time_point now);

    // downscope.cpp: token exchange.
    [[nodiscard]] http_response exchange_grant(const parameters& form, time_point now);
    [[nodiscard]] item* exchange_target(const token_resource& resource, std::string_view subject) const;

    // users.cpp: who somebody is.
    [[nodiscard]] http_response current_user(const call& the_call);

    [[nodiscard]] http_response error(
        unsigned status,
        std::string_view code = {},
        std::string_view message = {},
        const std::vector<field_error>& errors = {}
    );
    [[nodiscard]] http_response not_found(kind what, std::string_view id);
    [[nodiscard]] http_response method_not_allowed(std::string_view allowed);

    std::string default_access_;
    std::chrono::seconds token_lifetime_;
    random_source random_;
    accounts users_;
    content items_;
    std::optional<rate_limit> limit_;
    std::map<std::string, rate_limiter, std::less<>> limiters_; // by user
    std::uint64_t rate_limited_ = 0;
    authorization_codes codes_;
    std::optional<std::string> consent_;
    jwt_keys jwt_keys_;
    std::set<std::string, std::less<>> jtis_; // all that were ever seen
    token_events token_events_;
};

} // namespace boxlink::testing
