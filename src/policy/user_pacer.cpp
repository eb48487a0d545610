// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/user_pacer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using minutes = std::chrono::duration<double, std::ratio<60>>;
using seconds = std::chrono::duration<double>;

/// What of a known limit is used: the burst and the jitter of the network need the rest.
constexpr double share_of_limit = 0.98;
/// What of a learned limit is used.
constexpr double share_of_ceiling = 0.98;
/// The window over which servers count.
constexpr duration counting_window = 1min;
/// For how long a learned ceiling is believed at least; at most, when looking above it is a waste of time; and at most, when it is a waste of requests.
constexpr duration shortest_hold = 30s;
constexpr duration longest_hold = 30min;
constexpr duration longest_saving = 10min;
/// A look above the ceiling may cost this share of the time.
constexpr double hold_for_loss = 20;
/// A `Retry-After` of more than the window (and what rounding and jitter add) is not when the server accepts again. To look above the ceiling of such a
/// server costs so long a pause, which may be a fiftieth of the time, and a ceiling is tried again in the end.
constexpr duration longest_honest_pause = counting_window + 1s;
constexpr double hold_for_pause = 50;
constexpr duration longest_hold_for_pause = 1h;
/// Less than this part of a minute's requests tells nothing of the limit.
constexpr double least_measure = 1.0 / 6;
/// A look above the ceiling begins carefully, so that it costs little if the ceiling is still there.
constexpr duration careful_for = 30s;
constexpr seconds careful_doubling_time = 140s;
constexpr seconds doubling_time = 15s;
/// A look above the ceiling is paid for by requests that were accepted: together with what the first 429 costs, this keeps 429s below 0.2 %.
constexpr double credit_for_accepted = 0.0015;
constexpr double credit_at_first = 3;
constexpr double most_credit = 15;
constexpr double least_credit = -6;
constexpr double credit_to_explore = 2;
/// No estimate cuts deeper than this when it is doubtful.
constexpr double doubtful_cut = 0.7;
constexpr double deepest_cut = 0.5;
constexpr double window_trust = 0.9;
constexpr double settling_cut = 0.95;
/// For other clients of the process while one of them probes.
constexpr duration ask_again = 100ms;
constexpr duration forget_after = 10min;

duration to_duration(seconds span)
{
    return std::chrono::ceil<duration>(span);
}

std::int64_t second_of(time_point when)
{
    return std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()).count();
}

} // namespace

void acceptance_history::add(time_point when)
{
    auto const second = second_of(when);
    if (second > newest_) {
        if (second - newest_ >= static_cast<std::int64_t>(size))
            counts_.fill(0);
        else
            for (auto passed = newest_ + 1; passed <= second; ++passed)
                counts_[static_cast<std::size_t>(passed) % size] = 0;
        newest_ = second;
    }
    if (auto& count = counts_[static_cast<std::size_t>(second) % size]; count != UINT16_MAX)
        ++count;
}

double acceptance_history::between(time_point from, time_point to) const
{
    double sum = 0;
    auto const oldest_kept = newest_ - static_cast<std::int64_t>(size) + 1;
    for (auto second = std::max(second_of(from), oldest_kept); second <= std::min(second_of(to), newest_);
         ++second) {
        // Of the first second only a part is asked for.
        auto const begin = time_point(std::chrono::seconds(second));
        auto const part = begin < from ? 1 - seconds(from - begin).count() : 1.0;
        sum += part * counts_[static_cast<std::size_t>(second) % size];
    }
    return sum;
}

user_pacer::user_pacer(rate_options const& options, time_point now)
    : options_(&options), rate_(top_rate()), tat_(now), cycle_start_(now), resumed_at_(now), grown_at_(now),
      last_used_(now), credit_(credit_at_first)
{}

double user_pacer::top_rate() const noexcept
{
    return share_of_limit * options_->per_minute;
}

duration user_pacer::interval() const noexcept
{
    return to_duration(minutes(1 / rate_));
}

duration user_pacer::burst_tolerance() const noexcept
{
    auto const burst =
        std::clamp(std::floor(rate_ / share_of_limit / 100), 1.0, std::max(1.0, double(options_->burst)));
    return to_duration(seconds(interval()) * (burst - 1));
}

std::optional<time_point> user_pacer::paused_until() const noexcept
{
    return paused_ ? std::optional(paused_until_) : std::nullopt;
}

bool user_pacer::probing(time_point now) const noexcept
{
    return paused_ && probe_ != 0 && now < probe_lost_at_;
}

bool user_pacer::forgettable(time_point now) const noexcept
{
    bool const idle = now >= last_used_ + forget_after;
    bool const unchanged = !paused_ && ceiling_ == 0 && rate_ == top_rate();
    return unchanged ? tat_ <= now : idle && (!paused_ || paused_until_ + forget_after <= now);
}

