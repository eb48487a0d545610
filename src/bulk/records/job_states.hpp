// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace boxlink::bulk {

/// How far a job has come.
enum class job_state
{
    none,
    /// Begun: whether it had an effect, only Box can tell.
    started,
    done,
    failed,
    /// Failed, but may have had an effect.
    unknown,
};

/// How far each job has come: a quarter of a byte for each, and a little more for those that are under way, of which there are few.
class job_states
{
public:
    /// Indices are smaller. A journal that names a larger one is not believed.
    static constexpr std::uint64_t limit = std::uint64_t{1} << 32;

    /// \param index below `limit`.
    [[nodiscard]] job_state at(std::uint64_t index) const;

    /// \param index below `limit`.
    void set(std::uint64_t index, job_state state);

    /// Makes `none` of all that are failed or unknown.
    void forget_failures();

    [[nodiscard]] std::uint64_t done() const noexcept { return counts_[done_bits]; }
    [[nodiscard]] std::uint64_t failed() const noexcept { return counts_[failed_bits]; }
    [[nodiscard]] std::uint64_t unknown() const noexcept { return counts_[unknown_bits]; }
    [[nodiscard]] std::uint64_t started() const noexcept { return started_.size(); }

private:
    static constexpr unsigned done_bits = 1;
    static constexpr unsigned failed_bits = 2;
    static constexpr unsigned unknown_bits = 3;
    /// So that the list of blocks is short, and what grows is not copied.
    static constexpr std::size_t jobs_in_byte = 4;
    static constexpr std::size_t jobs_in_block = 16'384;
    using block = std::array<std::uint8_t, jobs_in_block / jobs_in_byte>;

    [[nodiscard]] unsigned bits_at(std::uint64_t index) const;
    void set_bits(std::uint64_t index, unsigned bits);

    std::vector<std::unique_ptr<block>> blocks_;
    boost::unordered_flat_set<std::uint64_t> started_;
    /// Of each value of the bits; the first is not kept.
    std::array<std::uint64_t, 4> counts_ = {};
};

} // namespace boxlink::bulk
