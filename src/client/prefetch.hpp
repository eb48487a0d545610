// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>

namespace boxlink::client_impl {

/// Has an object that was not used for long brought from memory, all of it at once, while something else is done: its use would bring it line by line, and wait for
/// each.
template <class T>
void prefetch(T const& object) noexcept
{
    constexpr std::size_t line = 64;
    auto const* const begin = reinterpret_cast<char const*>(&object);
    for (std::size_t i = 0; i < sizeof(T); i += line)
        __builtin_prefetch(begin + i);
}

} // namespace boxlink::client_impl
