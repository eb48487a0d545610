// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/report.hpp"

#include "bulk/report/file.hpp"
#include "model/text.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

constexpr run_statistics::time_point begun{1h};
constexpr std::size_t most_bytes = 300 * 1024;

run_statistics make_run()
{
    return run_statistics(begun, std::chrono::sys_days(std::chrono::year(2027) / 1 / 31));
}

bulk_outcome make_outcome(std::string user = {})
{
    bulk_outcome out(0, bulk_job(item_ref::file("7")));
    if (!user.empty())
        out.job.as_user = std::move(user);
    out.duration = 310ms;
    return out;
}

bulk_outcome make_failure(errc code, std::string message = "why")
{
    bulk_outcome out = make_outcome();
    out.failure.emplace(code, std::move(message));
    return out;
}

/// Reads XML as strictly as is needed here: what is opened is closed, attributes are quoted and stand once, text is escaped.
class strict_reader
{
public:
    explicit strict_reader(std::string_view text) : rest_(text) {}

    void read()
    {
        while (!rest_.empty() && is_good_) {
            if (skip("<!--"))
                take_to("-->");
            else if (skip("<!DOCTYPE"))
                take_to(">");
            else if (skip("</"))
                close(take_to(">"));
            else if (skip("<"))
                open();
            else
                check_text(rest_.substr(0, rest_.find('<')), true);
        }
        BOOST_TEST(open_.empty());
        BOOST_TEST(is_good_, "not well-formed before " << rest_.substr(0, 100));
    }

private:
    bool skip(std::string_view what)
    {
        bool const is_there = rest_.starts_with(what);
        rest_.remove_prefix(is_there ? what.size() : 0);
        return is_there;
    }

    std::string_view take_to(std::string_view end)
    {
        auto const at = rest_.find(end);
        is_good_ = is_good_ && at != std::string_view::npos;
        std::string_view const piece = rest_.substr(0, at);
        rest_.remove_prefix(std::min(rest_.size(), piece.size() + end.size()));
        return piece;
    }

    void check_text(std::string_view text, bool is_taken = false)
    {
        is_good_ = is_good_ && model::is_utf8(text);
        for (std::size_t i = 0; i < text.size(); ++i) {
            bool good = text[i] == '\n' || !model::is_control(text[i]);
            if (text[i] == '&') {
                good = false;
                for (std::string_view const entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
                    good = good || text.substr(i).starts_with(entity);
            }
            is_good_ = is_good_ && good;
        }
        rest_.remove_prefix(is_taken ? text.size() : 0);
    }

    std::string_view name()
    {
        auto const length =
            rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789");
        std::string_view const out = rest_.substr(0, length);
        rest_.remove_prefix(out.size());
        is_good_ = is_good_ && !out.empty();
        return out;
    }

    void open()
    {
        std::string_view const tag = name();
        std::set<std::string_view> names;
        while (skip(" ") && is_good_) {
            is_good_ = names.insert(name()).second && skip("=\"");
            std::string_view const value = take_to("\"");
            is_good_ = is_good_ && value.find('<') == std::string_view::npos;
            check_text(value);
        }
        if (skip("/>"))
            return;
        is_good_ = is_good_ && skip(">");
        open_.push_back(tag);
    }

    void close(std::string_view tag)
    {
        is_good_ = is_good_ && !open_.empty() && open_.back() == tag;
        if (!open_.empty())
            open_.pop_back();
    }

    std::string_view rest_;
    std::vector<std::string_view> open_;
    bool is_good_ = true;
};

std::string checked_report(run_statistics const& run, report_facts const& facts)
{
    std::string html = html_report(run, facts);
    BOOST_TEST(html.size() < most_bytes);
    BOOST_TEST(html.starts_with(report_beginning));
    strict_reader(html).read();
    return html;
}

report_facts make_facts(std::optional<std::uint64_t> rows)
{
    report_facts facts("jobs.csv", begun + 10s);
    facts.rows = rows;
    return facts;
}

bool has(std::string const& html, std::string_view text)
{
    return html.find(text) != std::string::npos;
}

#define CHECK_HAS(html, text) BOOST_TEST(has(html, text), "no " << (text))
#define CHECK_HAS_NOT(html, text) BOOST_TEST(!has(html, text), "there is " << (text))

} // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(nothing_to_do)
{
    auto const html = checked_report(make_run(), make_facts(0));
    CHECK_HAS(html, "There was nothing to do.");
    CHECK_HAS(html, "Nothing failed in this run.");
    CHECK_HAS(html, ">Finished<");
    CHECK_HAS_NOT(html, "id=\"throughput\"");
    CHECK_HAS_NOT(html, "id=\"users\"");
    CHECK_HAS_NOT(html, "nan");
    CHECK_HAS_NOT(html, "inf ");
}

