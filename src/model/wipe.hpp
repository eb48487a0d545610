// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string.h>
#include <string>

namespace boxlink::model {

/// Overwrites all memory of a string, the part behind its end included, and empties it. To be called on
/// moved-from strings too: a short text stays behind in the object when it is moved.
inline void wipe(std::string& text) noexcept
{
    text.resize(text.capacity()); // within the capacity: allocates nothing
    ::explicit_bzero(text.data(), text.size());
    text.clear();
}

/// Wipes a buffer at the end of its scope.
template <std::size_t Size>
class wiped_buffer
{
public:
    wiped_buffer() noexcept = default;
    wiped_buffer(wiped_buffer const&) = delete;
    wiped_buffer& operator=(wiped_buffer const&) = delete;
    ~wiped_buffer() { ::explicit_bzero(bytes_, Size); }

    [[nodiscard]] char* data() noexcept { return bytes_; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }

private:
    char bytes_[Size];
};

} // namespace boxlink::model
