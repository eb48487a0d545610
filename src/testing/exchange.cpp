// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/exchange.hpp"

#include "testing/error_bodies.hpp"
#include "testing/latency_sampler.hpp"
#include "testing/url_codec.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_latency = 4;

} // namespace

exchange::exchange(const server_options& options, time_point now)
    : state_(options, now), faults_(options.seed()), latency_random_(options.seed(), for_latency),
      latency_(options.response_latency()), keep_alive_limit_(options.keep_alive_limit())
{}

reply exchange::on_request(const http_request& request, const request_context& context, time_point now)
{
    const bool last_allowed = keep_alive_limit_ != 0 && context.ordinal >= keep_alive_limit_;
    const bool close = last_allowed || !context.client_keeps_alive;
    const std::chrono::microseconds thinking = sample(latency_, latency_random_);
    const std::size_t late_before = late_writes_.size();
    const std::uint64_t limited_before = state_.rate_limited();

    std::optional<fault_plan> plan;
    if (!faults_.empty())
        plan = faults_.on_request(request, state_.user_of(request));
    reply result;
    if (plan) {
        result = carry_out(*plan, request, close, now);
    } else {
        const http_response answer = state_.handle(request, now);
        result.status = answer.status;
        result.bytes = bytes_of(answer, request, close, now);
        result.then = close ? reply::ending::announced : reply::ending::keep_open;
    }
    result.delay += thinking;
    result.rate_limited = state_.rate_limited() != limited_before;
    if (request.method == "POST" && request.path() == "/oauth2/token")
        result.grant_type = parameters(request.body, true).get("grant_type");
    result.tokens = state_.take_token_events();
    count_down_late_writes(late_before, now);
    return result;
}

reply exchange::carry_out(const fault_plan& plan, const http_request& request, bool close, time_point now)
{
    reply result;
    result.by_fault = true;
    result.delay = plan.delay;
    result.piece = plan.piece;
    const bool announce = close || plan.announce_close;
    result.then = announce ? reply::ending::announced : reply::ending::keep_open;

    if (plan.apply_after == 0)
        static_cast<void>(state_.handle(request, now));
    else if (plan.apply_after)
        late_writes_.push_back({request, *plan.apply_after});

    if (plan.what == fault_plan::action::reset) {
        result.what = reply::action::reset;
    } else if (plan.what == fault_plan::action::stall) {
        result.what = reply::action::stall;
    } else if (plan.what == fault_plan::action::raw) {
        result.bytes = plan.bytes;
    } else {
        const http_response answer = answer_of(request, plan, now);
        result.status = answer.status;
        result.bytes = bytes_of(answer, request, announce, now);
    }

    result.bytes += plan.surplus;
    if (plan.close)
        result.then = reply::ending::silent;
    if (plan.cut_after) {
        result.bytes.resize(std::min(result.bytes.size(), *plan.cut_after));
        result.then = reply::ending::cut;
    }
    return result;
}

http_response exchange::answer_of(const http_request& request, const fault_plan& plan, time_point now)
{
    http_response answer;
    if (plan.what == fault_plan::action::alter)
        answer = state_.handle(request, now);
    else if (plan.status >= 400)
        answer = error_answer(plan.status, state_.request_id(), plan.code);
    else
        answer.status = plan.status;
    if (plan.body) {
        answer.body = *plan.body;
        answer.content_type = plan.content_type;
    }
    for (const auto& [name, value] : plan.headers)
        answer.headers.set(name, value);
    return answer;
}

std::string
exchange::bytes_of(const http_response& answer, const http_request& request, bool close, time_point now)
{
    return serialize(answer, date(now), state_.transport_id(), close, request.method == "HEAD");
}

std::optional<reply> exchange::on_accept()
{
    const auto plan = faults_.on_accept();
    if (!plan)
        return std::nullopt;
    reply result;
    result.by_fault = true;
    result.delay = plan->delay;
    result.bytes = plan->bytes;
    if (plan->what == fault_plan::action::reset)
        result.what = reply::action::reset;
    else if (plan->what == fault_plan::action::stall)
        result.what = reply::action::stall;
    else if (plan->what == fault_plan::action::raw || plan->cut_after)
        result.then = reply::ending::cut;
    return result;
}

reply exchange::on_bad_request(unsigned status, time_point now)
{
    reply result;
    const http_response answer = error_answer(status, state_.request_id());
    result.status = status;
    result.bytes = bytes_of(answer, http_request(), true, now);
    result.then = reply::ending::announced;
    return result;
}

void exchange::count_down_late_writes(std::size_t count, time_point now)
{
    auto write = late_writes_.begin();
    for (std::size_t i = 0; i < count; ++i) {
        if (--write->requests_to_go > 0) {
            ++write;
            continue;
        }
        static_cast<void>(state_.handle(write->request, now));
        write = late_writes_.erase(write);
    }
}

void exchange::apply_late_writes(time_point now)
{
    for (const auto& write : std::exchange(late_writes_, {}))
        static_cast<void>(state_.handle(write.request, now));
}

std::string_view exchange::date(time_point now)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (date_text_.empty() || second != date_second_) {
        date_second_ = second;
        date_text_ = http_date(now);
    }
    return date_text_;
}

} // namespace boxlink::testing
