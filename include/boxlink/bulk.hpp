// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Many links at once, from a source of jobs to a sink of outcomes.
 */

#include <boxlink/client.hpp>
#include <boxlink/error.hpp>
#include <boxlink/item_ref.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/operations.hpp>
#include <boxlink/request_options.hpp>
#include <boxlink/shared_link.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

namespace boxlink {

/// What a job does with its item.
enum class bulk_action
{
    /// `share`: makes the link, or changes the one that there is.
    share,
    /// `unshare`: removes the link.
    unshare,
    /// `get_link`: reads the link.
    get_link,
};

/// The name of the action: `share`, `unshare`, `get_link`.
[[nodiscard]] std::string_view to_string(bulk_action action) noexcept;

/// One of many.
class bulk_job
{
public:
    /// The file, folder or web link.
    item_ref item;
    /// What to do.
    bulk_action action = bulk_action::share;
    /// For `share`.
    link_settings settings;
    /// The user to act as; nothing for whom the client acts as.
    std::optional<std::string> as_user;
    /// Whether an earlier run may have done it. Then the link is read first, and changed only if it is not as asked for, or if reading cannot show it, as with a
    /// password; `item_info::read_back` tells that nothing had to be changed.
    bool may_be_done = false;

    /// Shares an item. \param what the item. \param how the settings of its link.
    explicit bulk_job(item_ref what, link_settings how = link_settings())
        : item(std::move(what)), settings(std::move(how))
    {}

    /// Does something else with an item.
    bulk_job(item_ref what, bulk_action how) : item(std::move(what)), action(how) {}
};

/// How a job ended.
class bulk_outcome
{
public:
    /// Which job: the source's first has 0.
    std::uint64_t index = 0;
    /// The job, as the source gave it.
    bulk_job job;
    /// The link, after `share`, or if `get_link` found one.
    std::optional<shared_link> link;
    /// What the answer told of the item, if there is no link to tell of it. `item` has it in both cases.
    item_info item_without_link;
    /// Why the job failed; nothing if it did not. `errc::outcome_unknown` and `error_info::may_have_taken_effect` tell what may have been done nevertheless.
    std::optional<error_info> failure;
    /// From the moment that the job was begun, waiting for the limits included.
    std::chrono::nanoseconds duration{};

    /// A job without an outcome.
    bulk_outcome(std::uint64_t number, bulk_job what) : index(number), job(std::move(what)) {}

    /// The item, as far as the answer told of it.
    [[nodiscard]] item_info const& item() const noexcept { return link ? link->item : item_without_link; }
};

/// What became of all jobs.
class bulk_summary
{
public:
    /// Jobs that the source gave, and that are over.
    std::uint64_t jobs = 0;
    /// Of these: succeeded.
    std::uint64_t done = 0;
    /// Of these: failed, and changed nothing.
    std::uint64_t failed = 0;
    /// Of these: failed, but may have changed something.
    std::uint64_t unknown = 0;
    /// Whether the source was asked until it had no more jobs. False after a cancellation.
    bool is_complete = false;
    /// From start to end.
    std::chrono::nanoseconds duration{};

    /// Nothing yet.
    bulk_summary() {}
};

/// Gives one job after another, and nothing when there are no more. It may make whoever asks wait for as long as it likes; it is asked for one job at a time.
using bulk_source = std::function<boost::asio::awaitable<std::optional<bulk_job>>()>;

/// Takes the outcomes, in the order in which the jobs end, one at a time. No job is begun for as long as it is too far behind.
using bulk_sink = std::function<boost::asio::awaitable<void>(bulk_outcome)>;

/// A source of the jobs of any range, which is kept until it has been gone through. Its elements may be made as they are asked for.
template <std::ranges::input_range Range>
requires std::convertible_to<std::ranges::range_reference_t<Range>, bulk_job>
[[nodiscard]] bulk_source jobs_of(Range range)
{
    class cursor
    {
    public:
        explicit cursor(Range range) : range_(std::move(range)), next_(std::ranges::begin(range_)) {}

        std::optional<bulk_job> next()
        {
            if (next_ == std::ranges::end(range_))
                return std::nullopt;
            std::optional<bulk_job> job(*next_);
            ++next_;
            return job;
        }

    private:
        Range range_;
        std::ranges::iterator_t<Range> next_;
    };
    auto const at = std::make_shared<cursor>(std::move(range));
    return [at]() -> boost::asio::awaitable<std::optional<bulk_job>> { co_return at->next(); };
}

namespace detail {

inline boost::asio::awaitable<void> nothing_to_wait_for()
{
    co_return;
}

} // namespace detail

/// A sink that calls a function object without waiting.
template <std::invocable<bulk_outcome> Function>
[[nodiscard]] bulk_sink outcomes_to(Function function)
{
    auto const take = std::make_shared<Function>(std::move(function));
    // Not within the coroutine, whose frame would have to hold the outcome.
    return [take](bulk_outcome&& outcome) {
        (*take)(std::move(outcome));
        return detail::nothing_to_wait_for();
    };
}

/// The options of a bulk job. The setters check nothing; `share_all` fails with `errc::invalid_argument` that names the option.
class bulk_options
{
public:
    /// How many jobs are under way at once, those that wait for a rate limit included; 1 to 100,000. 1,000 by default.
    bulk_options& concurrency(std::size_t jobs);

