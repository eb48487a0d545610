// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/report.hpp"

#include "bulk/report/charts.hpp"
#include "bulk/report/drawing.hpp"
#include "bulk/report/file.hpp"
#include "bulk/report/markup.hpp"
#include "bulk/report/style.hpp"
#include "bulk/report/tables.hpp"
#include "bulk/report/text.hpp"
#include "model/text.hpp"

#include <boxlink/version.hpp>

#include <algorithm>

namespace boxlink::bulk {
namespace {

constexpr std::size_t longest_fact = 1'000;
constexpr std::size_t most_lines = 40;

using std::chrono::nanoseconds;

// A job as a whole, earlier runs included.
struct whole_job
{
    user_totals totals;
    std::uint64_t rejected;
    std::optional<std::uint64_t> remaining;

    [[nodiscard]] std::uint64_t over() const noexcept { return totals.jobs() + rejected; }
    [[nodiscard]] std::uint64_t all() const noexcept { return over() + remaining.value_or(0); }
};

whole_job whole_of(run_statistics const& run, report_facts const& facts)
{
    whole_job out = {run.totals(), std::max(facts.rejected, run.rejected()), std::nullopt};
    out.totals.add(facts.earlier);
    if (facts.rows)
        out.remaining = *facts.rows - std::min(*facts.rows, out.over());
    return out;
}

std::string rows_text(std::uint64_t count)
{
    return model::counted(count) + (count == 1 ? " row" : " rows");
}

// The whole in a sentence, for who reads no further.
std::string sentence_of(whole_job const& job)
{
    if (job.all() == 0)
        return "There was nothing to do.";
    auto const missed = job.totals.failed + job.totals.unknown;
    std::string out;
    if (job.totals.done == job.all())
        out = job.all() == 1 ? "The one row is done" : "All " + rows_text(job.all()) + " are done";
    else
        out = model::counted(job.totals.done) + " of " + rows_text(job.all()) +
              (job.totals.done == 1 ? " is done" : " are done");
    if (missed > 0)
        out += "; " + model::counted(missed) + " failed";
    if (job.totals.unknown > 0)
        out += ", " + model::counted(job.totals.unknown) + " of which may have taken effect";
    if (job.rejected > 0)
        out += "; " + model::counted(job.rejected) + " could not be understood";
    if (job.remaining.value_or(0) > 0)
        out += "; " + model::counted(*job.remaining) + (*job.remaining == 1 ? " remains" : " remain");
    return out + '.';
}

struct state_words
{
    char const* text;
    char const* name;
};

state_words state_of(whole_job const& job, report_end end)
{
    switch (end) {
    case report_end::finished:
        break;
    case report_end::interrupted:
        return {"Interrupted", "warn"};
    case report_end::out_of_time:
        return {"Out of time", "warn"};
    case report_end::broken_off:
        return {"Broken off by an error", "bad"};
    }
    if (job.totals.failed + job.totals.unknown + job.rejected > 0)
        return {"Finished, with failures", "warn"};
    return {"Finished", "good"};
}

void add_head(markup& out, report_facts const& facts)
{
    out.open("head").single("meta", {{"charset", "utf-8"}});
    out.single(
        "meta", {{"http-equiv", "Content-Security-Policy"},
                 {"content", "default-src 'none'; style-src 'unsafe-inline'"}}
    );
    out.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
    out.element("title", facts.input + " – report of a bulk job");
    out.open("style").verbatim(report_style).close();
    out.close();
}

void add_header(markup& out, whole_job const& job, report_facts const& facts)
{
    state_words const state = state_of(job, facts.end);
    out.open("header");
    out.open("p", {{"class", "kind"}}).text("Bulk job for shared links on Box · ");
    out.element("span", state.text, {{"class", std::string("state ") + state.name}}).close();
    out.element("h1", facts.input);
    out.element("p", sentence_of(job), {{"class", "lead"}});
    if (!facts.error.empty())
        out.element("p", facts.error, {{"class", "error"}});
    out.close();
}

void begin_section(markup& out, char const* id, std::string_view title)
{
    std::string const name = id;
    out.open("section", {{"id", name}, {"aria-labelledby", name + "-title"}});
    out.element("h2", title, {{"id", name + "-title"}});
}

void figure(markup& out, char const* name, std::string_view value, std::string_view remark = {})
{
    out.open("div").element("dt", name).open("dd").text(value);
    if (!remark.empty())
        out.text(" ").element("small", remark);
    out.close().close();
}

void add_bar(markup& out, whole_job const& job)
{
    auto const all = static_cast<double>(job.all());
    std::pair<char const*, std::uint64_t> const parts[] = {
        {"done", job.totals.done}, {"failed", job.totals.failed},       {"unknown", job.totals.unknown},
        {"limited", job.rejected}, {"rest", job.remaining.value_or(0)},
    };
    out.open(
        "svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                {"class", "bar"},
                {"role", "img"},
                {"aria-labelledby", "bar-title bar-desc"},
                {"width", "100%"},
                {"height", "14"},
                {"viewBox", "0 0 1000 10"},
                {"preserveAspectRatio", "none"}}
    );
    out.element("title", "Shares of all rows", {{"id", "bar-title"}});
    out.element("desc", sentence_of(job), {{"id", "bar-desc"}});
    double at = 0;
    for (auto const& [name, count] : parts) {
        if (count == 0)
            continue;
        // What is there must be seen, however few they are.
        double const share = std::max(1'000 * static_cast<double>(count) / all, 3.0);
        double const from = std::min(at, 997.0);
        out.single(
            "rect", {{"class", name},
                     {"x", std::to_string(from)},
                     {"width", std::to_string(std::min(share, 1'000 - from))},
                     {"height", "10"}}
        );
        at += share;
    }
    out.close();
    out.open("ul", {{"class", "legend"}});
    char const* const words[] = {"done", "failed", "unknown", "not understood", "remaining"};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
        if (parts[i].second == 0)
            continue;
        std::string const share = share_text(parts[i].second, job.all());
        add_legend(out, parts[i].first, std::string(words[i]) + ' ' + share);
    }
    out.close();
}

std::string rate_text(std::uint64_t jobs, nanoseconds length)
{
    if (jobs == 0)
        return "–";
    double const rate =
        static_cast<double>(jobs) / std::max(std::chrono::duration<double>(length).count(), 1e-3);
    return rate < 0.5 && rate > 0 ? decimal_text(60 * rate) + "/min" : decimal_text(rate) + "/s";
}

void add_totals(
    markup& out,
    whole_job const& job,
    run_statistics const& run,
    report_facts const& facts,
    nanoseconds length
)
{
    begin_section(out, "totals", "Totals");
    out.open("dl", {{"class", "totals"}});
    auto const earlier = [](std::uint64_t count) {
        return count == 0 ? std::string() : model::counted(count) + " in earlier runs";
    };
    figure(out, "Done", model::counted(job.totals.done), earlier(facts.earlier.done));
    figure(out, "Failed", model::counted(job.totals.failed), earlier(facts.earlier.failed));
    figure(
        out, "Unknown", model::counted(job.totals.unknown),
        job.totals.unknown == 0 ? "" : "may have taken effect"
    );
    figure(out, "Remaining", job.remaining ? model::counted(*job.remaining) : "not known");
    figure(out, "Duration", duration_text(length), facts.earlier.jobs() > 0 ? "of this run" : "");
    figure(out, "Speed", rate_text(run.totals().jobs(), length), "jobs, on average");
    out.close();
    if (job.all() > 0)
        add_bar(out, job);
    out.element(
        "p",
        "Begun " + instant_text(run.begun_wall()) + ", ended " +
            instant_text(
                run.begun_wall() + std::chrono::duration_cast<std::chrono::system_clock::duration>(length)
            ) +
            ".",
        {{"class", "note"}}
    );
    out.close();
}

void add_charts(markup& out, run_statistics const& run, nanoseconds length)
{
    if (run.totals().jobs() > 0 || run.attempts().attempts > 0) {
        begin_section(out, "throughput", "Over time");
        out.open("div", {{"class", "plot"}});
        throughput_chart(out, run, length);
        out.close().close();
        begin_section(out, "latency", "How long it took");
        out.open("div", {{"class", "plot"}});
        latency_chart(out, run);
        out.close();
        latency_table(out, run);
        out.close();
    }
}

void add_failures(markup& out, run_statistics const& run, report_facts const& facts)
{
    begin_section(out, "failures", "What failed, and what to do");
    if (run.totals().failed + run.totals().unknown + run.rejected() > 0)
        failure_table(out, run, facts);
    else
        out.element("p", "Nothing failed in this run.");
    out.close();
}

void add_next(markup& out, report_facts const& facts)
{
    if (facts.files.empty() && facts.steps.empty())
        return;
    begin_section(out, "next", facts.steps.empty() ? "Files" : "Files, and how to go on");
    for (report_line const& step : facts.steps)
        out.element("p", step.name).open("pre").element("code", step.value).close();
    if (!facts.files.empty())
        pair_table(out, "On the machine that ran the job", facts.files);
    out.close();
}

void bound(std::vector<report_line>& lines)
{
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), most_lines)), lines.end());
    for (report_line& line : lines) {
        line.name = model::bounded(line.name, longest_fact);
        line.value = model::bounded(line.value, longest_fact);
    }
}

