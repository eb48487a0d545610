// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress.hpp"

#include "cli/progress_text.hpp"
#include "cli/terminal_text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace boxlink::cli {
namespace {

using namespace std::chrono_literals;
using seconds = std::chrono::duration<double>;

constexpr auto slice_length = 250ms;
/// The rate is that of so many slices: 15 s.
constexpr std::int64_t window = 60;
/// Either makes a rate worth to be believed.
constexpr seconds long_enough = 3s;
constexpr std::uint64_t many_enough = 20;
/// Ids of users may be of any length.
constexpr std::size_t shown_of_user = 20;
constexpr std::string_view gap = "  ";

/// Pauses of users because Box answered 429.
struct pauses
{
    std::size_t count = 0;
    user_limit const* last = nullptr;

    [[nodiscard]] seconds longest() const { return last != nullptr ? *last->paused_for : seconds(0); }
};

pauses pauses_of(limits_snapshot const& limits)
{
    pauses found;
    for (auto const& user : limits.users) {
        if (!user.paused_for || *user.paused_for <= 0ns)
            continue;
        ++found.count;
        if (found.last == nullptr || *user.paused_for > *found.last->paused_for)
            found.last = &user;
    }
    return found;
}

bool all_is_held(limits_snapshot const& limits, pauses const& paused)
{
    return limits.breaker_open || (paused.count > 0 && paused.count == limits.users.size());
}

/// What the limits of the users who are known permit in all.
double permitted_a_second(limits_snapshot const& limits)
{
    double sum = 0;
    for (auto const& user : limits.users)
        sum += user.requests_per_minute / 60;
    return sum;
}

/// Why it does not go faster just now; nothing if no more is known than that it does not.
struct reason
{
    std::string text;
    /// Where there is no room for more.
    std::string in_short;
};

std::string name_of(user_limit const& who)
{
    return who.user.empty() ? "" : " (user " + terminal_text(model::bounded(who.user, shown_of_user)) + ")";
}

reason reason_of(limits_snapshot const& limits, pauses const& paused)
{
    if (limits.breaker_open)
        return {"Box answers with errors or not at all: probing", "probing"};
    if (paused.count == 1) {
        auto const text = "paused " + span_text(paused.longest());
        return {text + ": Box's rate limit" + name_of(*paused.last), text};
    }
    if (paused.count > 1) {
        auto const text =
            model::counted(paused.count) + " users paused, up to " + span_text(paused.longest());
        return {text + ": Box's rate limit", text};
    }
    auto const probing =
        std::find_if(limits.users.begin(), limits.users.end(), [](auto const& user) { return user.probing; });
    if (probing != limits.users.end())
        return {"probing Box's rate limit" + name_of(*probing), "probing"};
    return {};
}

std::string joined(std::vector<std::string> const& parts)
{
    std::string text;
    for (auto const& part : parts) {
        if (part.empty())
            continue;
        if (!text.empty())
            text += gap;
        text += part;
    }
    return text;
}

} // namespace

std::int64_t progress::slice_at(time_point begun, time_point at)
{
    return (at - begun) / slice_length;
}

void progress::on_outcome(bool ok, time_point at)
{
    ++ended_;
    failed_ += ok ? 0 : 1;
    auto const number = slice_at(begun_, at);
    if (slices_.empty() || slices_.back().number < number)
        slices_.push_back({number, 0});
    ++slices_.back().ended;
    while (slices_.front().number < number - window)
        slices_.pop_front();
}

progress::sample progress::since(std::int64_t first, time_point now) const
{
    first = std::max(first, slice_at(begun_, now) - window);
    first = std::max<std::int64_t>(first, 0);
    std::uint64_t ended = 0;
    for (auto const& one : slices_)
        ended += one.number >= first ? one.ended : 0;
    return {ended, now - (begun_ + first * slice_length)};
}

std::string progress::count_text() const
{
    // A total that was too small would only confuse.
    if (!total_ || *total_ < over())
        return model::counted(over());
    return model::counted(over()) + "/" + model::counted(*total_);
}

std::string progress::percent_text() const
{
    if (!total_ || *total_ < over() || *total_ == 0)
        return "";
    auto const percent = 100 * static_cast<double>(over()) / static_cast<double>(*total_);
    return std::to_string(static_cast<int>(percent)) + " %";
}

std::string progress::rate_text(time_point now) const
{
    auto const seen = since(0, now);
    if (seen.span < 1s)
        return "";
    return a_second(static_cast<double>(seen.ended) / seen.span.count());
}

std::optional<seconds> progress::eta(limits_snapshot const& limits, time_point now) const
{
    // When Box works again, nobody knows.
    if (limits.breaker_open)
        return std::nullopt;
    auto const remaining = static_cast<double>(*total_ - over());
    auto const paused = pauses_of(limits);
    auto const permitted = permitted_a_second(limits);
    // The slice in which it went on counts for neither.
    auto const seen = since(held_at_ ? slice_at(begun_, *held_at_) + 1 : 0, now);
    bool const is_known = seen.span >= long_enough || seen.ended >= many_enough;
    auto pace = is_known && seen.span > 0s ? static_cast<double>(seen.ended) / seen.span.count() : 0;

    // At first, what goes faster than the limits permit is what they let pass at once. Later it shows that there are more users than those who are known
    // just now, and that these limits do not bind.
    bool const is_young = now - begun_ < window * slice_length;
    bool const binds =
        permitted > 0 && (limits.waiting > 0 || paused.count > 0) && (is_young || pace <= 1.25 * permitted);
    if (binds && (pace > permitted || (!is_known && held_at_)))
        pace = permitted;
    if (pace <= 0)
        return std::nullopt;
    return seconds(remaining / pace) + paused.longest();
}

std::string progress::eta_text(limits_snapshot const& limits, time_point now) const
{
    if (!total_ || *total_ <= over())
        return "";
    auto const expected = eta(limits, now);
    return "ETA " + (expected ? span_text(*expected) : "\u2013");
}

std::string progress::line(limits_snapshot const& limits, time_point now, std::size_t width)
{
    auto const paused = pauses_of(limits);
    if (all_is_held(limits, paused))
        held_at_ = now;
    auto why = reason_of(limits, paused);
    // The most important first.
    std::vector<std::string> parts = {
        count_text(),
        percent_text(),
        rate_text(now),
        eta_text(limits, now),
        failed_ > 0 ? model::counted(failed_) + " failed" : "",
        std::move(why.text),
        skipped_ > 0 ? model::counted(skipped_) + " skipped" : "",
    };
    auto const reason_at = parts.size() - 2;
    auto text = joined(parts);
    while (columns(text) > width && parts.size() > 1) {
        if (parts.size() == reason_at + 1 && !why.in_short.empty())
            parts.back() = std::exchange(why.in_short, "");
        else
            parts.pop_back();
        text = joined(parts);
    }
    // All is ASCII that is left.
    return text.substr(0, std::min(width, text.size()));
}

} // namespace boxlink::cli
