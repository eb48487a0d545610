// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_survey.hpp"

#include "bulk/records/input_digest.hpp"
#include "model/wipe.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

namespace boxlink::bulk {
namespace {

// Finds the runs of each user.
class run_finder
{
public:
    // A wrong row has no user of its own.
    void add_wrong(row_place const& at)
    {
        if (runs_.empty() && !is_alternating_)
            runs_.emplace_back(at);
    }

    void add(row_place const& at, std::optional<std::string> const& as_user)
    {
        if (is_alternating_ || (user_ && *user_ == as_user))
            return;
        // The rows before the first good one are its user's.
        if (user_ || runs_.empty())
            runs_.emplace_back(at);
        user_ = as_user;
        if (runs_.size() > max_table_runs)
            give_up();
        else
            link(as_user.value_or(std::string()));
    }

    void tell(table_survey& survey) &&
    {
        if (users_.size() < 2)
            return;
        survey.runs = std::move(runs_);
        survey.users = std::move(users_);
    }

private:
    void link(std::string const& user)
    {
        auto const run = static_cast<std::uint32_t>(runs_.size() - 1);
        auto const [last, is_new] = last_runs_.try_emplace(user, run);
        if (is_new)
            users_.push_back(run);
        else
            runs_[std::exchange(last->second, run)].next = run;
    }

    void give_up()
    {
        is_alternating_ = true;
        runs_ = {};
        users_ = {};
        last_runs_ = {};
    }

    std::vector<table_run> runs_;
    std::vector<std::uint32_t> users_;
    std::unordered_map<std::string, std::uint32_t> last_runs_;
    // Whose the last good row was.
    std::optional<std::optional<std::string>> user_;
    bool is_alternating_ = false;
};

row_options without_texts(row_options options)
{
    options.keeps_text = false;
    return options;
}

// Reads all of a table.
class surveyor
{
public:
    surveyor(
        table_format format, row_options const& options, std::function<void(row_error const&)> const& on_fault
    )
        : reader_(format, without_texts(options)), on_fault_(on_fault)
    {
        survey_.format = format;
    }

    void feed(std::string_view bytes)
    {
        digest_.feed(bytes);
        reader_.feed(bytes);
        take();
    }

    [[nodiscard]] bool is_broken() const noexcept { return survey_.is_broken; }

    table_survey finish() &&
    {
        reader_.finish();
        take();
        survey_.header = reader_.header();
        if (!survey_.is_broken)
            survey_.digest = digest_.text();
        std::move(runs_).tell(survey_);
        return std::move(survey_);
    }

private:
    void take()
    {
        while (job_entry const* const entry = reader_.next()) {
            auto const* const fault = std::get_if<row_error>(&*entry);
            if (fault) {
                ++survey_.faults;
                on_fault_(*fault);
            }
            survey_.is_broken = fault && !fault->index;
            if (survey_.is_broken)
                return;
            row_place const& at = reader_.place();
            if (survey_.rows++ == 0)
                survey_.first = at;
            if (fault)
                runs_.add_wrong(at);
            else
                runs_.add(at, std::get<job_row>(*entry).job.as_user);
        }
    }

    job_reader reader_;
    input_digest digest_;
    run_finder runs_;
    table_survey survey_;
    std::function<void(row_error const&)> const& on_fault_;
};

} // namespace

result<table_survey> survey_table(
    table_file const& file,
    std::optional<table_format> format,
    row_options const& options,
    std::function<void(row_error const&)> const& on_fault
)
{
    model::wiped_buffer<64UL * 1024> piece;
    std::optional<surveyor> all;
    for (std::uint64_t at = 0;;) {
        auto const got = file.read_at(at, piece.data(), piece.size());
        if (!got)
            return got.error();
        std::string_view const bytes(piece.data(), *got);
        if (!all)
            all.emplace(format ? *format : format_by_beginning(bytes), options, on_fault);
        all->feed(bytes);
        at += bytes.size();
        if (bytes.size() < piece.size() || all->is_broken())
            break;
    }
    if (auto const same = file.check_unchanged(); !same)
        return same.error();
    return std::move(*all).finish();
}

} // namespace boxlink::bulk
