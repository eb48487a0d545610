// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/tables.hpp"

#include "bulk/records/error_names.hpp"
#include "bulk/report/advice.hpp"
#include "bulk/report/text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <string>

namespace boxlink::bulk {
namespace {

constexpr std::size_t users_shown = 20;

void head_cells(markup& out, std::initializer_list<std::pair<char const*, char const*>> cells)
{
    out.open("thead").open("tr");
    for (auto const& [text, name] : cells)
        out.element("th", text, {{"scope", "col"}, {"class", name}});
    out.close().close();
}

void number_cell(markup& out, std::string const& text)
{
    out.element("td", text, {{"class", "number"}});
}

std::string joined(std::vector<std::string> const& parts)
{
    std::string out;
    for (std::string const& part : parts)
        out += out.empty() ? part : " · " + part;
    return out;
}

// Where it was, and what Box called it.
std::string place_of(failure_example const& example)
{
    std::vector<std::string> parts;
    if (example.line != 0 && !example.item.empty())
        parts.push_back("line " + model::counted(example.line));
    if (!example.item.empty())
        parts.push_back(example.item);
    if (!example.as_user.empty())
        parts.push_back("as user " + example.as_user);
    if (example.status != 0)
        parts.push_back("HTTP " + std::to_string(example.status));
    if (!example.box_code.empty())
        parts.push_back(example.box_code);
    return joined(parts);
}

std::string ids_of(failure_example const& example)
{
    std::vector<std::string> parts;
    if (!example.request_id.empty())
        parts.push_back("request id " + example.request_id);
    if (!example.box_request_id.empty())
        parts.push_back("box-request-id " + example.box_request_id);
    return joined(parts);
}

void add_example(markup& out, failure_example const& example)
{
    out.open("li");
    if (std::string const place = place_of(example); !place.empty())
        out.element("span", place, {{"class", "where"}}).single("br");
    out.text(example.message);
    if (std::string const ids = ids_of(example); !ids.empty())
        out.element("span", ids, {{"class", "ids"}});
    out.close();
}

// What a body of the table shows.
struct failure_rows
{
    failure_words words;
    std::string_view name;
    std::uint64_t count;
    std::uint64_t unknown;
    std::vector<failure_example> const& examples;
};

void add_failures(markup& out, failure_rows const& rows, std::uint64_t all)
{
    out.open("tbody");
    out.open("tr", {{"class", "head"}}).open("th", {{"scope", "rowgroup"}});
    out.text(std::string(rows.words.title) + ' ').element("code", rows.name).close();
    number_cell(out, model::counted(rows.count));
    number_cell(out, share_text(rows.count, all));
    out.close();
    out.open("tr", {{"class", "more"}}).open("td", {{"colspan", "3"}});
    out.open("p", {{"class", "advice"}}).element("strong", "What to do: ").text(rows.words.advice);
    if (rows.unknown > 0) {
        std::string const which =
            rows.unknown == rows.count ? "All of them" : model::counted(rows.unknown) + " of them";
        out.text(" " + which + " may have taken effect nevertheless.");
    }
    out.close();
    out.open("ul", {{"class", "examples"}});
    for (failure_example const& example : rows.examples)
        add_example(out, example);
    out.close().close().close().close();
}

std::string average_of(user_totals const& totals)
{
    return latency_text(
        totals.duration / static_cast<std::int64_t>(std::max<std::uint64_t>(totals.jobs(), 1))
    );
}

void add_user(markup& out, std::string const& name, user_totals const& totals)
{
    out.open("tr").element("th", name, {{"scope", "row"}});
    number_cell(out, model::counted(totals.done));
    number_cell(out, model::counted(totals.failed));
    number_cell(out, model::counted(totals.unknown));
    number_cell(out, average_of(totals));
    out.close();
}

std::string_view in_words(wait_reason reason) noexcept
{
    switch (reason) {
    case wait_reason::none:
        break;
    case wait_reason::paced:
        return "For its turn within the user's rate limit";
    case wait_reason::rate_limited:
        return "For the end of a pause after 429";
    case wait_reason::concurrency:
        return "For a free connection or an overloaded server";
    case wait_reason::retry_budget:
        return "Because many others were being retried";
    case wait_reason::breaker:
        return "Because nearly everything failed";
    case wait_reason::back_off:
        return "Between a failed attempt and the next";
    case wait_reason::earlier_change:
        return "For an earlier change of the same item";
    case wait_reason::token:
        return "For an access token";
    }
    return "For another reason";
}

void wait_table(markup& out, run_statistics const& run)
{
    std::vector<std::pair<wait_reason, wait_totals>> waits;
    for (auto const reason :
         {wait_reason::paced, wait_reason::rate_limited, wait_reason::concurrency, wait_reason::retry_budget,
          wait_reason::breaker, wait_reason::back_off, wait_reason::earlier_change, wait_reason::token}) {
        if (run.waits(reason).count > 0)
            waits.emplace_back(reason, run.waits(reason));
    }
    if (waits.empty())
        return;
    out.open("table").element("caption", "Requests that had to wait, and how long at most");
    head_cells(out, {{"Why", ""}, {"Waits", "number"}, {"Longest known", "number"}});
    out.open("tbody");
    for (auto const& [reason, totals] : waits) {
        out.open("tr").element("th", in_words(reason), {{"scope", "row"}});
        number_cell(out, model::counted(totals.count));
        number_cell(out, totals.longest.count() == 0 ? "–" : latency_text(totals.longest));
        out.close();
    }
    out.close().close();
}

std::vector<report_line> requests_of(run_statistics const& run)
{
    attempt_totals const& a = run.attempts();
    auto const with_share = [&a](std::uint64_t count) {
        return count == 0 ? std::string("0")
                          : model::counted(count) + " (" + share_text(count, a.attempts) + ")";
    };
    return {
        {"Requests to Box", model::counted(a.attempts)},
        {"Answered 429 (too many requests)", with_share(a.rate_limited)},
        {"Answered 5xx (error of the server)", with_share(a.server_errors)},
        {"Without an answer", with_share(a.unanswered)},
        {"Tried once more", with_share(a.retries)},
        {"On a connection that was open already", with_share(a.reused_connections)},
        {"Sent, received", size_text(a.bytes_sent) + ", " + size_text(a.bytes_received)},
        {"Requests for access tokens", model::counted(a.token_requests)},
    };
}

} // namespace

void failure_table(markup& out, run_statistics const& run, report_facts const& facts)
{
    auto const all = run.totals().jobs() + run.rejected();
    out.open("table", {{"class", "failures"}});
    out.element(
        "caption",
        "By kind, the most frequent first, with their share of this run; up to three examples that differ"
    );
    head_cells(out, {{"What happened", ""}, {"Rows", "number"}, {"Share", "number"}});
    for (failure_group const& group : run.failures())
        add_failures(
            out, {words_for(group.code), error_name(group.code), group.count, group.unknown, group.examples},
            all
        );
    if (run.rejected() > 0)
        add_failures(
            out, {words_for_rejected_rows(), "invalid row", run.rejected(), 0, run.rejected_examples()}, all
        );
    out.close();
    if (facts.rejected > run.rejected())
        out.element(
            "p",
            model::counted(facts.rejected - run.rejected()) + " more rows were passed over in earlier runs.",
            {{"class", "note"}}
        );
}

void user_table(markup& out, run_statistics const& run)
{
    auto const lines = run.busiest_users(users_shown);
    out.open("table", {{"class", "users"}});
    out.element(
        "caption", "The users with the most jobs in this run, and the mean time of a job, its waits included"
    );
    head_cells(
        out, {{"User", ""},
              {"Done", "number"},
              {"Failed", "number"},
              {"Unknown", "number"},
              {"Mean time", "number"}}
    );
    out.open("tbody");
    user_totals rest = run.totals();
    for (user_line const& line : lines) {
        add_user(out, line.user.empty() ? "The login itself" : line.user, line.totals);
        rest.done -= line.totals.done;
        rest.failed -= line.totals.failed;
        rest.unknown -= line.totals.unknown;
        rest.duration -= line.totals.duration;
    }
    if (auto const others = run.users() - lines.size(); others > 0 || run.other_users().jobs() > 0) {
        std::string const number = model::counted(others);
        bool const is_more = run.other_users().jobs() > 0;
        add_user(
            out,
            is_more ? "More than " + number + " other users"
                    : number + (others == 1 ? " other user" : " other users"),
            rest
        );
    }
    out.close().close();
}

void latency_table(markup& out, run_statistics const& run)
{
    out.open("table").element(
        "caption", "Half of them took no longer than p50, 90 % no longer than p90, 99 % no longer than p99"
    );
    head_cells(
        out, {{"", ""}, {"p50", "number"}, {"p90", "number"}, {"p99", "number"}, {"Longest", "number"}}
    );
    out.open("tbody");
    for (auto const& [text, latency] :
         {std::pair("Requests", &run.attempt_latency()), std::pair("Jobs", &run.job_latency())}) {
        if (latency->count() == 0)
            continue;
        out.open("tr").element("th", text, {{"scope", "row"}});
        for (double const share : {0.5, 0.9, 0.99})
            number_cell(out, latency_text(latency->quantile(share)));
        number_cell(out, latency_text(latency->max()));
        out.close();
    }
    out.close().close();
}

void pair_table(markup& out, std::string_view caption, std::vector<report_line> const& lines)
{
    out.open("table", {{"class", "pairs"}}).element("caption", caption).open("tbody");
    for (report_line const& line : lines)
        out.open("tr").element("th", line.name, {{"scope", "row"}}).element("td", line.value).close();
    out.close().close();
}

void run_tables(markup& out, run_statistics const& run, report_facts const& facts)
{
    out.open("div", {{"class", "columns"}});
    if (run.attempts().attempts > 0) {
        out.open("div");
        pair_table(out, "Requests of this run", requests_of(run));
        out.close();
    }
    out.open("div");
    if (!facts.options.empty())
        pair_table(out, "What the job was told", facts.options);
    wait_table(out, run);
    out.close().close();
}

} // namespace boxlink::bulk
