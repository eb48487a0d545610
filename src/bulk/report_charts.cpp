// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report_charts.hpp"

#include "bulk/report_axes.hpp"
#include "bulk/report_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
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

// Labels of the vertical axis stand in the margin that the page leaves to the left of a chart.
constexpr char const* beside = "-8";

std::string coordinate(double value)
{
    char text[32];
    int const length = std::snprintf(text, sizeof text, "%.2f", value);
    return std::string(text, static_cast<std::size_t>(length));
}

std::string percent(double place)
{
    return coordinate(100 * std::clamp(place, 0.0, 1.0)) + '%';
}

// A part of a chart, as wide as it: within, x and y are 0 to 1.
class panel
{
public:
    panel(int top, int height) : top_(top), height_(height) {}

    [[nodiscard]] int y(double value) const
    {
        return top_ + height_ - static_cast<int>(value * height_ + 0.5);
    }
    [[nodiscard]] int bottom() const { return top_ + height_; }
    [[nodiscard]] int top() const { return top_; }

    // What is drawn in thousandths is stretched to the width.
    void open(markup& out) const
    {
        out.open(
            "svg", {{"x", "0"},
                    {"y", std::to_string(top_)},
                    {"width", "100%"},
                    {"height", std::to_string(height_)},
                    {"viewBox", "0 0 1000 1000"},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"}}
        );
    }

private:
    int top_;
    int height_;
};

// One column of a chart, from 0 to 1 in both directions.
struct column
{
    double from;
    double to;
    double height;
};

std::string path_of(std::vector<column> const& columns)
{
    std::string path;
    for (column const& c : columns) {
        if (c.height <= 0)
            continue;
        path += 'M' + coordinate(1'000 * c.from) + " 1000V" + coordinate(1'000 * (1 - c.height)) + 'H' +
                coordinate(1'000 * c.to) + "V1000Z";
    }
    return path;
}

void draw(markup& out, std::vector<column> const& columns, char const* name)
{
    if (auto path = path_of(columns); !path.empty())
        out.single("path", {{"class", name}, {"d", std::move(path)}});
}

void level(markup& out, int y, char const* name)
{
    auto const at = std::to_string(y);
    out.single("line", {{"class", name}, {"x1", "0"}, {"x2", "100%"}, {"y1", at}, {"y2", at}});
}

void label(
    markup& out,
    std::string x,
    int y,
    std::string_view text,
    char const* anchor = "start",
    char const* name = "tick"
)
{
    out.element(
        "text", text,
        {{"class", name}, {"x", std::move(x)}, {"y", std::to_string(y)}, {"text-anchor", anchor}}
    );
}

void below(markup& out, std::vector<axis_tick> const& ticks, int y)
{
    for (axis_tick const& tick : ticks) {
        auto const x = percent(tick.place);
        out.single(
            "line", {{"class", "axis"},
                     {"x1", x},
                     {"x2", x},
                     {"y1", std::to_string(y)},
                     {"y2", std::to_string(y + 4)}}
        );
        char const* const anchor = tick.place < 0.03 ? "start" : tick.place > 0.95 ? "end" : "middle";
        label(out, x, y + 17, tick.text, anchor);
    }
}

void begin_chart(
    markup& out, char const* id, int height, std::string_view title, std::string_view description
)
{
    std::string const name = id;
    out.open(
        "svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                {"class", "chart"},
                {"id", name},
                {"role", "img"},
                {"aria-labelledby", name + "-title " + name + "-desc"},
                {"width", "100%"},
                {"height", std::to_string(height)}}
    );
    out.element("title", title, {{"id", name + "-title"}});
    out.element("desc", description, {{"id", name + "-desc"}});
}

void legend_entry(markup& out, char const* name, std::string_view text)
{
    out.open("li");
    out.open("svg", {{"class", "swatch"}, {"width", "12"}, {"height", "12"}, {"aria-hidden", "true"}});
    out.single("rect", {{"class", name}, {"width", "12"}, {"height", "12"}, {"rx", "2"}});
    out.close().text(std::string(" ").append(text)).close();
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
    return number_text(run.totals().jobs()) + " jobs ended in " + duration_text(length) + ", " +
           number_text(run.totals().failed + run.totals().unknown) + " of them not done. Box answered 429 " +
           number_text(run.attempts().rate_limited) +
           " times; pauses: " + number_text(run.pauses().spans().size()) + ".";
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
                     {"x", percent(from)},
                     {"width", percent(to - from)},
                     {"y", std::to_string(top)},
                     {"height", std::to_string(bottom - top)}}
        );
    }
}

