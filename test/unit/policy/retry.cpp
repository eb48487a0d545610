// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/retry.hpp"

#include "print.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <climits>
#include <map>
#include <optional>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto every_reason = {retry_reason::none,         retry_reason::stale_connection,
                               retry_reason::network,      retry_reason::timeout,
                               retry_reason::rate_limited, retry_reason::server_error,
                               retry_reason::not_ready,    retry_reason::expired_token};

// Those with full jitter; 429 has another.
constexpr auto backed_off_reasons = {
    retry_reason::network, retry_reason::timeout, retry_reason::server_error, retry_reason::not_ready};
// With a `Retry-After` all are alike.
constexpr auto waiting_reasons = {
    retry_reason::network, retry_reason::timeout, retry_reason::rate_limited, retry_reason::server_error,
    retry_reason::not_ready};

// From 0 to just under 1, as the callers' generators give them.
constexpr std::array<double, 7> every_random = {0.0, 1e-9, 0.25, 0.5, 0.75, 0.999, 0x1.fffffffffffffp-1};

classification retried(retry_reason reason, bool ambiguous)
{
    return {verdict::retry, reason, ambiguous};
}

classification ended(bool ambiguous = false)
{
    return {verdict::final, retry_reason::none, ambiguous};
}

// The outcomes that agree in everything but what a policy may know of the wire.
template <class Check>
void for_every_wire(attempt_outcome outcome, Check check)
{
    for (int bits = 0; bits < 8; ++bits) {
        outcome.request_sent = (bits & 1) != 0;
        outcome.answer_begun = (bits & 2) != 0;
        outcome.reused_connection = (bits & 4) != 0;
        BOOST_TEST_CONTEXT(
            "request_sent " << outcome.request_sent << ", answer_begun " << outcome.answer_begun
                            << ", reused " << outcome.reused_connection
        )
        check(outcome);
    }
}

BOOST_AUTO_TEST_SUITE(retry)

BOOST_AUTO_TEST_CASE(every_status_has_its_meaning)
{
    std::map<int, classification> const retries = {
        {202, retried(retry_reason::not_ready, true)},     {408, retried(retry_reason::server_error, true)},
        {429, retried(retry_reason::rate_limited, false)}, {500, retried(retry_reason::server_error, true)},
        {502, retried(retry_reason::server_error, true)},  {503, retried(retry_reason::server_error, true)},
        {504, retried(retry_reason::server_error, true)},
    };
    for (int status = 100; status < 600; ++status) {
        for (bool const not_modified_expected : {false, true}) {
            for (bool const transient_conflict : {false, true}) {
                classification expected = ended(status >= 500);
                if (auto const found = retries.find(status); found != retries.end())
                    expected = found->second;
                else if (status / 100 == 2 || (status == 304 && not_modified_expected))
                    expected = {verdict::success};
                else if (status == 409 && transient_conflict)
                    expected = retried(retry_reason::not_ready, false);

                attempt_outcome outcome;
                outcome.status = status;
                outcome.transient_conflict = transient_conflict;
                BOOST_TEST_CONTEXT(
                    "status " << status << ", If-None-Match " << not_modified_expected << ", transient "
                              << transient_conflict
                )
                for_every_wire(outcome, [&](attempt_outcome const& one) {
                    BOOST_TEST(classify(one, not_modified_expected) == expected);
                });
            }
        }
    }
}

// Both must hold: that the token is to blame, and that there is another.
BOOST_AUTO_TEST_CASE(an_expired_token_is_replaced)
{
    for (int status = 100; status < 600; ++status) {
        for (bool const expired : {false, true}) {
            for (bool const can_renew : {false, true}) {
                attempt_outcome outcome;
                outcome.status = status;
                auto const otherwise = classify(outcome, false);
                outcome.expired_token = expired;
                outcome.can_renew_token = can_renew;
                bool const is_replaced = status == 401 && expired && can_renew;
                auto const expected = is_replaced ? retried(retry_reason::expired_token, false) : otherwise;
                BOOST_TEST_CONTEXT(
                    "status " << status << ", expired " << expired << ", can renew " << can_renew
                )
                for_every_wire(outcome, [&](attempt_outcome const& one) {
                    BOOST_TEST(classify(one, false) == expected);
                });
            }
        }
    }
}

