// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_report.hpp"

#include "bulk/report/file.hpp"
#include "bulk/report/report.hpp"
#include "cli/refusal.hpp"

#include <chrono>
#include <utility>

namespace boxlink::cli {
namespace {

using std::chrono::steady_clock;

class gathering_observer final : public observer
{
public:
    gathering_observer(std::shared_ptr<bulk::run_statistics> statistics, std::shared_ptr<observer> other)
        : statistics_(std::move(statistics)), other_(std::move(other))
    {}

    void on_attempt(attempt_report const& report) override
    {
        statistics_->on_attempt(report, steady_clock::now());
        if (other_->wants_attempts())
            other_->on_attempt(report);
    }
    void on_wait(wait_report const& report) override
    {
        statistics_->on_wait(report, steady_clock::now());
        if (other_->wants_attempts())
            other_->on_wait(report);
    }
    void on_token(token_report const& report) override { other_->on_token(report); }
    void on_warning(std::string const& text) override { other_->on_warning(text); }

private:
    std::shared_ptr<bulk::run_statistics> statistics_;
    std::shared_ptr<observer> other_;
};

bulk::report_end kind_of(bulk_end const& end)
{
    if (end.ending.failure || end.ending.refusal || end.stop == bulk_stop::lost_output)
        return bulk::report_end::broken_off;
    if (end.ending.is_complete)
        return bulk::report_end::finished;
    return end.stop == bulk_stop::out_of_time ? bulk::report_end::out_of_time : bulk::report_end::interrupted;
}

std::string error_of(bulk_end const& end)
{
    if (end.ending.failure)
        return end.ending.failure->to_string();
    return end.ending.refusal ? end.ending.refusal->to_string() : end.how();
}

void add_file(bulk::report_facts& facts, char const* what, std::optional<std::string> const& path)
{
    if (path)
        facts.files.emplace_back(what, *path);
}

} // namespace

std::shared_ptr<bulk::run_statistics> begin_report(std::string const& path)
{
    if (auto const checked = bulk::check_report_file(path); !checked)
        throw usage_error(checked.error().message);
    return std::make_shared<bulk::run_statistics>(steady_clock::now(), std::chrono::system_clock::now());
}

std::shared_ptr<observer>
also_gather(std::shared_ptr<bulk::run_statistics> statistics, std::shared_ptr<observer> other)
{
    return std::make_shared<gathering_observer>(std::move(statistics), std::move(other));
}

bool write_report(
    bulk::run_statistics const& statistics,
    std::string const& input,
    bulk::journal_header const& header,
    bulk_end const& end,
    bulk_arguments const& args,
    surroundings const& around
)
{
    bulk::report_facts facts(input, steady_clock::now());
    facts.rows = end.rows;
    facts.earlier.done = end.all.done - end.tally.done;
    facts.earlier.failed = end.all.failed - end.tally.failed;
    facts.earlier.unknown = end.all.unknown - end.tally.unknown;
    facts.rejected = end.all.rejected;
    facts.end = kind_of(end);
    if (facts.end == bulk::report_end::broken_off)
        facts.error = error_of(end);
    for (auto const& [name, value] : header.options) {
        if (!value.empty() && value != unchanged)
            facts.options.emplace_back(name, value);
    }
    facts.options.emplace_back("concurrency", std::to_string(args.common.concurrency));
    if (args.common.rate)
        facts.options.emplace_back("rate", std::to_string(*args.common.rate) + " requests a minute");
    add_file(facts, "Results", args.results);
    add_file(facts, "Failed rows", args.failed);
    add_file(facts, "Journal", args.journal);
    if (auto advice = end.advice(args); !advice.empty())
        facts.steps.emplace_back("Next", std::move(advice));
    auto const written = bulk::write_report(*args.report, bulk::html_report(statistics, facts));
    if (!written)
        around.say(written.error().message);
    return written.has_value();
}

} // namespace boxlink::cli