report_facts bounded(report_facts facts)
{
    facts.input = model::bounded(facts.input, longest_fact);
    facts.error = model::bounded(without_links(facts.error), longest_fact);
    bound(facts.options);
    bound(facts.files);
    bound(facts.steps);
    return facts;
}

bool has_users(run_statistics const& run)
{
    auto const first = run.busiest_users(1);
    return run.users() > 1 || (!first.empty() && !first.front().user.empty());
}

} // namespace

std::string html_report(run_statistics const& run, report_facts const& all_facts)
{
    report_facts const facts = bounded(all_facts);
    auto const length = std::max<nanoseconds>(facts.ended - run.begun(), nanoseconds(0));
    whole_job const job = whole_of(run, facts);

    markup out;
    out.verbatim(report_beginning);
    out.open("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}});
    add_head(out, facts);
    out.open("body").open("main");
    add_header(out, job, facts);
    add_totals(out, job, run, facts, length);
    add_charts(out, run, length);
    add_failures(out, run, facts);
    if (has_users(run)) {
        begin_section(out, "users", "Users");
        user_table(out, run);
        out.close();
    }
    add_next(out, facts);
    if (run.attempts().attempts > 0 || !facts.options.empty()) {
        begin_section(out, "facts", "The run in figures");
        run_tables(out, run, facts);
        out.close();
    }
    out.element(
        "footer", std::string("Made by boxlink ") + version +
                      ". Holds ids, names and messages of Box, but no addresses of links and no passwords. "
                      "Times are of this run."
    );
    out.close().close().close();
    return std::move(out).str() + '\n';
}

} // namespace boxlink::bulk
