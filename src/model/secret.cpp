// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/wipe.hpp"

#include <boxlink/secret.hpp>

#include <utility>

namespace boxlink {

secret::secret(std::string text) noexcept : text_(std::move(text))
{
    model::wipe(text);
    // From here on an empty one holds nothing, behind its end neither.
    if (text_.empty())
        wipe();
}

secret::secret(secret const& other) = default;

secret::secret(secret&& other) noexcept : text_(std::move(other.text_))
{
    other.wipe();
}

secret& secret::operator=(secret const& other)
{
    if (this != &other)
        *this = secret(other);
    return *this;
}

secret& secret::operator=(secret&& other) noexcept
{
    if (this != &other) {
        wipe(); // before the assignment, which may free the memory
        text_ = std::move(other.text_);
        other.wipe();
    }
    return *this;
}

secret::~secret()
{
    if (!text_.empty())
        wipe();
}

void secret::wipe() noexcept
{
    model::wipe(text_);
}

} // namespace boxlink
