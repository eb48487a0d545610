// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/charts.hpp"

#include "bulk/report/axes.hpp"
#include "bulk/report/drawing.hpp"
#include "bulk/report/text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::bulk {
namespace {

using std::chrono::nanoseconds;

double in_seconds(nanoseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

// What happened in a bucket, per second.
struct rates
{
    double from;
    double to;
    double done;
    double failed;
    double rate_limited;
};

// A last bucket that has hardly begun would show a rate by chance: it goes to the one before.
std::vector<rates> rates_of(run_series const& series, nanoseconds length)
{
    auto buckets = series.buckets();
    auto const covered = [&series, length](std::size_t index) {
        return std::min(series.width(), length - series.width() * static_cast<std::int64_t>(index));
    };
    bool const is_merged = buckets.size() > 1 && covered(buckets.size() - 1) < series.width() / 2;
    if (is_merged) {
        auto const last = buckets.back();
        buckets.pop_back();
        buckets.back().done += last.done;
        buckets.back().failed += last.failed;
        buckets.back().rate_limited += last.rate_limited;
    }
    std::vector<rates> out;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        auto const from = series.width() * static_cast<std::int64_t>(i);
        auto const to =
            std::min(length, is_merged && i + 1 == buckets.size() ? length : from + series.width());
        double const span = std::max(in_seconds(to - from), 1e-3);
        out.push_back(
            {in_seconds(from) / in_seconds(length), in_seconds(to) / in_seconds(length),
             static_cast<double>(buckets[i].done) / span, static_cast<double>(buckets[i].failed) / span,
             static_cast<double>(buckets[i].rate_limited) / span}
        );
    }
    return out;
}

// Slow jobs are told by the minute: 0.05 a second says nothing to anybody.
class rate_unit
{
public:
    explicit rate_unit(double most_per_second) : is_minute_(most_per_second < 0.5) {}

    [[nodiscard]] double factor() const noexcept { return is_minute_ ? 60 : 1; }
    [[nodiscard]] char const* text() const noexcept { return is_minute_ ? "per minute" : "per second"; }

private:
    bool is_minute_;
};

std::string described(run_statistics const& run, nanoseconds length)
{
    return model::counted(run.totals().jobs()) + " jobs ended in " + duration_text(length) + ", " +
           model::counted(run.totals().failed + run.totals().unknown) +
           " of them not done. Box answered 429 " + model::counted(run.attempts().rate_limited) +
           " times; pauses: " + model::counted(run.pauses().spans().size()) + ".";
}

void draw_pauses(markup& out, run_statistics const& run, nanoseconds length, int top, int bottom)
{
    for (auto const& span : run.pauses().spans()) {
        double const from = in_seconds(span.from) / in_seconds(length);
        double const to = std::min(in_seconds(span.to) / in_seconds(length), 1.0);
        if (from >= to)
            continue;
        out.single(
            "rect", {{"class", "pause"},
                     {"x", percent_text(from)},
                     {"width", percent_text(to - from)},
                     {"y", std::to_string(top)},
                     {"height", std::to_string(bottom - top)}}
        );
    }
}

void draw_lane(markup& out, std::vector<rates> const& all, rate_unit const& unit, chart_panel const& lane)
{
    double most = 0;
    for (rates const& r : all)
        most = std::max(most, r.rate_limited * unit.factor());
    count_axis const axis(most);
    std::vector<chart_column> columns;
    for (rates const& r : all)
        columns.push_back({r.from, r.to, r.rate_limited * unit.factor() / axis.top()});
    draw_level(out, lane.top(), "grid");
    draw_label(out, "0", lane.top() - 8, std::string("429 answers ").append(unit.text()), "start", "panel");
    draw_label(out, beside_chart, lane.top() + 4, axis.ticks().back().text, "end");
    lane.open(out);
    draw_columns(out, columns, "limited");
    out.close();
    draw_level(out, lane.bottom(), "axis");
}

struct panel_of_latency
{
    chart_panel where;
    latency_histogram const& latency;
    char const* text;
    char const* name;
};

// One label below the other, since they may be close together; no line crosses the label of another where that can be had.
void draw_quantiles(markup& out, panel_of_latency const& p, latency_axis const& axis)
{
    constexpr std::array<std::pair<double, char const*>, 3> shares = {
        {{0.5, "p50"}, {0.9, "p90"}, {0.99, "p99"}}};
    auto const place_of = [&p, &axis](double share) { return axis.place(p.latency.quantile(share)); };
    constexpr double room = 0.3;
    bool const all_left = place_of(0.99) > 1 - room && place_of(0.5) > room;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        auto const& [share, name] = shares[i];
        double const place = place_of(share);
        auto const x = percent_text(place);
        auto const row = static_cast<int>(all_left ? shares.size() - 1 - i : i);
        int const y = p.where.top() - 16 + 13 * row;
        out.single(
            "line", {{"class", "mark"},
                     {"x1", x},
                     {"x2", x},
                     {"y1", std::to_string(y - 9)},
                     {"y2", std::to_string(p.where.bottom())}}
        );
        bool const is_left = all_left || place > 1 - room;
        out.element(
            "text", std::string(name) + ' ' + latency_text(p.latency.quantile(share)),
            {{"class", "tick quantile"},
             {"x", x},
             {"dx", is_left ? "-4" : "4"},
             {"y", std::to_string(y)},
             {"text-anchor", is_left ? "end" : "start"}}
        );
    }
}

