// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace boxlink::testing {

/// Seeded randomness that gives the same on every platform: the distributions of the standard library do not.
class random_source
{
public:
    /// `purpose` keeps the sequences of one seed apart, so that more draws for one thing do not shift another.
    random_source(std::uint64_t seed, std::uint64_t purpose) : engine_(seed * 0x9E3779B97F4A7C15u + purpose)
    {}

    /// Uniform in [0, 1).
    double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

    /// Lower-case letters and digits, as in link addresses and request ids.
    std::string text(std::size_t length)
    {
        static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz012345"; // 32: five bits a character
        std::string out;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < length; ++i, bits >>= 5) {
            if (i % 12 == 0)
                bits = engine_();
            out.push_back(alphabet[bits & 31]);
        }
        return out;
    }

private:
    std::mt19937_64 engine_;
};

} // namespace boxlink::testing
