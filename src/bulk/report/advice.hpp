// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Failures in the words of people.

#include <boxlink/error.hpp>

#include <string_view>

namespace boxlink::bulk {

/// What a failure means to somebody who did not write the program, and what to do.
struct failure_words
{
    std::string_view title;
    std::string_view advice;
};

/// The words for any code, those that are no `errc` too.
[[nodiscard]] failure_words words_for(error_code const& code) noexcept;

/// The words for rows that are no jobs.
[[nodiscard]] failure_words words_for_rejected_rows() noexcept;

} // namespace boxlink::bulk
