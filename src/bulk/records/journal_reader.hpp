// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "bulk/records/append_file.hpp"
#include "bulk/records/job_states.hpp"
#include "bulk/records/journal_header.hpp"
#include "bulk/records/journal_record.hpp"

#include <boxlink/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::bulk {

/// What the lines of a journal tell, a piece at a time. Only what a commit closes is told.
class journal_reader
{
public:
    /// \param expected what the journal has to belong to.
    explicit journal_reader(journal_header const& expected) : expected_(expected), header_(expected.begun) {}

    /// \return `errc::invalid_argument`, without the name of the file: it is no journal, another job's or damaged.
    [[nodiscard]] result<void> feed(std::string_view bytes);

    /// There are no more bytes.
    [[nodiscard]] result<void> finish();

    /// Whether there is a whole header. If not, nothing had been begun.
    [[nodiscard]] bool has_header() const noexcept { return has_header_; }

    [[nodiscard]] journal_header const& header() const noexcept { return header_; }
    [[nodiscard]] job_states& states() noexcept { return states_; }

    /// The bytes up to the end of the last commit.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// What the last commit tells of the other files.
    [[nodiscard]] std::uint64_t results_size() const noexcept { return results_size_; }
    [[nodiscard]] std::uint64_t failed_size() const noexcept { return failed_size_; }

private:
    [[nodiscard]] result<void> take(std::string_view line, bool is_whole);
    [[nodiscard]] result<void> take_broken(std::string_view line, bool is_whole);
    [[nodiscard]] result<void> take_after_break(std::string_view record);
    [[nodiscard]] result<void> take_header(std::string_view record);
    [[nodiscard]] result<void> take_record(std::string_view record);
    void commit(journal_record const& last);
    [[nodiscard]] error_info damage() const;

    journal_header const& expected_;
    journal_header header_;
    job_states states_;
    /// The beginning of a line that is not whole yet.
    std::string rest_;
    std::vector<journal_record> group_;
    std::uint64_t line_ = 0;
    /// Behind the last line that was taken.
    std::uint64_t at_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t results_size_ = 0;
    std::uint64_t failed_size_ = 0;
    /// The first line that is broken; 0 if none is.
    std::uint64_t broken_line_ = 0;
    bool is_closed_after_break_ = false;
    bool has_header_ = false;
};

} // namespace boxlink::bulk