// What a reading says is for the operation to judge.
BOOST_AUTO_TEST_CASE(evidence_does_not_change_the_meaning)
{
    for (int const status : {0, 200, 202, 404, 412, 503}) {
        attempt_outcome outcome;
        outcome.status = status;
        auto const meaning = classify(outcome, false);
        for (auto const found : {evidence::as_asked, evidence::not_as_asked, evidence::cannot_tell}) {
            outcome.found = found;
            BOOST_TEST(classify(outcome, false) == meaning);
        }
    }
}

// An answer counts, whatever was noted as the failure.
BOOST_AUTO_TEST_CASE(a_status_outweighs_a_failure)
{
    attempt_outcome outcome;
    outcome.status = 200;
    outcome.failure = errc::attempt_timed_out;
    BOOST_TEST(classify(outcome, false) == classification{verdict::success});
}

BOOST_AUTO_TEST_CASE(every_failure_has_its_meaning)
{
    constexpr int last = static_cast<int>(errc::token_unavailable);
    for (int value = 1; value <= last; ++value) {
        attempt_outcome outcome;
        outcome.failure = static_cast<errc>(value);
        BOOST_TEST_CONTEXT("failure '" << make_error_code(outcome.failure).message() << "'")
        for_every_wire(outcome, [](attempt_outcome const& one) {
            // What another attempt would end in as well: certificates, configuration, an answer beyond the bounds.
            classification expected = ended(one.request_sent);
            switch (one.failure) {
            case errc::resolve_failed:
            case errc::connect_failed:
                expected = retried(retry_reason::network, false);
                break;
            case errc::attempt_timed_out:
                expected = retried(retry_reason::timeout, one.request_sent);
                break;
            case errc::malformed_response:
                expected = retried(retry_reason::network, one.request_sent);
                break;
            case errc::connection_lost: {
                bool const stale = one.reused_connection && !one.answer_begun;
                expected =
                    retried(stale ? retry_reason::stale_connection : retry_reason::network, one.request_sent);
                break;
            }
            default:
                break;
            }
            for (bool const not_modified_expected : {false, true})
                BOOST_TEST(classify(one, not_modified_expected) == expected);
        });
    }
}

