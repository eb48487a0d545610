// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/http_attempt.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

void http_attempt::begin()
{
    begun_ = client_.timers().now();
    report = attempt_report();
    progress_ = net::exchange_progress();
    timed_out_ = false;
    may_be_stale_ = false;
}

asio::awaitable<result<void>> http_attempt::connect(bool fresh)
{
    auto const begin = client_.timers().now();
    if (!fresh)
        connection_ = client_.pool().try_acquire();
    if (!connection_) {
        waiter_.emplace(client_.executor(), fresh);
        client_.pool().enqueue(*waiter_);
        suspended_ = true;
        auto served = co_await waiter_->wait();
        waiter_.reset();
        if (served.has_error())
            co_return std::move(served).error();
        connection_ = std::move(*served);
    }
    report.queue = client_.timers().now() - begin;
    report.reused_connection = connection_->uses > 1;
    may_be_stale_ = report.reused_connection || connection_->was_idle;
    if (!report.reused_connection) {
        report.connect = connection_->connect_time();
        report.tls = connection_->tls_time();
        report.resumed_tls_session = connection_->is_resumed();
        // The connection may have been begun before this operation queued for it.
        report.queue = std::max(report.queue - report.connect - report.tls, std::chrono::nanoseconds::zero());
    }
    co_return result<void>();
}

asio::awaitable<result<void>> http_attempt::exchange(
    model::http_request const& request, secret const& token, std::chrono::milliseconds timeout
)
{
    timer_.start(client_.timers().now() + timeout, [this] {
        timed_out_ = true;
        connection_->abort();
    });
    auto outcome = client_.writer().write(buffer_, request, token);
    if (outcome.has_value()) {
        report.bytes_sent = buffer_.text().size();
        suspended_ = true;
        outcome = co_await connection_->exchange(buffer_.text(), reader_, progress_);
        report.bytes_received = reader_.bytes_received();
    }
    timer_.cancel();
    buffer_.wipe();
    bool const reusable =
        progress_.request_sent ? outcome.has_value() && reader_.can_reuse_connection() : true;
    client_.pool().release(std::exchange(connection_, nullptr), reusable);
    if (outcome.has_error() && timed_out_) {
        outcome = error_info(
            errc::attempt_timed_out,
            "no answer within " + std::to_string(timeout.count()) + " ms (attempt_timeout)"
        );
    }
    co_return outcome;
}

void http_attempt::abort(error_info why)
{
    if (connection_)
        connection_->abort();
    else if (waiter_)
        client_.pool().cancel(*waiter_, std::move(why));
}

void http_attempt::give_up()
{
    if (connection_)
        client_.pool().release(std::exchange(connection_, nullptr), !progress_.request_sent);
}

policy::attempt_outcome http_attempt::outcome(result<void> const& exchanged)
{
    report.total = client_.timers().now() - begun_;
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
    auto const& answer = reader_.response();
    known.status = answer.status;
    report.status = answer.status;
    report.box_request_id = answer.find("box-request-id").value_or("");
    report.deprecation = answer.find("deprecation").value_or("");
    if (auto const reason = answer.find("box-api-deprecated-reason"))
        report.deprecation.append(report.deprecation.empty() ? "" : "; ").append(*reason);
    return known;
}

} // namespace boxlink::client_impl
