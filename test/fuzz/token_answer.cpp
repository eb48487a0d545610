// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: a status on a line, headers up to an empty line, then the body, in which each `$` stands for a text that must not be seen again.

#include "auth/token_answer.hpp"

#include "fuzz/fuzz.hpp"
#include "model/error_body.hpp"
#include "model/redaction.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

using namespace boxlink;
using auth::grant_kind;
using boxlink::fuzz::require;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::system_clock::time_point now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);
constexpr std::string_view hidden = "Tk9UQVRPS0VOTk9SQVNFQ1JFVA";

std::string with_hidden_texts(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '$')
            out += hidden;
        else
            out += c;
    }
    return out;
}

bool can_be_sent(secret const& token)
{
    auto const text = token.reveal();
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

void check_tokens(auth::granted_token const& granted)
{
    require(!granted.access.text.empty() && can_be_sent(granted.access.text), "an access token can be sent");
    require(can_be_sent(granted.refresh_token), "so can a refresh token");
    require(granted.access.expires_at.has_value() == granted.lifetime.has_value(), "a life has an end");
    if (!granted.lifetime)
        return;
    require(
        *granted.lifetime >= 1s && *granted.lifetime <= std::chrono::days(3653), "a life is of this world"
    );
    require(*granted.access.expires_at == now + *granted.lifetime, "the end is counted from now");
}

void check_refusal(error_info const& failure, int status)
{
    require(failure.code == make_error_code(errc::malformed_response), "the code of a refusal");
    require(failure.status == status, "the status is never lost");
    require(failure.message.starts_with("answer to a token request: "), "the message says what it is about");
    require(failure.message.find("; ") != std::string::npos, "the message says what to do");
    require(failure.message.size() < 200, "the message is short");
    require(failure.to_string().find(hidden) == std::string::npos, "nothing of the answer is quoted");
}

void check_explanation(error_info const& failure, grant_kind kind)
{
    auto const told = auth::explain_grant_failure(failure, kind);
    require(told.status == failure.status && told.box_code == failure.box_code, "what Box said stays");
    require(told.to_string().find(hidden) == std::string::npos, "no secret comes back");
    require(auth::blames_clock(told) == auth::blames_clock(failure), "the clock is blamed before and after");
    if (told.code == failure.code) {
        require(told.message == failure.message, "what is not explained stays as it is");
        return;
    }
    require(told.status == 400 || told.status == 401 || told.status == 403, "only a refusal is explained");
    require(told.message.find("; ") != std::string::npos, "the message says what to do");
    require(
        told.message.starts_with(std::string_view(failure.message).substr(0, failure.message.size() - 1)),
        "the message begins with Box's"
    );
    bool const is_login = kind == grant_kind::refresh_token || kind == grant_kind::authorization_code;
    if (told.code == make_error_code(errc::login_required))
        require(is_login && told.box_code == "invalid_grant", "only a login can be repeated");
    else
        require(told.code == make_error_code(errc::authentication_failed), "else the app is to blame");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    int const status = static_cast<int>(input.number() % 1000);
    auto headers = input.headers();
    model::http_response const response(status, std::move(headers), with_hidden_texts(input.rest()));

    auto const granted = auth::read_token_answer(response, now);
    if (granted)
        check_tokens(*granted);
    else
        check_refusal(granted.error(), status);

    auto failure = model::read_error(response, now);
    model::redact(failure, hidden);
    for (auto const kind :
         {grant_kind::client_credentials, grant_kind::jwt, grant_kind::refresh_token,
          grant_kind::authorization_code, grant_kind::token_exchange, grant_kind::revocation})
        check_explanation(failure, kind);
    if (auto const difference = auth::clock_difference(response, now))
        require(std::chrono::abs(*difference) < std::chrono::years(10'000), "dates have four digits");
    return 0;
}
