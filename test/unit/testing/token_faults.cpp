// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "oauth_fixture.hpp"
#include "testing/exchange.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

struct token_faults_fixture
{
    reply refresh(const std::string& spent)
    {
        return box.on_request(
            form_request(
                "/oauth2/token",
                std::string(oauth_fixture::client) + "&grant_type=refresh_token&refresh_token=" + spent
            ),
            request_context(1, true), test_start
        );
    }

    exchange box{server_options(), test_start};
    std::string token = box.state().users().issue_refresh("10001", test_start);
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(token_faults, token_faults_fixture)

BOOST_AUTO_TEST_CASE(only_the_token_endpoint_is_hit)
{
    box.faults().inject(fault().method("POST").path("/oauth2/token").status(503));
    const reply other =
        box.on_request(http_request("GET", "/2.0/files/1"), request_context(1, true), test_start);
    BOOST_TEST(other.status == 401u);
    const reply revoked = box.on_request(
        form_request("/oauth2/revoke", std::string(oauth_fixture::client) + "&token=x"),
        request_context(1, true), test_start
    );
    BOOST_TEST(revoked.status == 200u);
    BOOST_TEST(refresh(token).status == 503u);
    BOOST_TEST(refresh(token).status == 200u);
}

BOOST_AUTO_TEST_CASE(what_did_not_take_effect_can_be_repeated)
{
    box.faults().inject(fault().path("/oauth2/*").statuses({503, 429}).retry_after(std::chrono::seconds(7)));
    box.faults().inject(fault().path("/oauth2/token").reset());
    box.faults().inject(fault().path("/oauth2/token").stall());
    const reply first = refresh(token);
    BOOST_TEST(first.status == 503u);
    BOOST_TEST(first.bytes.find("Retry-After: 7\r\n") != std::string::npos);
    BOOST_TEST(first.by_fault);
    BOOST_TEST(first.grant_type.value() == "refresh_token");
    BOOST_TEST(first.tokens.granted == 0u);
    BOOST_TEST(refresh(token).status == 429u);
    BOOST_TEST((refresh(token).what == reply::action::reset));
    BOOST_TEST((refresh(token).what == reply::action::stall));
    const reply good = refresh(token);
    BOOST_TEST(good.status == 200u);
    BOOST_TEST(good.tokens.granted == 1u);
    BOOST_TEST(good.tokens.refresh_reuses == 0u);
}

BOOST_AUTO_TEST_CASE(an_answer_is_lost_and_the_token_spent)
{
    for (const fault& lost :
         {fault().applied().reset(), fault().applied().status(503), fault().applied().stall(),
          fault().cut_after(0), fault().applied().garbage()}) {
        const std::string one = box.state().users().issue_refresh("10001", test_start);
        box.faults().inject(fault(lost).path("/oauth2/token"));
        const reply unheard = refresh(one);
        BOOST_TEST(unheard.bytes.find("access_token") == std::string::npos);
        BOOST_TEST(unheard.tokens.granted == 1u);
        const reply again = refresh(one);
        BOOST_TEST(again.status == 400u);
        BOOST_TEST(again.tokens.refresh_reuses == 1u);
    }
}

BOOST_AUTO_TEST_CASE(the_effect_comes_late)
{
    box.faults().inject(fault().path("/oauth2/token").status(503).applied_after(1));
    BOOST_TEST(refresh(token).tokens.granted == 0u);
    const reply meanwhile = refresh("nonsense");
    BOOST_TEST(meanwhile.status == 400u);
    BOOST_TEST(meanwhile.tokens.granted == 1u);
    BOOST_TEST(refresh(token).tokens.refresh_reuses == 1u);
}

BOOST_AUTO_TEST_CASE(answers_are_altered)
{
    box.faults().inject(fault().path("/oauth2/token").delay(std::chrono::milliseconds(40)));
    const reply slow = refresh(token);
    BOOST_TEST(slow.status == 200u);
    BOOST_TEST((slow.delay == std::chrono::milliseconds(40)));
    box.faults().inject(
        fault()
            .path("/oauth2/token")
            .status(400)
            .body(
                R"({"error":"invalid_grant","error_description":"Refresh token has expired"})",
                "application/json"
            )
    );
    const reply refused = refresh(token);
    BOOST_TEST(refused.status == 400u);
    BOOST_TEST(refused.bytes.find(R"({"error":"invalid_grant")") != std::string::npos);
    BOOST_TEST(refused.tokens.refusals.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
