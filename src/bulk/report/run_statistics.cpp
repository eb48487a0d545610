// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/run_statistics.hpp"

#include "bulk/records/error_names.hpp"
#include "bulk/records/outcome_members.hpp"
#include "bulk/report/text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <tuple>

namespace boxlink::bulk {
namespace {

constexpr std::size_t longest_message = 300;
constexpr std::size_t longest_name = 80;

std::string shortened(std::string_view text, std::size_t limit)
{
    return model::bounded(without_links(text.substr(0, 4 * limit)), limit);
}

failure_example example_of(bulk_outcome const& outcome, job_place const& place)
{
    error_info const& failure = *outcome.failure;
    failure_example out;
    out.line = place.line;
    out.item = shortened(outcome.job.item.to_string(), longest_name);
    out.as_user = shortened(outcome.job.as_user.value_or(""), longest_name);
    out.status = failure.status;
    out.box_code = shortened(failure.box_code, longest_name);
    out.message = shortened(message_of(failure), longest_message);
    out.request_id = shortened(failure.request_id, longest_name);
    out.box_request_id = shortened(failure.box_request_id, longest_name);
    return out;
}

bool says_the_same(failure_example const& a, failure_example const& b)
{
    return std::tie(a.status, a.box_code, a.message) == std::tie(b.status, b.box_code, b.message);
}

void keep(std::vector<failure_example>& examples, failure_example more)
{
    bool const is_new = std::none_of(examples.begin(), examples.end(), [&more](failure_example const& known) {
        return says_the_same(known, more);
    });
    if (is_new)
        examples.push_back(std::move(more));
}

} // namespace

void user_totals::add(user_totals const& other) noexcept
{
    done += other.done;
    failed += other.failed;
    unknown += other.unknown;
    duration += other.duration;
}

run_statistics::run_statistics(time_point begun, std::chrono::system_clock::time_point begun_wall)
    : begun_(begun), begun_wall_(begun_wall), last_(begun)
{}

std::chrono::nanoseconds run_statistics::since(time_point at)
{
    last_ = std::max(last_, at);
    return at - begun_;
}

void run_statistics::on_outcome(bulk_outcome const& outcome, job_place const& place, time_point at)
{
    user_totals one;
    bool const is_doubtful = outcome.failure && is_unknown(*outcome.failure);
    one.done = outcome.failure ? 0 : 1;
    one.unknown = is_doubtful ? 1 : 0;
    one.failed = outcome.failure && !is_doubtful ? 1 : 0;
    one.duration = outcome.duration;
    totals_.add(one);

    auto& bucket = series_.at(since(at));
    bucket.done += one.done;
    bucket.failed += one.failed + one.unknown;
    job_latency_.add(outcome.duration);

    std::string const user = model::bounded(outcome.job.as_user.value_or(""), longest_name);
    if (auto const known = users_.find(user); known != users_.end())
        known->second.add(one);
    else if (users_.size() < most_users)
        users_.emplace(user, one);
    else
        other_users_.add(one);

    if (outcome.failure)
        on_failure(outcome, place);
}

void run_statistics::on_failure(bulk_outcome const& outcome, job_place const& place)
{
    error_code const code = outcome.failure->code;
    failure_group& group = failures_.try_emplace(error_name(code), code).first->second;
    ++group.count;
    group.unknown += is_unknown(*outcome.failure) ? 1 : 0;
    if (group.examples.size() < most_examples)
        keep(group.examples, example_of(outcome, place));
}

void run_statistics::on_rejected(row_error const& fault, time_point at)
{
    static_cast<void>(since(at));
    ++rejected_;
    if (rejected_examples_.size() == most_examples)
        return;
    failure_example example;
    example.line = fault.line;
    example.message = shortened(fault.to_string(), longest_message);
    keep(rejected_examples_, std::move(example));
}

void run_statistics::on_attempt(attempt_report const& report, time_point at)
{
    auto const when = since(at);
    if (report.operation == "get_token") {
        ++attempts_.token_requests;
        return;
    }
    ++attempts_.attempts;
    attempts_.server_errors += report.status / 100 == 5 ? 1 : 0;
    attempts_.unanswered += report.status == 0 ? 1 : 0;
    attempts_.retries += report.retry != retry_reason::none ? 1 : 0;
    attempts_.reused_connections += report.reused_connection ? 1 : 0;
    attempts_.bytes_sent += report.bytes_sent;
    attempts_.bytes_received += report.bytes_received;
    if (report.status == 429) {
        ++attempts_.rate_limited;
        ++series_.at(when).rate_limited;
    }
    attempt_latency_.add(report.total - report.queue);
}

void run_statistics::on_wait(wait_report const& report, time_point at)
{
    auto const from = std::max(since(at), std::chrono::nanoseconds(0));
    auto& totals = waits_.at(static_cast<std::size_t>(report.reason));
    ++totals.count;
    auto const expected = report.expected.value_or(std::chrono::nanoseconds(0));
    totals.longest = std::max(totals.longest, expected);
    if (report.reason == wait_reason::rate_limited && expected > std::chrono::nanoseconds(0))
        pauses_.add({from, from + expected});
}

wait_totals const& run_statistics::waits(wait_reason reason) const noexcept
{
    return waits_[static_cast<std::size_t>(reason)];
}

std::vector<failure_group> run_statistics::failures() const
{
    std::vector<failure_group> out;
    for (auto const& [name, group] : failures_)
        out.push_back(group);
    std::stable_sort(out.begin(), out.end(), [](failure_group const& a, failure_group const& b) {
        return a.count > b.count;
    });
    return out;
}

std::vector<user_line> run_statistics::busiest_users(std::size_t most) const
{
    std::vector<user_line> out;
    for (auto const& [user, totals] : users_)
        out.emplace_back(user, totals);
    auto const end = out.begin() + static_cast<std::ptrdiff_t>(std::min(most, out.size()));
    std::partial_sort(out.begin(), end, out.end(), [](user_line const& a, user_line const& b) {
        auto const jobs_of_a = a.totals.jobs();
        auto const jobs_of_b = b.totals.jobs();
        return std::tie(jobs_of_b, a.user) < std::tie(jobs_of_a, b.user);
    });
    out.erase(end, out.end());
    return out;
}

} // namespace boxlink::bulk
