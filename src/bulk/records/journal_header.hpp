// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::bulk {

/// What a journal belongs to. It holds no secret: of a password it says at most that there is one.
class journal_header
{
public:
    /// The digest of the input, or what else tells it from others.
    std::string input;
    /// The options that have to be the same when the job is resumed, by their names.
    std::vector<std::pair<std::string, std::string>> options;
    /// When the job was begun.
    std::chrono::sys_seconds begun;

    explicit journal_header(std::chrono::sys_seconds when) : begun(when) {}

    /// The lines that begin a journal.
    [[nodiscard]] std::string lines() const;

    /// Whether a journal that begins with `recorded` is that of this job. \return what differs and what to do, if it is not.
    [[nodiscard]] result<void> check(journal_header const& recorded) const;

    /// Reads one record of the header after the first. False if it is none.
    [[nodiscard]] bool read(std::string_view record);
};

/// The record that a journal begins with.
[[nodiscard]] std::string_view journal_format_record() noexcept;

/// Whether a record is the first one of a journal of any version.
[[nodiscard]] bool is_journal_format(std::string_view record) noexcept;

} // namespace boxlink::bulk
