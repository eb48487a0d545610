// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Looking for what means something in a text, of which there is little.

#include <bit>
#include <cstddef>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace boxlink::model {

#ifdef __SSE2__
template <class... Masks>
[[nodiscard]] __m128i any_of(__m128i first, Masks... others) noexcept
{
    ((first = _mm_or_si128(first, others)), ...);
    return first;
}
#endif

/**
 * How many bytes at the front of a text are no marks.
 *
 * \tparam Marks tells of one byte whether it is a mark (`is_mark`), and which of 16 are where there is SSE2 (`marks_in`, all bits set for a mark).
 */
template <class Marks>
[[nodiscard]] std::size_t plain_length(std::string_view text) noexcept
{
    std::size_t at = 0;
#ifdef __SSE2__
    for (; text.size() - at >= 16; at += 16) {
        __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + at));
        auto const marks = static_cast<unsigned>(_mm_movemask_epi8(Marks::marks_in(bytes)));
        if (marks != 0)
            return at + static_cast<std::size_t>(std::countr_zero(marks));
    }
#endif
    while (at < text.size() && !Marks::is_mark(text[at]))
        ++at;
    return at;
}

} // namespace boxlink::model
