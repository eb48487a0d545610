// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_rows.hpp"

#include "model/wipe.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::size_t piece_of_many = 8UL * 1024;
constexpr std::size_t piece_of_all = 64UL * 1024;

// A reader that needs more for one row has grown, and does not shrink.
constexpr unsigned most_pieces_for_row = 2;

} // namespace

// The rows of one run that have not been given.
class table_rows::lane
{
public:
    lane(std::uint32_t number, row_place const& first, std::uint64_t rows, std::uint64_t byte)
        : run(number), begin(first), left(rows), end(byte)
    {}

    std::uint32_t run;
    /// Where the reader begins, once it is needed.
    row_place begin;
    /// Whether the row there was given already.
    bool is_given = false;
    std::uint64_t left;
    std::unique_ptr<job_reader> reader;
    /// The next byte for the reader.
    std::uint64_t at = 0;
    /// Behind the run: the reader goes beyond it only in search of a missing quotation mark.
    std::uint64_t end;
    bool is_finished = false;
};

table_rows::table_rows(table_file const& file, table_survey survey, row_options options)
    : file_(file), survey_(std::move(survey)), options_(std::move(options))
{
    open_lanes();
}

table_rows::~table_rows()
{
    // There may be passwords in it.
    model::wipe(piece_);
}

void table_rows::open_lanes()
{
    piece_.resize(survey_.runs.empty() ? piece_of_all : piece_of_many);
    if (survey_.runs.empty() && survey_.rows != 0)
        lanes_.push_back(std::make_unique<lane>(table_run::none, survey_.first, survey_.rows, file_.size()));
    for (; users_ < std::min(survey_.users.size(), max_table_lanes); ++users_)
        lanes_.push_back(lane_of(survey_.users[users_]));
}

std::unique_ptr<table_rows::lane> table_rows::lane_of(std::uint32_t run) const
{
    row_place const& begin = survey_.runs[run].begin;
    bool const is_last = run + 1 == survey_.runs.size();
    std::uint64_t const behind = is_last ? survey_.rows : survey_.runs[run + 1].begin.index;
    std::uint64_t const end = is_last ? file_.size() : survey_.runs[run + 1].begin.offset;
    return std::make_unique<lane>(run, begin, behind - begin.index, end);
}

result<job_entry*> table_rows::next()
{
    if (std::exchange(is_turn_over_, false))
        move_on();
    if (lanes_.empty()) {
        if (auto const same = file_.check_unchanged(); !same)
            return same.error();
        return nullptr;
    }
    auto const entry = read(*lanes_[turn_]);
    is_turn_over_ = entry.has_value();
    return entry;
}

result<job_entry*> table_rows::read(lane& from)
{
    if (!from.reader)
        open_reader(from);
    for (unsigned pieces = 0;; ++pieces) {
        while (auto* const entry = from.reader->next()) {
            if (std::exchange(from.is_given, false))
                continue;
            --from.left;
            return pieces > most_pieces_for_row ? close_reader(from, std::move(*entry)) : entry;
        }
        if (auto const fed = feed(from); !fed)
            return fed.error();
    }
}

// Lets go of a reader that has grown, but for its last row.
job_entry* table_rows::close_reader(lane& from, job_entry&& last)
{
    auto& kept = last_of_closed_.emplace(std::move(last));
    from.begin = from.reader->place();
    from.is_given = true;
    from.reader.reset();
    return &kept;
}

void table_rows::open_reader(lane& from) const
{
    from.reader = std::make_unique<job_reader>(survey_.format, options_, survey_.header, from.begin);
    from.at = from.begin.offset;
    from.is_finished = false;
}

result<void> table_rows::feed(lane& from)
{
    // There were more rows when the table was surveyed.
    if (from.is_finished)
        return file_.changed();
    std::uint64_t size = piece_.size();
    if (from.at < from.end)
        size = std::min(size, from.end - from.at);
    auto const got = file_.read_at(from.at, piece_.data(), static_cast<std::size_t>(size));
    if (!got)
        return got.error();
    from.at += *got;
    from.is_finished = *got == 0;
    if (from.is_finished)
        from.reader->finish();
    else
        from.reader->feed(std::string_view(piece_).substr(0, *got));
    return {};
}

// Where the lane goes on when its run is over; `none` if no user has more rows, or all of them have lanes.
std::uint32_t table_rows::run_after(lane const& over)
{
    if (over.run == table_run::none)
        return table_run::none;
    std::uint32_t const same_user = survey_.runs[over.run].next;
    if (same_user != table_run::none || users_ == survey_.users.size())
        return same_user;
    return survey_.users[users_++];
}

// Gives the turn to the next user.
void table_rows::move_on()
{
    auto& now = lanes_[turn_];
    bool is_there = true;
    if (now->left == 0) {
        std::uint32_t const run = run_after(*now);
        is_there = run != table_run::none;
        if (is_there)
            now = lane_of(run);
    }
    if (is_there)
        ++turn_;
    else
        lanes_.erase(lanes_.begin() + static_cast<std::ptrdiff_t>(turn_));
    if (turn_ == lanes_.size())
        turn_ = 0;
}

} // namespace boxlink::bulk