BOOST_AUTO_TEST_CASE(ended_before_it_began)
{
    auto facts = make_facts(std::nullopt);
    facts.ended = begun - 1s;
    auto run = make_run();
    run.on_outcome(make_outcome(), job_place(0, 2), begun - 2s);
    auto const html = checked_report(run, facts);
    CHECK_HAS(html, "not known");
    CHECK_HAS_NOT(html, "nan");
}

BOOST_AUTO_TEST_CASE(one_job)
{
    auto run = make_run();
    run.on_outcome(make_outcome(), job_place(0, 2), begun + 310ms);
    auto const html = checked_report(run, make_facts(1));
    CHECK_HAS(html, "The one row is done.");
    CHECK_HAS(html, "id=\"throughput-chart\"");
    CHECK_HAS(html, "310 ms");
    CHECK_HAS_NOT(html, "id=\"users\"");
    CHECK_HAS_NOT(html, "id=\"facts\"");
}

BOOST_AUTO_TEST_CASE(all_failed)
{
    auto run = make_run();
    for (int i = 0; i < 30; ++i)
        run.on_outcome(make_failure(errc::not_found), job_place(0, 2), begun + i * 100ms);
    auto const html = checked_report(run, make_facts(30));
    CHECK_HAS(html, "0 of 30 rows are done; 30 failed.");
    CHECK_HAS(html, "Finished, with failures");
    CHECK_HAS(html, "<code>not_found</code>");
    CHECK_HAS(html, "<td class=\"number\">100 %</td>");
    CHECK_HAS(html, "What to do: </strong>Check the ids");
}

