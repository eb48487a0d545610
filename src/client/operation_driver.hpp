// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "client/client_state.hpp"
#include "model/box_request.hpp"
#include "model/http_message.hpp"
#include "net/connection_pool.hpp"
#include "net/http_wire.hpp"
#include "net/one_shot.hpp"
#include "net/timer_queue.hpp"
#include "policy/operation.hpp"

#include <boxlink/observer.hpp>
#include <boxlink/request_options.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace boxlink::client_impl {

/// What an operation sends, and what it may take.
class operation_plan
{
public:
    /// For people, such as `share file:123`.
    std::string text;
    model::http_request request;
    /// The deadline is set when the operation begins.
    policy::operation_limits limits;
    std::chrono::milliseconds deadline{};
    std::chrono::milliseconds attempt_timeout{};
    /// What the caller gave in confidence, passwords and links: to be cut out of errors, should a server echo it.
    std::vector<secret> secrets;

    /// Merges the options of the operation with those of the client.
    operation_plan(
        client_state const& client,
        model::operation_kind kind,
        std::string operation_text,
        model::http_request checked_request,
        request_options const& options
    );
};

/**
 * Carries one operation out: does what `policy::operation` says, with connections of the pool and timers of the client.
 *
 * A single mechanism ends an operation early: `interrupt` notes why, and wakes whatever is being waited for.
 */
class operation_driver : public std::enable_shared_from_this<operation_driver>
{
public:
    operation_driver(std::shared_ptr<client_state> client, operation_plan plan);
    virtual ~operation_driver() = default;
    operation_driver(operation_driver const&) = delete;
    operation_driver& operator=(operation_driver const&) = delete;

    /// The client's executor. From any thread.
    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept
    {
        return client_->executor();
    }

    /// Starts. On the client's executor, once.
    void begin();

    /// Ends the operation with this code. On the client's executor, at any time.
    void interrupt(error_code why);

    /// Ends the operation if this type of cancellation can be honoured. On the client's executor, at any time.
    void cancel(boost::asio::cancellation_type type);

protected:
    /// Whether the operation changes something at Box.
    [[nodiscard]] bool is_change() const noexcept { return plan_.limits.is_change; }

    /// Completes what an error tells about this operation.
    [[nodiscard]] error_info describe(error_info failure) const;

private:
    /// The last answer is the result.
    virtual void deliver(model::http_response&& answer) = 0;
    /// \param may_be_starting whether the function that started the operation may still be running.
    virtual void deliver(error_info&& failure, bool may_be_starting) = 0;

    [[nodiscard]] boost::asio::awaitable<void> run();
    [[nodiscard]] boost::asio::awaitable<policy::attempt_outcome> attempt(bool fresh_connection);
    [[nodiscard]] boost::asio::awaitable<result<void>> obtain_connection(bool fresh);
    [[nodiscard]] boost::asio::awaitable<result<void>> exchange();
    [[nodiscard]] boost::asio::awaitable<void> sleep(policy::duration delay);
    [[nodiscard]] policy::attempt_outcome judge(result<void> const& exchanged);
    void report(policy::attempt_outcome const& outcome, policy::action const& next);
    void finish(policy::action const& last);
    [[nodiscard]] bool is_change_on_wire() const noexcept;
    /// What ended the operation from outside.
    [[nodiscard]] error_info explain_interruption() const;
    /// Cuts secrets out of text that a server wrote.
    template <class Text>
    void conceal(Text& text) const;

    std::shared_ptr<client_state> client_;
    operation_plan plan_;
    policy::time_point const started_;
    policy::operation machine_;
    net::timer_queue::timer deadline_;
    error_code interruption_;

    // What is being waited for, at most one of these.
    std::optional<net::connection_pool::waiter> waiter_;
    std::shared_ptr<net::connection> connection_;
    std::optional<net::one_shot<std::monostate>> nap_;

    // The attempt that is under way, or the last one.
    net::timer_queue::timer attempt_timer_;
    bool attempt_timed_out_ = false;
    net::exchange_progress progress_;
    net::response_reader reader_;
    net::request_buffer buffer_;
    error_info failure_;
    attempt_report report_;

    std::vector<attempt_summary> attempts_;
    bool suspended_ = false;
};

} // namespace boxlink::client_impl
