// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The lines of a journal: a checksum (CRC-32C, eight hexadecimal digits), a blank, a record.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// No line of a journal is longer; whatever is, is none.
inline constexpr std::size_t max_journal_line = 64 * 1024;

/// Appends the line of a record, which must have no line end, and the line end.
void append_journal_line(std::string& out, std::string_view record);

/// The record of a line without its end; nothing if the checksum is not that of the record.
[[nodiscard]] std::optional<std::string_view> record_of_line(std::string_view line);

/// What happened to a job, or to all.
class journal_record
{
public:
    enum class kind
    {
        /// `started INDEX`: the job is begun.
        started,
        /// `done INDEX`
        done,
        /// `failed INDEX CODE`: nothing was changed.
        failed,
        /// `unknown INDEX`: failed, but something may have been changed.
        unknown,
        /// `left INDEX`: begun, ended, and nothing was changed. It is to be done as if it had not been begun.
        left,
        /// `retry`: all that failed is to be done once more.
        retry,
        /// `commit SINCE RESULTS FAILED`: all before it holds, and so do so many bytes of the other two files. The commit before ended at byte SINCE,
        /// so that the loss of one is seen.
        commit,
    };

    kind what;
    std::uint64_t index = 0;
    std::uint64_t since = 0;
    std::uint64_t results = 0;
    std::uint64_t failed = 0;

    explicit journal_record(kind of) : what(of) {}

    /// Nothing if the text is no such record.
    [[nodiscard]] static std::optional<journal_record> parse(std::string_view text);
};

} // namespace boxlink::bulk
