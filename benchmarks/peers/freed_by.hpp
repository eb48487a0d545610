// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

namespace bench {

/// For a `std::unique_ptr` of what a library of C gives out.
template <auto Free>
class freed_by
{
public:
    template <typename Pointer>
    void operator()(Pointer* pointer) const noexcept
    {
        Free(pointer);
    }
};

} // namespace bench