reservation user_pacer::reserve(time_point now)
{
    last_used_ = now;
    if (paused_)
        return {.at = std::max(now, paused_until_), .epoch = epoch_};
    grow(now);
    auto const step = interval();
    tat_ = std::max(tat_, now) + step;
    auto const place = tat_ - step - burst_tolerance();
    paced_share_ += ((place > now ? 1 : 0) - paced_share_) / 16;
    return {.at = std::max(now, place), .interval = step, .epoch = epoch_};
}

std::optional<rate_permit> user_pacer::claim_at_once(time_point now)
{
    if (paused_ || tat_ - burst_tolerance() > now)
        return std::nullopt;
    auto place = reserve(now);
    return claim(place, now);
}

void user_pacer::give_back(reservation const& place)
{
    if (place.epoch == epoch_ && !paused_)
        tat_ -= place.interval;
}

std::optional<rate_permit> user_pacer::claim(reservation& place, time_point now)
{
    last_used_ = now;
    if (paused_) {
        place = {.at = paused_until_, .epoch = epoch_};
        if (now < paused_until_)
            return std::nullopt;
        if (probing(now)) {
            place.at = now + ask_again;
            return std::nullopt;
        }
        probe_ = ++probes_;
        probe_lost_at_ = now + options_->probe_timeout;
        return rate_permit{.sent = now, .epoch = epoch_, .probe = probe_};
    }
    if (place.epoch != epoch_ || place.interval == duration::zero())
        place = reserve(now);
    if (now < place.at)
        return std::nullopt;
    // A place that is claimed late moves the sequence, so that lateness never adds up to a burst.
    tat_ = std::max(tat_, now + place.interval);
    return rate_permit{.sent = now, .interval = place.interval, .epoch = epoch_};
}

void user_pacer::unused(rate_permit const& permit)
{
    if (permit.probe != 0 && permit.probe == probe_)
        probe_ = 0;
    else if (permit.epoch == epoch_ && !paused_)
        tat_ -= permit.interval;
}

void user_pacer::completed(
    rate_permit const& permit, attempt_outcome const& outcome, time_point now, double random
)
{
    last_used_ = now;
    if (outcome.status == 429)
        return refused(permit, outcome, now, random);

    bool const answered = outcome.status != 0;
    if (paused_ && permit.probe != 0 && permit.probe == probe_) {
        probe_ = 0;
        // Without an answer the probe has told nothing, and the next request is the probe. A 429 that came meanwhile has moved the pause's end.
        if (answered && now >= paused_until_)
            resume(permit.sent, now);
    }
    // Only now, for after a long pause this makes the history forget what was before it.
    if (answered) {
        accepted_.add(now);
        credit_ = std::min(most_credit, credit_ + credit_for_accepted);
    }
}

void user_pacer::refused(
    rate_permit const& permit, attempt_outcome const& outcome, time_point now, double random
)
{
    ++refusals_;
    credit_ = std::max(least_credit, credit_ - 1);
    bool const told_when = outcome.retry_after && outcome.retry_after->count() > 0;
    bool const probe_failed = paused_ && permit.probe != 0 && permit.probe == probe_;
    bool const news = !paused_ && permit.epoch == epoch_;
    if (probe_failed) {
        probe_ = 0;
        ++failed_probes_;
    } else if (news) {
        ++epoch_;
        cut_due_ = true;
        congested_at_ = now;
        failed_probes_ = 0;
    } else if (!told_when) {
        // Sent before the pause: it says nothing that is not known.
        return;
    }
    auto const until = now + pause_for(outcome, probe_failed, random);
    refused_last_ = told_when && !probe_failed ? until : now;
    paused_until_ = paused_ ? std::max(paused_until_, until) : until;
    paused_ = true;
}

duration user_pacer::pause_for(attempt_outcome const& outcome, bool probe_failed, double random)
{
    auto const own = retry_delay(retry_reason::rate_limited, failed_probes_, std::nullopt, random);
    if (!outcome.retry_after || outcome.retry_after->count() <= 0)
        return std::min(own, options_->max_pause);
    auto const asked = duration(std::min<std::chrono::milliseconds>(
        *outcome.retry_after, std::chrono::floor<std::chrono::milliseconds>(options_->max_pause)
    ));
    auto const jitter = to_duration(random * std::min<seconds>(500ms, seconds(asked) / 20));
    // A `Retry-After` after which there is another 429 was too short.
    return probe_failed ? std::max(asked + jitter, own) : asked + jitter;
}

void user_pacer::resume(time_point probe_sent, time_point now)
{
    paused_ = false;
    if (cut_due_)
        learn(probe_sent);
    cut_due_ = false;
    failed_probes_ = 0;
    cycle_start_ = probe_sent;
    resumed_at_ = now;
    grown_at_ = now;
    // The next request an interval after the probe, and no burst.
    tat_ = std::max(probe_sent + interval(), now) + burst_tolerance();
}