    /// How many of one user are under way at once; 1 to 100,000. 64 by default: twice a client's default of connections. Jobs of other users overtake those that have to wait for that.
    bulk_options& concurrency_per_user(std::size_t jobs);

    /// How many jobs are taken from the source beyond those under way, to find some of users who are not busy; 0 to 1,000,000. 1,000 by default.
    bulk_options& look_ahead(std::size_t jobs);

    /// The options of each operation. Their priority is `priority::bulk` unless it is set here. `if_match` and `if_none_match` are refused: they belong to one item.
    bulk_options& request(request_options options);

    /// Has this called when a job is begun, before anything is sent for it, with the number that its outcome will have. For programs that keep a record of what is under way. What
    /// it throws ends the whole, as if the source had thrown it.
    bulk_options& on_begin(std::function<void(std::uint64_t index)> tell);

    /// The jobs under way.
    [[nodiscard]] std::size_t concurrency() const noexcept { return concurrency_; }
    /// The jobs of one user.
    [[nodiscard]] std::size_t concurrency_per_user() const noexcept { return per_user_; }
    /// The jobs that are looked at ahead.
    [[nodiscard]] std::size_t look_ahead() const noexcept { return look_ahead_; }
    /// The options of each operation.
    [[nodiscard]] request_options const& request() const noexcept { return request_; }
    /// What is called when a job is begun; empty if nothing is.
    [[nodiscard]] std::function<void(std::uint64_t)> const& on_begin() const noexcept { return on_begin_; }

private:
    std::size_t concurrency_ = 1'000;
    std::size_t per_user_ = 64;
    std::size_t look_ahead_ = 1'000;
    request_options request_;
    std::function<void(std::uint64_t)> on_begin_;
};

namespace detail {
void start_share_all(
    client box, bulk_source source, bulk_sink sink, bulk_options options, erased_handler<bulk_summary> handler
);
} // namespace detail

/**
 * Does all jobs that the source gives, and gives each outcome to the sink. The rules of `operations.hpp` hold, with these differences:
 *
 * - A job that fails ends nothing: its failure is an outcome. Settings and ids that can be seen to be wrong fail their job alone.
 * - **Memory** does not grow with the number of jobs: it is bounded by `concurrency` and `look_ahead`.
 * - **Executor**: source and sink are called on the client's executor (its strand, if the client is thread-safe).
 * - **Cancellation**: `partial` takes no more jobs from the source, but finishes those that are under way; the summary is yielded, and is not complete. `total` does the
 *   same, but those that have sent no change yet end with `operation_aborted`, so that nobody waits for rate limits. `terminal` cancels all; outcomes are of unknown effect
 *   where requests had been sent, and the whole ends with `operation_aborted`. What the source has given and was not begun is no outcome.
 * - **Errors**: what source or sink throw ends the whole like a cancellation of type `partial`, and is then thrown: `boxlink::error` as it is, anything else as
 *   `errc::callback_failed`. A sink that has thrown is not called again.
 *
 * \param token any completion token for `void(error_code, bulk_summary)`.
 */
template <detail::token_for<bulk_summary> CompletionToken = use_boxlink_t>
auto share_all(
    client box,
    bulk_source source,
    bulk_sink sink,
    bulk_options options = bulk_options(),
    CompletionToken&& token = CompletionToken()
)
{
    return detail::initiate<bulk_summary, &detail::start_share_all>(
        std::forward<CompletionToken>(token), std::move(box), std::move(source), std::move(sink),
        std::move(options)
    );
}

} // namespace boxlink
