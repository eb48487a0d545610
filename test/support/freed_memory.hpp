// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string>

namespace boxlink::test {

/// A secret to look for. Characters that JSON and percent-encoding leave as they are: the text is recognised in every form.
/// Long enough for a string to grow several times while it is written.
extern std::string const marker;

/**
 * Looks into all memory that is given back in its scope, for the beginning of the marker.
 *
 * freed_memory.cpp replaces the global operator delete for that: a program that uses this is one of its own.
 */
class freed_memory_watch
{
public:
    freed_memory_watch();
    freed_memory_watch(freed_memory_watch const&) = delete;
    freed_memory_watch& operator=(freed_memory_watch const&) = delete;
    ~freed_memory_watch();

    /// In how many blocks it was found so far.
    [[nodiscard]] int leaks() const noexcept;
};

} // namespace boxlink::test