void user_pacer::learn(time_point probe_sent)
{
    auto const paused = paused_until_ - congested_at_;
    if (paused > longest_honest_pause && failed_probes_ == 0)
        pauses_tell_ = false;
    if (!pauses_tell_)
        return learn_before_pause(paused);
    // The server may have accepted again at any time between its last refusal (or what it said) and the probe.
    auto const end = refused_last_ + (probe_sent - refused_last_) / 2;
    auto const begin = std::max(cycle_start_, end - counting_window);
    auto const in_cycle = accepted_.between(begin, end) / minutes(end - begin).count();
    auto const in_minute = accepted_.between(end - counting_window, end);

    poor_cycles_ = in_cycle < 0.6 * in_minute ? poor_cycles_ + 1 : 0;
    bool const is_bucket = poor_cycles_ >= 3;
    if (!is_bucket && is_settling(in_minute, probe_sent)) {
        rate_ *= settling_cut;
        return;
    }
    // A bucket refills evenly, so that what was accepted since the last pause tells its rate. A window remembers a minute, of which that may be
    // a small and bad part: only when such parts follow each other, it is a bucket whose rate has dropped.
    auto seen = std::max(in_cycle, (is_bucket ? deepest_cut : window_trust) * in_minute);
    // The estimate holds only if the server's limit was what held us back, and not a lack of work or a pause beyond its counting.
    if (paced_share_ < 0.5 || end - congested_at_ >= counting_window)
        seen = std::max(seen, exploring_ ? ceiling_ : doubtful_cut * rate_);
    set_ceiling(seen, end);
}

void user_pacer::learn_before_pause(duration paused)
{
    // What a minute before the refusal accepted is the limit of a sliding window, but a fixed one may have begun within it. To be wrong costs another
    // such pause: the first estimate is careful, and each further refusal cuts.
    auto const in_minute = accepted_.between(congested_at_ - counting_window, paused_until_);
    auto seen = std::min(in_minute, (ceiling_ == 0 ? doubtful_cut : window_trust) * rate_);
    if (exploring_)
        // The limit is between the rate that was good for long and the one that was not.
        seen = std::max(ceiling_, std::midpoint(ceiling_, in_minute));
    else if (paced_share_ < 0.5 || in_minute < least_measure * rate_)
        seen = doubtful_cut * rate_;
    exploring_ = false;
    ceiling_ = std::max(seen, options_->per_minute / 100);
    rate_ = std::min(top_rate(), share_of_ceiling * ceiling_);
    // The next look may cost as much as the dearest refusal, however cheap the last one was.
    hold_ = std::clamp(to_duration(hold_for_pause * seconds(paused)), hold_, longest_hold_for_pause);
}

bool user_pacer::is_settling(double in_minute, time_point now) const
{
    // What was sent too fast before the last pause fills a sliding window for another minute.
    return ceiling_ != 0 && !exploring_ && now < resumed_at_ + counting_window &&
           std::abs(in_minute / ceiling_ - 1) < 0.05;
}

void user_pacer::set_ceiling(double seen, time_point end)
{
    hold_ = shortest_hold;
    auto next_rate = top_rate();
    if (ceiling_ != 0 && !exploring_)
        seen = std::min(seen, share_of_ceiling * ceiling_);
    if (ceiling_ != 0 && exploring_) {
        // A look above a ceiling that has been good for long: the refusal confirms it, and what the look has cost decides when the next may be.
        auto const paused = end - congested_at_;
        auto const lost =
            paused >= counting_window ? seconds(paused) : seconds(60) * std::max(0.0, 1 - seen / ceiling_);
        hold_ = std::clamp(to_duration(hold_for_loss * lost), shortest_hold, longest_hold);
        if (seen > 0.8 * ceiling_) {
            seen = std::max(seen, ceiling_);
            next_rate = explored_from_;
        }
    }
    exploring_ = false;
    ceiling_ = std::max(std::min(seen, rate_), options_->per_minute / 100);
    rate_ = std::min(next_rate, share_of_ceiling * ceiling_);
}

void user_pacer::grow(time_point now)
{
    // Growth needs traffic: a quiet time proves nothing.
    auto const passed = std::min<duration>(now - grown_at_, 1s);
    grown_at_ = now;
    if (ceiling_ == 0)
        return;
    auto const held = now - resumed_at_;
    bool const at_ceiling = rate_ >= 0.999 * share_of_ceiling * ceiling_;
    if (!exploring_ && at_ceiling && held >= hold_ &&
        (credit_ >= credit_to_explore || held >= longest_saving)) {
        exploring_ = true;
        explored_from_ = rate_;
        exploring_since_ = now;
    }
    auto const limit = exploring_ ? top_rate() : share_of_ceiling * ceiling_;
    bool const careful = now < exploring_since_ + careful_for;
    if (rate_ < limit && (exploring_ || held >= counting_window))
        rate_ = std::min(
            limit, rate_ * std::exp2(seconds(passed) / (careful ? careful_doubling_time : doubling_time))
        );
    // A window tells only after a while that the rate was too high.
    if (exploring_ && rate_ >= top_rate() && now >= exploring_since_ + 2 * counting_window) {
        ceiling_ = 0;
        exploring_ = false;
        pauses_tell_ = true;
    }
}

} // namespace boxlink::policy
