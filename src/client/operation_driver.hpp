// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "client/client_state.hpp"
#include "client/http_attempt.hpp"
#include "client/interruptible.hpp"
#include "client/limits_gate.hpp"
#include "client/operation_plan.hpp"
#include "client/read_back.hpp"
#include "client/token_seeker.hpp"
#include "model/http_message.hpp"
#include "net/timer_queue.hpp"
#include "policy/operation.hpp"

#include <boxlink/observer.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/container/small_vector.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::client_impl {

/**
 * Carries one operation out: does what `policy::operation` says, with connections of the pool and timers of the client.
 *
 * Each step calls the next one if it can be taken at once, and returns if something must be waited for. It is no coroutine, for tens of thousands may
 * wait, and each frame would take more room than the rest of the operation.
 *
 * A single mechanism ends an operation early: `interrupt` notes why, and wakes whatever is being waited for.
 */
class operation_driver : public std::enable_shared_from_this<operation_driver>,
                         public interruptible,
                         private limits_gate::waiter
{
public:
    operation_driver(
        std::shared_ptr<client_state> client, operation_order&& order, model::http_request&& request
    );
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

    void abandon() noexcept override;

    /// Ends the operation with this code. On the client's executor, at any time.
    void interrupt(error_code why) override;

    /// Ends the operation if this type of cancellation can be honoured. On the client's executor, at any time.
    void cancel(boost::asio::cancellation_type type);

protected:
    /// Whether the operation changes something at Box.
    [[nodiscard]] bool is_change() const noexcept { return plan_.limits.is_change; }

    /// Whether the client's executor is another than the user's.
    [[nodiscard]] bool is_on_strand() const noexcept { return client_->options().thread_safe(); }

    /// The answer has been read.
    void release_connection() { attempt_.release(now_); }

    /// Completes what an error tells about this operation.
    [[nodiscard]] error_info describe(error_info failure) const;

private:
    /// The last answer is the result; `release_connection` when it has been read. \param read_back whether it is not the answer to the change, but to a reading of what became of it.
    virtual void deliver(model::http_response const& answer, bool read_back) = 0;
    /// \param may_be_starting whether the function that started the operation may still be running.
    virtual void deliver(error_info&& failure, bool may_be_starting) = 0;

    void on_turn() override;
    void on_decision(policy::admission::decision const& decision) override;

    template <class Step>
    void take(Step&& step);
    void wait_for(void (operation_driver::*step)());
    void wake();

    void take_turn();
    void go_on();
    void back_off();
    void backed_off();
    void admit();
    void admitted();
    void authorise();
    void authorised(result<auth::token_ptr> found);
    void connect();
    void exchange(result<void> connected);
    void attempted(result<void> const& exchanged);
    void finish();

    /// Of the attempt, or of what it would have needed.
    [[nodiscard]] error_info& failure();
    [[nodiscard]] policy::admission_request request_for(policy::admission_need need) const;
    [[nodiscard]] policy::attempt_outcome judge(result<void> const& exchanged);
    void judge_token(policy::attempt_outcome& outcome);
    void settle_permit(policy::attempt_outcome const& outcome);
    void report(policy::attempt_outcome const& outcome, policy::action const& next);
    void tell_wait(policy::admission::forecast const& wait);
    void begin_reading_back();
    void explain_refusal(policy::admission::decision const& refusal);
    [[nodiscard]] error_info explain_failure(policy::action& end);
    [[nodiscard]] bool is_change_on_wire() const noexcept;
    /// What ended the operation from outside.
    [[nodiscard]] error_info explain_interruption() const;
    /// Cuts secrets out of text that a server wrote.
    template <class Text>
    void conceal(Text& text) const;

    std::shared_ptr<client_state> client_;
    operation_plan plan_;
    policy::time_point const started_;
    /// When the step that is being taken began.
    policy::time_point now_;
    policy::time_point const deadline_at_;
    policy::operation machine_;
    net::timer_queue::timer deadline_;
    error_code interruption_;

    /// What to do next, as the machine says.
    policy::action next_;
    bool is_over_ = false;
    /// Holds the operation from its beginning to its end.
    std::shared_ptr<operation_driver> self_;
    /// The step that follows when `wake` is called; null if that is not waited for.
    void (operation_driver::*woken_)() = nullptr;
    bool has_waited_ = false;
    /// Of a back-off.
    net::timer_queue::timer alarm_;

    // The turn to change the item, and the admission of an attempt by the limits.
    std::optional<limits_gate::turn> turn_;
    policy::admission::ticket ticket_ = 0;
    policy::time_point admission_asked_{};
    bool is_decided_ = false;
    std::optional<policy::permit> permit_;

    // The access token, and the last one if it had expired.
    token_seeker seeker_;
    auth::token_ptr token_;
    policy::token_serial expired_token_ = 0;

    // The attempt that is under way, or the last one.
    http_attempt attempt_;
    /// Most operations never have one.
    std::unique_ptr<error_info> failure_;
    std::chrono::nanoseconds admission_{};

    // While reading back what became of the change.
    struct reading
    {
        reading(client_impl::read_back what, model::http_request asking, error_info why)
            : how(std::move(what)), request(std::move(asking)), change_failure(std::move(why))
        {}

        client_impl::read_back how;
        model::http_request request;
        /// How the change had failed before.
        error_info change_failure;
    };
    std::unique_ptr<reading> reading_;

    boost::container::small_vector<attempt_summary, 1> attempts_;
};

} // namespace boxlink::client_impl
