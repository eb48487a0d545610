// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/wipe.hpp"

#include <boxlink/secret.hpp>

#include <utility>

namespace boxlink {

// An empty one holds nothing, behind its end neither, from here on: then there is nothing to wipe.
secret::secret(std::string text) noexcept : text_(std::move(text))
{
    model::wipe(text);
    if (text_.empty())
        wipe();
}

secret::secret(secret const& other) = default;

secret::secret(secret&& other) noexcept : text_(std::move(other.text_))
{
    if (!text_.empty())
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
        if (!text_.empty())
            wipe(); // before the assignment, which may free the memory
        text_ = std::move(other.text_);
        if (!text_.empty())
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