void draw_latency(markup& out, panel_of_latency const& p, latency_axis const& axis)
{
    auto const columns = p.latency.columns();
    std::uint64_t most = 1;
    for (latency_column const& c : columns)
        most = std::max(most, c.count);
    std::vector<chart_column> shown;
    for (latency_column const& c : columns)
        shown.push_back(
            {axis.place(c.from), axis.place(c.to), static_cast<double>(c.count) / static_cast<double>(most)}
        );
    draw_label(out, "0", p.where.top() - 32, p.text, "start", "panel");
    p.where.open(out);
    draw_columns(out, shown, p.name);
    out.close();
    draw_level(out, p.where.bottom(), "axis");
    draw_quantiles(out, p, axis);
}

} // namespace

void throughput_chart(markup& out, run_statistics const& run, nanoseconds length)
{
    length = std::max(length, nanoseconds(std::chrono::milliseconds(1)));
    auto const all = rates_of(run.series(), length);
    double most = 0;
    for (rates const& r : all)
        most = std::max(most, r.done + r.failed);
    rate_unit const unit(most);
    count_axis const axis(most * unit.factor());
    std::vector<chart_column> done;
    std::vector<chart_column> over;
    for (rates const& r : all) {
        done.push_back({r.from, r.to, r.done * unit.factor() / axis.top()});
        // The failed ones stand upon the done ones, of which the rest is seen.
        if (r.failed > 0)
            over.push_back({r.from, r.to, (r.done + r.failed) * unit.factor() / axis.top()});
    }

    bool const has_lane = run.attempts().rate_limited > 0;
    chart_panel const main(28, 200);
    chart_panel const lane(main.bottom() + 36, 42);
    int const bottom = has_lane ? lane.bottom() : main.bottom();

    out.open("ul", {{"class", "legend"}});
    add_legend(out, "done", "done");
    if (!over.empty())
        add_legend(out, "failed", "failed or unknown");
    if (has_lane)
        add_legend(out, "limited", "answered 429: too many requests");
    if (!run.pauses().spans().empty())
        add_legend(out, "pause", "a user pauses, as Box asked");
    out.close();

    open_chart(out, "throughput-chart", bottom + 22, "Jobs over time", described(run, length));
    draw_pauses(out, run, length, main.top(), bottom);
    for (axis_tick const& tick : axis.ticks())
        draw_level(out, main.y(tick.place), "grid");
    main.open(out);
    draw_columns(out, over, "failed");
    draw_columns(out, done, "done");
    out.close();
    draw_level(out, main.bottom(), "axis");
    draw_label(out, "0", 12, std::string("Jobs ").append(unit.text()), "start", "panel");
    draw_label(out, beside_chart, main.bottom() + 4, "0", "end");
    for (axis_tick const& tick : axis.ticks())
        draw_label(out, beside_chart, main.y(tick.place) + 4, tick.text, "end");
    if (has_lane)
        draw_lane(out, all, unit, lane);
    draw_ticks(out, time_ticks(length), bottom);
    out.close();
}

void latency_chart(markup& out, run_statistics const& run)
{
    std::vector<panel_of_latency> panels;
    auto const add = [&panels](latency_histogram const& latency, char const* text, char const* name) {
        if (latency.count() > 0)
            panels.push_back({chart_panel(panels.empty() ? 46 : 216, 96), latency, text, name});
    };
    add(run.attempt_latency(), "Requests: Box and the network", "neutral");
    add(run.job_latency(), "Jobs: from begin to end, waits included", "done");

    auto least = nanoseconds::max();
    auto most = nanoseconds::zero();
    for (panel_of_latency const& p : panels) {
        auto const columns = p.latency.columns();
        least = std::min(least, columns.front().from);
        most = std::max(most, columns.back().to);
    }
    // A few durations that are nearly the same would fill the page.
    while (most < 10 * least) {
        least = least * 7 / 10;
        most = most * 14 / 10;
    }
    latency_axis const axis(least, most);
    int const bottom = panels.back().where.bottom();
    open_chart(
        out, "latency-chart", bottom + 22, "How long requests and jobs took",
        "Two distributions over a logarithmic axis; the table below has the figures."
    );
    for (panel_of_latency const& p : panels)
        draw_latency(out, p, axis);
    draw_ticks(out, axis.ticks(), bottom);
    out.close();
}

} // namespace boxlink::bulk
