// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/plain_text.hpp"

namespace boxlink::bulk {

/// What means something in CSV: commas, quotation marks and line ends.
class csv_marks
{
public:
    static constexpr bool is_mark(char c) noexcept
    {
        return c <= ',' && (c == ',' || c == '"' || c == '\r' || c == '\n');
    }

#ifdef __SSE2__
    static __m128i marks_in(__m128i bytes) noexcept
    {
        return model::any_of(
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))
        );
    }
#endif
};

} // namespace boxlink::bulk
