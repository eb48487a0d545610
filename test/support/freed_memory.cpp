// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "support/freed_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <string_view>

namespace boxlink::test {
namespace {

constexpr std::string_view start = "Marker-of-a-secret-0";

// Other threads free memory too.
std::atomic<bool> watching = false;
std::atomic<int> leaks_found = 0;

void give_back(void* memory) noexcept
{
    if (memory && watching) {
        std::string_view const bytes(static_cast<char const*>(memory), ::malloc_usable_size(memory));
        if (bytes.find(start) != std::string_view::npos)
            ++leaks_found;
    }
    std::free(memory);
}

} // namespace

std::string const marker = std::string(start) + std::string(400, 'x');

freed_memory_watch::freed_memory_watch()
{
    leaks_found = 0;
    watching = true;
}

freed_memory_watch::~freed_memory_watch()
{
    watching = false;
}

int freed_memory_watch::leaks() const noexcept
{
    return leaks_found;
}

} // namespace boxlink::test

void* operator new(std::size_t size)
{
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    boxlink::test::give_back(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    boxlink::test::give_back(memory);
}