void draw_lane(markup& out, std::vector<rates> const& all, rate_unit const& unit, panel const& lane)
{
    double most = 0;
    for (rates const& r : all)
        most = std::max(most, r.rate_limited * unit.factor());
    count_axis const axis(most);
    std::vector<column> columns;
    for (rates const& r : all)
        columns.push_back({r.from, r.to, r.rate_limited * unit.factor() / axis.top()});
    level(out, lane.top(), "grid");
    label(out, "0", lane.top() - 8, std::string("429 answers ").append(unit.text()), "start", "panel");
    label(out, beside, lane.top() + 4, axis.ticks().back().text, "end");
    lane.open(out);
    draw(out, columns, "limited");
    out.close();
    level(out, lane.bottom(), "axis");
}

struct panel_of_latency
{
    panel where;
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
        auto const x = percent(place);
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
    std::vector<column> shown;
    for (latency_column const& c : columns)
        shown.push_back(
            {axis.place(c.from), axis.place(c.to), static_cast<double>(c.count) / static_cast<double>(most)}
        );
    label(out, "0", p.where.top() - 32, p.text, "start", "panel");
    p.where.open(out);
    draw(out, shown, p.name);
    out.close();
    level(out, p.where.bottom(), "axis");
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
    std::vector<column> done;
    std::vector<column> over;
    for (rates const& r : all) {
        done.push_back({r.from, r.to, r.done * unit.factor() / axis.top()});
        // The failed ones stand upon the done ones, of which the rest is seen.
        if (r.failed > 0)
            over.push_back({r.from, r.to, (r.done + r.failed) * unit.factor() / axis.top()});
    }

    bool const has_lane = run.attempts().rate_limited > 0;
    panel const main(28, 200);
    panel const lane(main.bottom() + 36, 42);
    int const bottom = has_lane ? lane.bottom() : main.bottom();

    out.open("ul", {{"class", "legend"}});
    legend_entry(out, "done", "done");
    if (!over.empty())
        legend_entry(out, "failed", "failed or unknown");
    if (has_lane)
        legend_entry(out, "limited", "answered 429: too many requests");
    if (!run.pauses().spans().empty())
        legend_entry(out, "pause", "a user pauses, as Box asked");
    out.close();

    begin_chart(out, "throughput-chart", bottom + 22, "Jobs over time", described(run, length));
    draw_pauses(out, run, length, main.top(), bottom);
    for (axis_tick const& tick : axis.ticks())
        level(out, main.y(tick.place), "grid");
    main.open(out);
    draw(out, over, "failed");
    draw(out, done, "done");
    out.close();
    level(out, main.bottom(), "axis");
    label(out, "0", 12, std::string("Jobs ").append(unit.text()), "start", "panel");
    label(out, beside, main.bottom() + 4, "0", "end");
    for (axis_tick const& tick : axis.ticks())
        label(out, beside, main.y(tick.place) + 4, tick.text, "end");
    if (has_lane)
        draw_lane(out, all, unit, lane);
    below(out, time_ticks(length), bottom);
    out.close();
}

void latency_chart(markup& out, run_statistics const& run)
{
    std::vector<panel_of_latency> panels;
    auto const add = [&panels](latency_histogram const& latency, char const* text, char const* name) {
        if (latency.count() > 0)
            panels.push_back({panel(panels.empty() ? 46 : 216, 96), latency, text, name});
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
    begin_chart(
        out, "latency-chart", bottom + 22, "How long requests and jobs took",
        "Two distributions over a logarithmic axis; the table below has the figures."
    );
    for (panel_of_latency const& p : panels)
        draw_latency(out, p, axis);
    below(out, axis.ticks(), bottom);
    out.close();
}

} // namespace boxlink::bulk
