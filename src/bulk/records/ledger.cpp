// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/ledger.hpp"

#include "bulk/records/error_names.hpp"
#include "bulk/records/outcome_members.hpp"
#include "model/refusal.hpp"
#include "model/text.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <tuple>
#include <utility>

namespace boxlink::bulk {
namespace asio = boost::asio;

namespace {

constexpr std::string_view what_results = "results";
constexpr std::string_view what_failed = "failed rows";

result<void> check(ledger_files const& files, ledger_mode mode)
{
    if (files.results && !format_by_name(*files.results))
        return model::refusal(
            "results file " + model::quoted(*files.results, 300) +
            ": the end of its name tells no form; let it end in .jsonl or .csv"
        );
    bool const is_shared =
        (files.results && (files.results == files.failed || files.results == files.journal)) ||
        (files.failed && files.failed == files.journal);
    if (is_shared)
        return model::refusal("journal, results and failed rows: two of them are one file; name one for each"
        );
    if (mode != ledger_mode::begin && !files.journal)
        return model::refusal("journal: there is none to resume from; name the one that was begun with");
    return {};
}

bool is_left_to_the_next_run(bulk_outcome const& outcome)
{
    if (!outcome.failure)
        return false;
    auto const& code = outcome.failure->code;
    return code == asio::error::operation_aborted || code == errc::client_closed ||
           (is_of_configuration(code) && !outcome.job.as_user);
}

std::string name_of(std::optional<table_format> format)
{
    if (!format)
        return "none";
    return *format == table_format::csv ? "csv" : "jsonl";
}

} // namespace

result<std::unique_ptr<ledger>>
ledger::open(ledger_files const& files, journal_header header, ledger_mode mode)
{
    if (auto const checked = check(files, mode); !checked)
        return checked.error();
    std::unique_ptr<ledger> opened(new ledger);
    auto const format = files.results ? format_by_name(*files.results) : std::nullopt;
    opened->format_ = format.value_or(table_format::json_lines);
    header.options.emplace_back("results", name_of(format));
    header.options.emplace_back("failed", files.failed ? "yes" : "none");
    // A journal that is there, but has no results to go with it, would be in the way of the next attempt.
    bool const is_anew = mode == ledger_mode::begin;
    auto done = is_anew ? opened->begin_tables(files) : opened->open_journal(files, std::move(header), mode);
    if (done)
        done = is_anew ? opened->open_journal(files, std::move(header), mode) : opened->open_tables(files);
    if (done && mode == ledger_mode::retry_failed)
        done = opened->forget_failures();
    if (!done)
        return done.error();
    if (opened->results_ && opened->results_->size() == 0)
        opened->results_->append(results_header(opened->format_));
    if (opened->failed_ && opened->failed_->size() == 0 && !files.failed_header.empty())
        opened->failed_->append(files.failed_header + '\n');
    return opened;
}

result<void> ledger::open_journal(ledger_files const& files, journal_header header, ledger_mode mode)
{
    if (!files.journal)
        return {};
    auto opened = journal::open(
        *files.journal, header, mode == ledger_mode::begin ? journal_mode::begin : journal_mode::resume
    );
    if (!opened)
        return opened.error();
    journal_ = *std::move(opened);
    return {};
}

result<void> ledger::begin_tables(ledger_files const& files)
{
    for (auto const& [path, what, file] :
         {std::tuple(&files.results, what_results, &results_),
          std::tuple(&files.failed, what_failed, &failed_)}) {
        if (!*path)
            continue;
        auto begun = append_file::begin(std::string(what), **path);
        if (!begun)
            return begun.error();
        if (files.journal && !(*begun)->is_regular())
            return (*begun)->refusal("is no regular file, so that a journal cannot go with it; name one");
        *file = *std::move(begun);
    }
    return {};
}

// Without a journal that was begun, nothing is known of files that are there: they are not touched.
result<void> ledger::open_tables(ledger_files const& files)
{
    if (!journal_->is_resumed())
        return begin_tables(files);
    if (files.results) {
        auto opened =
            append_file::resume(std::string(what_results), *files.results, journal_->results_size());
        if (!opened)
            return opened.error();
        results_ = *std::move(opened);
    }
    if (files.failed) {
        auto opened = append_file::resume(std::string(what_failed), *files.failed, journal_->failed_size());
        if (!opened)
            return opened.error();
        failed_ = *std::move(opened);
    }
    return {};
}

// The journal first: it must not tell of rows that have been cut off.
result<void> ledger::forget_failures()
{
    if (journal_->states().failed() + journal_->states().unknown() == 0)
        return {};
    journal_->retry_failed();
    journal_->close_group();
    if (auto const committed = journal_->commit(journal_->results_size(), 0); !committed)
        return committed;
    return failed_ ? failed_->cut(0) : result<void>();
}

job_state ledger::state_of(std::uint64_t index) const
{
    return journal_ ? journal_->states().at(index) : job_state::none;
}

std::string_view ledger::unwritten_results() const noexcept
{
    return results_ ? results_->unwritten() : std::string_view();
}

void ledger::started(std::uint64_t index)
{
    if (!journal_)
        return;
    journal_->started(index);
    ++pending_;
}

bool ledger::finished(job_place const& place, secret const& row, bulk_outcome const& outcome)
{
    if (journal_ && is_left_to_the_next_run(outcome)) {
        if (!is_unknown(*outcome.failure)) {
            journal_->left(place.index);
            ++pending_;
        }
        return false;
    }
    ++pending_;
    if (results_)
        append_result_line(result_lines_, format_, place, outcome);
    if (outcome.failure)
        record_failure(place.index, row, *outcome.failure);
    else if (journal_)
        journal_->done(place.index);
    return true;
}

void ledger::rejected(row_error const& fault)
{
    ++pending_;
    if (results_)
        append_result_line(result_lines_, format_, fault);
    record_failure(fault.index.value_or(0), fault.text, error_info(errc::invalid_argument, fault.message));
}

void ledger::record_failure(std::uint64_t index, secret const& row, error_info const& failure)
{
    if (failed_) {
        failed_rows_.append(row.reveal());
        failed_rows_.push_back('\n');
    }
    if (!journal_)
        return;
    if (is_unknown(failure))
        journal_->unknown(index);
    else
        journal_->failed(index, error_name(failure.code));
}

void ledger::commit(std::function<void(result<void>)> on_end)
{
    if (results_)
        results_->append(result_lines_);
    if (failed_)
        failed_->append(failed_rows_.view());
    if (journal_)
        journal_->close_group();
    result_lines_.clear();
    failed_rows_.clear();
    pending_ = 0;
    asio::post(writer_, [this, on_end = std::move(on_end)] { on_end(write()); });
}

result<void> ledger::write()
{
    for (auto const* const file : {&results_, &failed_}) {
        if (!*file)
            continue;
        auto const written = journal_ ? (*file)->sync() : (*file)->write();
        if (!written)
            return written;
    }
    if (!journal_)
        return {};
    return journal_->commit(results_ ? results_->size() : 0, failed_ ? failed_->size() : 0);
}

} // namespace boxlink::bulk
