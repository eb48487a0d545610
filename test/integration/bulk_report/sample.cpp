// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Writes a report of a run that never was, always the same: what a browser is to show.
// usage: sample FILE full|small|empty

#include "bulk/report/file.hpp"
#include "bulk/report/report.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>
#include <string>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

using std::chrono::nanoseconds;
using time_point = run_statistics::time_point;

constexpr time_point begun{};
constexpr std::chrono::sys_seconds begun_wall = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31) + 9h;

struct failure
{
    errc code;
    int status;
    char const* box_code;
    char const* message;
};

constexpr failure failures[] = {
    {errc::not_found, 404, "not_found", "Not Found"},
    {errc::not_found, 404, "trashed", "Item is trashed"},
    {errc::forbidden, 403, "access_denied_insufficient_permissions",
     "Access denied - insufficient permission for https://acme.app.box.com/s/0123456789abcdef"},
    {errc::conflict, 409, "conflict", "The vanity name <b>\"quarterly & figures\"</b> is taken \xe2\x80\xae"},
    {errc::bad_request, 400, "bad_request", "shared_link.unshared_at: must be in the future"},
    {errc::unavailable, 503, "", "Box is unavailable"},
    {errc::outcome_unknown, 0, "", "the connection broke after the request was sent, on 5 attempts"},
};

// Jobs of twenty minutes, as many as the users' limits permit.
class run
{
public:
    explicit run(run_statistics& to) : to_(to) {}

    void second(int number)
    {
        auto const at = begun + std::chrono::seconds(number);
        if (number == 290 || number == 705)
            pause(at);
        bool const is_paused = (number >= 290 && number < 321) || (number >= 705 && number < 722);
        int const jobs = is_paused ? 14 : 62 + static_cast<int>(random_() % 9);
        for (int i = 0; i < jobs; ++i)
            job(at + i * 900ms / jobs);
    }

private:
    double normal() { return std::normal_distribution<double>()(random_); }

    nanoseconds latency() { return nanoseconds(std::llround(2.4e8 * std::exp(0.45 * normal()))); }

    void pause(time_point at)
    {
        for (int i = 0; i < 23; ++i) {
            attempt_report report;
            report.status = 429;
            report.retry = retry_reason::rate_limited;
            report.total = 80ms;
            to_.on_attempt(report, at + i * 60ms);
        }
        wait_report wait;
        wait.reason = wait_reason::rate_limited;
        wait.expected = at - begun < 500s ? 31s : 17s;
        to_.on_wait(wait, at);
    }

    void job(time_point at)
    {
        auto const number = count_++;
        bulk_outcome outcome(number, bulk_job(item_ref::file(std::to_string(1'234'500'000 + 7 * number))));
        // Some users have far more than others.
        auto const user =
            static_cast<int>(40 * std::pow(static_cast<double>(random_() % 1'000) / 1'000, 2.0));
        outcome.job.as_user = std::to_string(30'112'233 + user);
        auto const took = latency();
        bool const is_down = at - begun > 900s && at - begun < 960s;
        if (random_() % 1'000 < (is_down ? 220u : 12u))
            fail(outcome, is_down ? failures[5 + random_() % 2] : failures[random_() % 5]);
        attempt_report report;
        report.status = outcome.failure ? outcome.failure->status : 200;
        report.retry = report.status >= 500 ? retry_reason::server_error : retry_reason::none;
        report.total = took;
        report.reused_connection = random_() % 200 != 0;
        report.bytes_sent = 412;
        report.bytes_received = 903;
        to_.on_attempt(report, at);
        wait_report wait;
        wait.reason = wait_reason::paced;
        wait.expected = 40ms + latency();
        to_.on_wait(wait, at);
        outcome.duration = took + 3 * latency();
        to_.on_outcome(outcome, job_place(number, number + 2), at);
    }

    void fail(bulk_outcome& outcome, failure const& what)
    {
        error_info& info = outcome.failure.emplace(what.code, what.message);
        info.status = what.status;
        info.box_code = what.box_code;
        info.may_have_taken_effect = what.code == errc::outcome_unknown;
        if (what.status != 0) {
            info.request_id = "abcd" + std::to_string(outcome.index) + "efgh";
            info.box_request_id = "0" + std::to_string(outcome.index) + "f3e2d1c0b9a8";
        }
    }

    run_statistics& to_;
    std::mt19937 random_{5};
    std::uint64_t count_ = 0;
};

std::string full()
{
    run_statistics statistics(begun, begun_wall);
    run jobs(statistics);
    for (int second = 0; second < 1'200; ++second)
        jobs.second(second);
    for (std::uint64_t line : {std::uint64_t{17}, std::uint64_t{40'112}}) {
        row_error fault(line, "expires", "\"31.01.2027\" is no point of time; write 2027-01-31T00:00:00Z");
        fault.index = line - 2;
        statistics.on_rejected(fault, begun);
    }
    report_facts facts("quarterly-reports.csv", begun + 1'201s);
    facts.rows = 100'000;
    facts.earlier.done = 12'000;
    facts.earlier.failed = 31;
    facts.rejected = 2;
    facts.end = report_end::interrupted;
    facts.options = {
        {"operation", "share"}, {"access", "company"}, {"expires", "30 d"}, {"concurrency", "1,000"}};
    facts.files = {
        {"Results", "/srv/exports/2027-01/quarterly-reports.results.csv"},
        {"Rows that failed", "/srv/exports/2027-01/quarterly-reports.failed.csv"},
        {"Journal", "/srv/exports/2027-01/quarterly-reports.journal"}};
    facts.steps = {
        {"To go on where it stopped:", "boxlink bulk quarterly-reports.csv --access company --expires 30d "
                                       "--journal quarterly-reports.journal --resume"},
        {"To do once more what failed:", "boxlink bulk quarterly-reports.csv --access company --expires 30d "
                                         "--journal quarterly-reports.journal --retry-failed"}};
    return html_report(statistics, facts);
}

std::string small()
{
    run_statistics statistics(begun, begun_wall);
    bulk_outcome outcome(0, bulk_job(item_ref::folder("7")));
    outcome.duration = 310ms;
    statistics.on_outcome(outcome, job_place(0, 2), begun + 310ms);
    report_facts facts("one.csv", begun + 320ms);
    facts.rows = 1;
    return html_report(statistics, facts);
}

std::string empty()
{
    run_statistics const statistics(begun, begun_wall);
    report_facts facts("nothing.csv", begun);
    facts.rows = 0;
    return html_report(statistics, facts);
}

} // namespace

int main(int argc, char** argv)
{
    std::string const kind = argc == 3 ? argv[2] : "";
    if (kind != "full" && kind != "small" && kind != "empty") {
        std::cerr << "usage: sample FILE full|small|empty\n";
        return 2;
    }
    auto const written = write_report(argv[1], kind == "full" ? full() : kind == "small" ? small() : empty());
    if (!written)
        std::cerr << written.error().message << '\n';
    return written ? 0 : 1;
}
