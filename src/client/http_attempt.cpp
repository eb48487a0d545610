// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/http_attempt.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

void http_attempt::begin(policy::time_point now)
{
    begun_ = now;
    report = attempt_report();
    progress_ = net::exchange_progress();
    timed_out_ = false;
    concluded_ = false;
    reusable_ = true;
    may_be_stale_ = false;
}

bool http_attempt::connect_at_once()
{
    connection_ = client_.pool().try_acquire(begun_);
    if (connection_)
        begin_use(std::chrono::nanoseconds::zero());
    return connection_ != nullptr;
}

asio::awaitable<result<void>> http_attempt::connect(bool fresh)
{
    auto const asked = client_.timers().now();
    waiter_ = std::make_unique<net::connection_pool::waiter>(client_.executor(), fresh);
    client_.pool().enqueue(*waiter_);
    suspended_ = true;
    auto served = co_await waiter_->wait();
    waiter_.reset();
    if (served.has_error())
        co_return std::move(served).error();
    connection_ = std::move(*served);
    begin_use(client_.timers().now() - asked);
    co_return result<void>();
}

void http_attempt::begin_use(std::chrono::nanoseconds queued)
{
    report.queue = queued;
    report.reused_connection = connection_->uses > 1;
    may_be_stale_ = report.reused_connection || connection_->was_idle;
    if (report.reused_connection)
        return;
    report.connect = connection_->connect_time();
    report.tls = connection_->tls_time();
    report.resumed_tls_session = connection_->is_resumed();
    // The connection may have been begun before this operation queued for it.
    report.queue = std::max(queued - report.connect - report.tls, std::chrono::nanoseconds::zero());
}

result<void> http_attempt::prepare(model::http_request const& request, secret const& token)
{
    auto& buffer = connection_->request();
    auto written = client_.writer().write(buffer, request, token);
    report.bytes_sent = buffer.text().size();
    return written;
}

void http_attempt::exchange(
    std::chrono::milliseconds timeout, policy::time_point now, net::connection::exchange_handler ended
)
{
    timeout_ = timeout;
    timer_.start(now + timeout, [this] {
        timed_out_ = true;
        connection_->abort();
    });
    suspended_ = true;
    reusable_ = false;
    progress_.begun = now;
    connection_->exchange(progress_, std::move(ended));
}

void http_attempt::conclude(result<void>& outcome)
{
    timer_.cancel();
    concluded_ = true;
    if (progress_.request_sent) {
        auto const& reader = connection_->reader();
        report.bytes_received = reader.bytes_received();
        reusable_ = outcome.has_value() && reader.can_reuse_connection();
    }
    if (outcome.has_error() && timed_out_) {
        outcome = error_info(
            errc::attempt_timed_out,
            "no answer within " + std::to_string(timeout_.count()) + " ms (attempt_timeout)"
        );
    }
}

void http_attempt::release(policy::time_point now)
{
    if (connection_)
        client_.pool().release(std::exchange(connection_, nullptr), reusable_, now);
}

void http_attempt::abort(error_info why)
{
    if (connection_ && !concluded_)
        connection_->abort();
    else if (waiter_)
        client_.pool().cancel(*waiter_, std::move(why));
}

policy::attempt_outcome http_attempt::outcome(result<void> const& exchanged, policy::time_point now)
{
    report.total = now - begun_;
    report.first_byte = progress_.first_byte;

    policy::attempt_outcome known;
    known.request_sent = progress_.request_sent;
    known.answer_begun = progress_.answer_begun;
    known.reused_connection = may_be_stale_;
    if (exchanged.has_error()) {
        report.code = exchanged.error().code;
        known.failure = report.code.category() == error_category() ? static_cast<errc>(report.code.value())
                                                                   : errc::connection_lost;
        return known;
    }
    auto const& answer = connection_->reader().response();
    known.status = answer.status;
    report.status = answer.status;
    if (!client_.tells_attempts())
        return known;
    report.box_request_id = answer.find("box-request-id").value_or("");
    report.deprecation = answer.find("deprecation").value_or("");
    if (auto const reason = answer.find("box-api-deprecated-reason"))
        report.deprecation.append(report.deprecation.empty() ? "" : "; ").append(*reason);
    return known;
}

} // namespace boxlink::client_impl
