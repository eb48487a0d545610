// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal_reader.hpp"

#include "model/refusal.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::bulk {
namespace {

error_info no_journal()
{
    return model::refusal("it is no journal of boxlink, and is left as it is; name another");
}

// What the first line may begin with when the machine stopped while it was written.
std::string first_line()
{
    std::string line;
    append_journal_line(line, journal_format_record());
    return line;
}

} // namespace

result<void> journal_reader::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const end = bytes.find('\n');
        // Of a line that is too long for one, a part is enough to see that it is broken.
        if (rest_.size() <= max_journal_line)
            rest_ += bytes.substr(0, end);
        at_ += std::min(end, bytes.size());
        if (end == std::string_view::npos)
            return {};
        ++at_;
        bytes.remove_prefix(end + 1);
        auto const taken = take(rest_, true);
        rest_.clear();
        if (!taken)
            return taken;
    }
    return {};
}

result<void> journal_reader::finish()
{
    return rest_.empty() ? result<void>() : take(std::exchange(rest_, std::string()), false);
}

result<void> journal_reader::take(std::string_view line, bool is_whole)
{
    ++line_;
    if (is_closed_after_break_)
        return damage();
    auto const record = is_whole && line.size() <= max_journal_line ? record_of_line(line) : std::nullopt;
    if (!record)
        return take_broken(line, is_whole);
    if (broken_line_ != 0)
        return take_after_break(*record);
    return has_header_ ? take_record(*record) : take_header(*record);
}

result<void> journal_reader::take_broken(std::string_view line, bool is_whole)
{
    if (line_ == 1 && (is_whole || !first_line().starts_with(line)))
        return no_journal();
    if (broken_line_ == 0)
        broken_line_ = line_;
    return {};
}

result<void> journal_reader::take_after_break(std::string_view record)
{
    auto const known = journal_record::parse(record);
    bool const is_commit = known && known->what == journal_record::kind::commit;
    // The commit that is lost was safe before the next group was written, and so was the header before any.
    if (is_commit ? known->since != size_ : known && !has_header_)
        return damage();
    is_closed_after_break_ = is_commit;
    return {};
}

result<void> journal_reader::take_header(std::string_view record)
{
    if (line_ == 1 && record == journal_format_record())
        return {};
    if (line_ == 1 && is_journal_format(record))
        return model::refusal(
            "it was written by another version of boxlink; finish with that one, or begin anew with another "
            "journal"
        );
    if (line_ == 1)
        return no_journal();
    auto const closed = journal_record::parse(record);
    if (!closed || closed->what != journal_record::kind::commit)
        return header_.read(record) ? result<void>() : damage();
    if (closed->since != size_)
        return damage();
    has_header_ = true;
    commit(*closed);
    return expected_.check(header_);
}

result<void> journal_reader::take_record(std::string_view text)
{
    auto const record = journal_record::parse(text);
    if (!record)
        return damage();
    if (record->what != journal_record::kind::commit) {
        group_.push_back(*record);
        return {};
    }
    if (record->since != size_)
        return damage();
    commit(*record);
    return {};
}

void journal_reader::commit(journal_record const& last)
{
    for (journal_record const& record : group_) {
        switch (record.what) {
        case journal_record::kind::started:
            states_.set(record.index, job_state::started);
            break;
        case journal_record::kind::done:
            states_.set(record.index, job_state::done);
            break;
        case journal_record::kind::failed:
            states_.set(record.index, job_state::failed);
            break;
        case journal_record::kind::unknown:
            states_.set(record.index, job_state::unknown);
            break;
        case journal_record::kind::left:
            states_.set(record.index, job_state::none);
            break;
        case journal_record::kind::retry:
            states_.forget_failures();
            break;
        case journal_record::kind::commit:
            break;
        }
    }
    group_.clear();
    results_size_ = last.results;
    failed_size_ = last.failed;
    size_ = at_;
}

error_info journal_reader::damage() const
{
    std::uint64_t const line = broken_line_ != 0 ? broken_line_ : line_;
    return model::refusal(
        "line " + std::to_string(line) +
        " is damaged, and others follow it; restore the file, or begin anew with another journal"
    );
}

} // namespace boxlink::bulk