BOOST_AUTO_TEST_CASE(earlier_runs_count)
{
    auto run = make_run();
    run.on_outcome(make_outcome(), job_place(0, 2), begun + 1s);
    auto failure = make_failure(errc::outcome_unknown);
    failure.failure->may_have_taken_effect = true;
    run.on_outcome(failure, job_place(0, 2), begun + 1s);
    run.on_rejected(row_error(3, "id", "is none"), begun);
    auto facts = make_facts(1'000);
    facts.earlier.done = 500;
    facts.earlier.failed = 20;
    facts.rejected = 4;
    facts.end = report_end::interrupted;
    facts.steps = {{"To go on:", "boxlink bulk 'a & b.csv' --resume"}};
    auto const html = checked_report(run, facts);
    CHECK_HAS(
        html, "501 of 1,000 rows are done; 21 failed, 1 of which may have taken effect; 4 could not be "
              "understood; 474 remain."
    );
    CHECK_HAS(html, ">Interrupted<");
    CHECK_HAS(html, "500 in earlier runs");
    CHECK_HAS(html, "3 more rows were passed over in earlier runs.");
    CHECK_HAS(html, "<code>boxlink bulk &#39;a &amp; b.csv&#39; --resume</code>");
}

BOOST_AUTO_TEST_CASE(more_jobs_than_rows)
{
    auto run = make_run();
    for (int i = 0; i < 3; ++i)
        run.on_outcome(make_outcome(), job_place(0, 2), begun);
    CHECK_HAS(checked_report(run, make_facts(2)), "All 3 rows are done.");
}

BOOST_AUTO_TEST_CASE(broken_off)
{
    auto facts = make_facts(5);
    facts.end = report_end::broken_off;
    facts.error = "results file <x>: cannot be written: see https://app.box.com/s/abc";
    auto const html = checked_report(make_run(), facts);
    CHECK_HAS(html, "Broken off by an error");
    CHECK_HAS(html, "results file &lt;x&gt;: cannot be written: see https://app.box.com/…");
    facts.end = report_end::out_of_time;
    CHECK_HAS(checked_report(make_run(), facts), "Out of time");
}

BOOST_AUTO_TEST_CASE(nothing_that_others_wrote_is_markup)
{
    std::string const evil =
        "<script>alert('1')</script>\"&amp;\x1b[2J\n\xe2\x80\xae\xff\xef\xbf\xbf]]>--><!--";
    auto run = make_run();
    auto outcome = make_failure(errc::conflict, evil);
    outcome.job.as_user = evil;
    outcome.failure->box_code = evil;
    outcome.failure->request_id = evil;
    outcome.failure->box_request_id = evil;
    run.on_outcome(outcome, job_place(0, 2), begun);
    run.on_rejected(row_error(3, evil, evil), begun);
    report_facts facts(evil, begun + 1s);
    facts.error = evil;
    facts.options = {{evil, evil}};
    facts.files = {{evil, evil}};
    facts.steps = {{evil, evil}};
    auto const html = checked_report(run, facts);
    CHECK_HAS_NOT(html, "<script");
    CHECK_HAS_NOT(html, "\xe2\x80\xae");
    CHECK_HAS(html, "\\x1b[2J\\n\\u{202e}\xef\xbf\xbd\\u{ffff}");
    CHECK_HAS(html, "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"");
}

BOOST_AUTO_TEST_CASE(no_addresses_of_links)
{
    auto run = make_run();
    auto outcome = make_outcome("42");
    outcome.link.emplace();
    outcome.link->url = "https://app.box.com/s/capability1";
    run.on_outcome(outcome, job_place(0, 2), begun);
    outcome = make_failure(errc::bad_request, "no: https://app.box.com/s/capability2");
    outcome.failure->context_json = "{\"url\":\"https://app.box.com/s/capability3\"}";
    run.on_outcome(outcome, job_place(0, 2), begun);
    run.on_rejected(row_error(3, "id", "\"https://app.box.com/s/capability4\" is no id"), begun);
    CHECK_HAS_NOT(checked_report(run, make_facts(3)), "capability");
}

BOOST_AUTO_TEST_CASE(a_million_outcomes_of_many_users)
{
    auto run = make_run();
    auto const fine = make_outcome();
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
        auto outcome =
            i % 50 == 0 ? make_failure(static_cast<errc>(1 + i / 50 % 28), std::string(400, '<')) : fine;
        outcome.job.as_user = std::to_string(i % 10'300);
        outcome.duration = std::chrono::microseconds(1 + i * i % 600'000'000);
        run.on_outcome(outcome, job_place(i, i + 2), begun + i * 3'600ms / 1'000);
        attempt_report attempt;
        attempt.status = i % 100 == 0 ? 429 : 200;
        attempt.total = outcome.duration / 2;
        run.on_attempt(attempt, begun + i * 3'600ms / 1'000);
        if (i % 1'000 == 0) {
            wait_report wait;
            wait.reason = wait_reason::rate_limited;
            wait.expected = 1s;
            run.on_wait(wait, begun + i * 3'600ms / 1'000);
        }
    }
    auto facts = make_facts(2'000'000);
    facts.ended = begun + 1h;
    for (int i = 0; i < 1'000; ++i)
        facts.options.emplace_back(std::string(3'000, 'o'), std::string(3'000, 'v'));
    auto const html = checked_report(run, facts);
    CHECK_HAS(html, "980,000 of 2,000,000 rows are done; 20,000 failed");
    CHECK_HAS(html, "1,000,000 remain.");
    CHECK_HAS(html, "More than 9,980 other users");
    CHECK_HAS(html, "<td class=\"number\">98</td>");
    BOOST_TEST(run.pauses().spans().size() <= run_spans::most_spans);
}

BOOST_AUTO_TEST_SUITE_END()
