// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal.hpp"

#include "bulk/records/journal_reader.hpp"
#include "bulk/records/journal_record.hpp"

#include <cerrno>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace boxlink::bulk {

std::optional<std::chrono::sys_seconds> begun_of_journal(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string line;
    journal_header header{std::chrono::sys_seconds()};
    if (!std::getline(file, line) || record_of_line(line) != journal_format_record())
        return std::nullopt;
    if (!std::getline(file, line))
        return std::nullopt;
    auto const record = record_of_line(line);
    if (!record || !header.read(*record))
        return std::nullopt;
    return header.begun;
}

result<std::unique_ptr<journal>>
journal::open(std::string path, journal_header const& header, journal_mode mode)
{
    auto opened = std::make_unique<journal>(std::move(path));
    append_file& file = opened->file_;
    if (auto const done = file.open(append_file::use::read_and_write); !done)
        return done.error();
    if (!file.is_regular())
        return file.refusal("is no regular file; name one, or one that does not exist yet");
    if (auto const locked = opened->lock(); !locked)
        return locked.error();
    auto const is_there = opened->read_back(header, mode);
    if (!is_there)
        return is_there.error();
    auto const begun = *is_there ? result<void>() : opened->write_header(header);
    if (!begun)
        return begun.error();
    return opened;
}

result<void> journal::lock()
{
    if (::flock(file_.descriptor(), LOCK_EX | LOCK_NB) == 0)
        return {};
    if (errno == EWOULDBLOCK)
        return file_.refusal("another process works with it; wait until that one has ended");
    return file_.failure("be locked", errno);
}

// False if nothing had been begun.
result<bool> journal::read_back(journal_header const& header, journal_mode mode)
{
    journal_reader reader(header);
    std::string buffer(64 * 1024, '\0');
    std::uint64_t at = 0;
    while (true) {
        ssize_t const got = ::pread(file_.descriptor(), buffer.data(), buffer.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return file_.failure("be read", errno);
        if (got > 0 && mode == journal_mode::begin)
            return file_.refusal("there is such a file already; resume it, remove it, or name another");
        auto const taken =
            got == 0 ? reader.finish()
                     : reader.feed(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
        if (!taken)
            return file_.refusal(taken.error().message);
        if (got == 0)
            break;
        at += static_cast<std::uint64_t>(got);
    }
    dropped_ = at - reader.size();
    results_size_ = reader.results_size();
    failed_size_ = reader.failed_size();
    begun_ = reader.header().begun;
    states_ = std::move(reader.states());
    is_resumed_ = reader.has_header();
    if (auto const cut = file_.cut(reader.size()); !cut)
        return cut.error();
    return is_resumed_;
}

result<void> journal::write_header(journal_header const& header)
{
    // An empty one that others can read may have been there.
    if (::fchmod(file_.descriptor(), S_IRUSR | S_IWUSR) != 0)
        return file_.failure("be made private", errno);
    begun_ = header.begun;
    group_ = header.lines();
    if (group_.size() > max_journal_line)
        return file_.refusal("its header would be too long; give shorter options");
    close_group();
    return commit(0, 0);
}

void journal::started(std::uint64_t index)
{
    states_.set(index, job_state::started);
    newly_started_.push_back(index);
}

void journal::done(std::uint64_t index)
{
    states_.set(index, job_state::done);
    add("done " + std::to_string(index));
}

void journal::failed(std::uint64_t index, std::string_view code)
{
    states_.set(index, job_state::failed);
    add("failed " + std::to_string(index) + ' ' + std::string(code));
}

void journal::unknown(std::uint64_t index)
{
    states_.set(index, job_state::unknown);
    add("unknown " + std::to_string(index));
}

void journal::left(std::uint64_t index)
{
    states_.set(index, job_state::none);
    add("left " + std::to_string(index));
}

void journal::retry_failed()
{
    states_.forget_failures();
    add("retry");
}

void journal::add(std::string_view record)
{
    append_journal_line(group_, record);
}

void journal::close_group()
{
    for (std::uint64_t const index : newly_started_) {
        if (states_.at(index) == job_state::started)
            append_journal_line(group_, "started " + std::to_string(index));
    }
    newly_started_.clear();
    closed_ += group_;
    group_.clear();
}

result<void> journal::commit(std::uint64_t results_size, std::uint64_t failed_size)
{
    if (closed_.empty() && results_size == results_size_ && failed_size == failed_size_)
        return {};
    file_.append(closed_);
    std::string end;
    append_journal_line(
        end, "commit " + std::to_string(file_.size()) + ' ' + std::to_string(results_size) + ' ' +
                 std::to_string(failed_size)
    );
    file_.append(end);
    auto const synced = file_.sync();
    file_.discard();
    if (!synced)
        return synced;
    closed_.clear();
    results_size_ = results_size;
    failed_size_ = failed_size;
    return {};
}

} // namespace boxlink::bulk
