// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a bulk job has done so far, in a file, so that it can be resumed.

#include "bulk/records/append_file.hpp"
#include "bulk/records/job_states.hpp"
#include "bulk/records/journal_header.hpp"

#include <boxlink/error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::bulk {

/// What to do about a journal that is there already.
enum class journal_mode
{
    /// It is an error.
    begin,
    /// It is gone on with. Without one, a new one is begun.
    resume,
};

/// When the job of a journal was begun the first time; nothing if there is no such journal, or none that can be read: opening it tells why.
[[nodiscard]] std::optional<std::chrono::sys_seconds> begun_of_journal(std::string const& path);

/**
 * A text file for its owner only, that grows and is never changed within. Each line has a checksum of its own; a header tells the input and the options that it
 * belongs to. It holds neither secrets nor links. It is locked (flock) as long as it is open.
 *
 * Records are kept until `close_group`, and from then on until `commit`, which writes them together, closes them with a `commit` line, and syncs the file. Only
 * what such a line closes counts: what follows the last one is cut off when the journal is opened again. So a job is over if its `done` was committed; whoever
 * publishes outcomes commits them first to the file that they go to, then here with that file's length, so that the file can be cut back to what the journal
 * knows.
 *
 * A `started` needs no commit before its request is sent. If it is lost, the job counts as not begun and is done again, although Box may have done
 * it already: sharing, removing and reading a link converge, so that this changes nothing. A `started` that was committed tells that the job should be looked
 * at first. A job that is over before its group is closed has none.
 *
 * A line that is broken, and is followed by no commit or by one that ends the file, was being written when the machine stopped: it is cut off with its
 * group. Any other broken line is damage, and an error.
 *
 * One thread records and closes groups. While it records, another one may commit, and ask for the lengths of the last commit.
 */
class journal
{
public:
    /**
     * Opens and locks a journal.
     *
     * \return `errc::invalid_argument` if there is one and `mode` is `begin`, it is another job's, it is damaged, it is no journal or another process has
     * it; `errc::callback_failed` if it cannot be read or written.
     */
    [[nodiscard]] static result<std::unique_ptr<journal>>
    open(std::string path, journal_header const& header, journal_mode mode);

    /// For `open`.
    explicit journal(std::string path) : file_("journal", std::move(path)) {}

    /// Whether it was there before.
    [[nodiscard]] bool is_resumed() const noexcept { return is_resumed_; }

    /// When the job was begun the first time.
    [[nodiscard]] std::chrono::sys_seconds begun() const noexcept { return begun_; }

    /// The bytes that were not closed by a commit, and have been cut off.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

    /// The length of the results at the last commit.
    [[nodiscard]] std::uint64_t results_size() const noexcept { return results_size_; }

    /// The length of the file of failed rows at the last commit.
    [[nodiscard]] std::uint64_t failed_size() const noexcept { return failed_size_; }

    /// How far each job has come, records that are not committed included.
    [[nodiscard]] job_states const& states() const noexcept { return states_; }

    void started(std::uint64_t index);
    void done(std::uint64_t index);
    /// \param code a word that names the failure, such as `not_found`.
    void failed(std::uint64_t index, std::string_view code);
    void unknown(std::uint64_t index);
    /// It was begun, and given up before it changed anything.
    void left(std::uint64_t index);

    /// All that failed is to be done once more.
    void retry_failed();

    /// What was recorded until now belongs to the next commit. Not while one is under way.
    void close_group();

    /// Makes hold what was closed, and with it so many bytes of the other files. After a failure it is kept, to be committed again, and the file ends
    /// with the last commit.
    [[nodiscard]] result<void> commit(std::uint64_t results_size, std::uint64_t failed_size);

private:
    [[nodiscard]] result<void> lock();
    [[nodiscard]] result<bool> read_back(journal_header const& header, journal_mode mode);
    [[nodiscard]] result<void> write_header(journal_header const& header);
    void add(std::string_view record);

    append_file file_;
    /// The lines since the last group was closed.
    std::string group_;
    /// What was started since then.
    std::vector<std::uint64_t> newly_started_;
    /// The lines that were closed and are not committed.
    std::string closed_;
    job_states states_;
    std::chrono::sys_seconds begun_;
    std::uint64_t dropped_ = 0;
    std::uint64_t results_size_ = 0;
    std::uint64_t failed_size_ = 0;
    bool is_resumed_ = false;
};

} // namespace boxlink::bulk
