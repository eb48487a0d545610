// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The columns of a table of jobs, by the names that people give them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// What a cell tells of a job.
enum class job_column
{
    item,
    type,
    id,
    access,
    password,
    expires,
    vanity_name,
    download,
    edit,
    as_user,
    operation,
};

inline constexpr std::size_t job_column_count = 11;

/// The name as it is documented, such as `vanity_name`.
[[nodiscard]] std::string_view to_string(job_column column) noexcept;

/// The column of that name, or of the one that the official command line calls it by, such as `unshared-at`. Case, dashes, underscores and blanks
/// don't matter.
[[nodiscard]] std::optional<job_column> find_job_column(std::string_view name);

/// What to do about a name that is none: the known one that is nearest, and all of them.
[[nodiscard]] std::string advice_on_column(std::string_view name);

} // namespace boxlink::bulk