// A stale connection or an expired token is replaced at once, whatever else is known.
BOOST_AUTO_TEST_CASE(some_reasons_do_not_wait)
{
    for (auto const reason : every_reason) {
        bool const waits = reason != retry_reason::none && reason != retry_reason::stale_connection &&
                           reason != retry_reason::expired_token;
        for (auto const& retry_after :
             {std::optional<milliseconds>(), std::optional<milliseconds>(0ms),
              std::optional<milliseconds>(10s), std::optional<milliseconds>(milliseconds::max())}) {
            for (int const nth : {0, 3, INT_MAX}) {
                BOOST_TEST_CONTEXT(to_string(reason) << " number " << nth)
                BOOST_TEST((retry_delay(reason, nth, retry_after, 0.9) != 0s) == waits);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_is_never_undercut)
{
    std::vector<milliseconds> asked = {1ms, 3ms, 7ms, 999ms, 1s,  1001ms,   9999ms,
                                       10s, 11s, 60s, 3min,  24h, 24h * 366};
    for (int value = 1; value < 5000; value += 7)
        asked.push_back(milliseconds(value));
    for (auto const retry_after : asked) {
        auto const most = retry_after + std::min<duration>(1s, duration(retry_after) / 10);
        for (auto const reason : waiting_reasons) {
            for (int const nth : {0, 1, 7, INT_MAX}) {
                for (double const random : every_random) {
                    auto const delay = retry_delay(reason, nth, retry_after, random);
                    BOOST_TEST_CONTEXT(
                        retry_after.count() << " ms, " << to_string(reason) << ", random " << random
                    )
                    {
                        BOOST_TEST((delay >= retry_after));
                        BOOST_TEST((delay <= most + 1ns));
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_herd_returns_one_by_one)
{
    for (auto const reason : waiting_reasons) {
        BOOST_TEST((retry_delay(reason, 0, 60s, 0.0) == 60s));
        BOOST_TEST((retry_delay(reason, 0, 60s, 0.5) == 60s + 500ms));
        BOOST_TEST((retry_delay(reason, 0, 2s, 0.5) == 2s + 100ms));
    }
}

// `Retry-After: 0`, or a date in the past, names no time.
BOOST_AUTO_TEST_CASE(retry_after_of_nothing_is_as_if_missing)
{
    for (auto const nothing : {0ms, -1ms, milliseconds::min()}) {
        for (auto const reason : every_reason) {
            for (int nth = 0; nth < 8; ++nth) {
                for (double const random : every_random) {
                    auto const delay = retry_delay(reason, nth, nothing, random);
                    BOOST_TEST((delay == retry_delay(reason, nth, std::nullopt, random)));
                }
            }
        }
    }
    BOOST_TEST((retry_delay(retry_reason::server_error, 0, 0ms, 0.5) == 250ms));
}

BOOST_AUTO_TEST_CASE(huge_values_do_not_overflow)
{
    for (auto const huge :
         {milliseconds::max(), milliseconds(milliseconds::max() / 2), milliseconds(24h * 366 * 1000)}) {
        for (double const random : every_random) {
            auto const delay = retry_delay(retry_reason::server_error, INT_MAX, huge, random);
            // Longer than any deadline may be, and still fit to be added to a clock.
            BOOST_TEST((delay > 24h * 366));
            BOOST_TEST((time_point(24h * 366 * 50) + delay > time_point(24h * 366 * 50)));
        }
    }
}

// The pauses of the limits.
BOOST_AUTO_TEST_CASE(rate_limits_without_retry_after_are_waited_for_in_doubling_steps)
{
    auto const expected = {1s, 2s, 4s, 8s, 16s, 32s, 64s, 64s, 64s};
    int nth = 0;
    for (auto const middle : expected) {
        BOOST_TEST_CONTEXT("429 number " << nth)
        {
            BOOST_TEST(
                (retry_delay(retry_reason::rate_limited, nth, std::nullopt, 0.0) == duration(middle) * 3 / 4)
            );
            BOOST_TEST((retry_delay(retry_reason::rate_limited, nth, std::nullopt, 0.5) == middle));
            for (double const random : every_random) {
                auto const delay = retry_delay(retry_reason::rate_limited, nth, std::nullopt, random);
                BOOST_TEST((delay >= duration(middle) * 3 / 4));
                BOOST_TEST((delay <= duration(middle) * 5 / 4));
            }
        }
        ++nth;
    }
    for (int const beyond : {30, 31, 1023, 5000, INT_MAX})
        BOOST_TEST((retry_delay(retry_reason::rate_limited, beyond, std::nullopt, 0.5) == 64s));
}

BOOST_AUTO_TEST_CASE(backoff_is_full_jitter_up_to_20_seconds)
{
    auto const bounds = {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 20000ms, 20000ms};
    for (auto const reason : backed_off_reasons) {
        int nth = 0;
        for (auto const bound : bounds) {
            BOOST_TEST_CONTEXT(to_string(reason) << " number " << nth)
            {
                BOOST_TEST((retry_delay(reason, nth, std::nullopt, 0.0) == 0s));
                BOOST_TEST((retry_delay(reason, nth, std::nullopt, 0.25) == duration(bound) / 4));
                BOOST_TEST((retry_delay(reason, nth, std::nullopt, every_random.back()) <= bound));
            }
            ++nth;
        }
        for (int const beyond : {30, 31, 1023, 5000, INT_MAX})
            BOOST_TEST((retry_delay(reason, beyond, std::nullopt, 0.5) == 10s));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
