// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/job_states.hpp"

namespace boxlink::bulk {

job_state job_states::at(std::uint64_t index) const
{
    switch (bits_at(index)) {
    case done_bits:
        return job_state::done;
    case failed_bits:
        return job_state::failed;
    case unknown_bits:
        return job_state::unknown;
    default:
        return started_.contains(index) ? job_state::started : job_state::none;
    }
}

void job_states::set(std::uint64_t index, job_state state)
{
    started_.erase(index);
    switch (state) {
    case job_state::none:
        return set_bits(index, 0);
    case job_state::started:
        started_.insert(index);
        return set_bits(index, 0);
    case job_state::done:
        return set_bits(index, done_bits);
    case job_state::failed:
        return set_bits(index, failed_bits);
    case job_state::unknown:
        return set_bits(index, unknown_bits);
    }
}

void job_states::forget_failures()
{
    for (auto const& each : blocks_) {
        if (!each)
            continue;
        for (std::uint8_t& four : *each) {
            // Both of them have the higher bit set.
            unsigned const higher = four & 0b10101010u;
            four = static_cast<std::uint8_t>(four & ~(higher | higher >> 1));
        }
    }
    counts_[failed_bits] = counts_[unknown_bits] = 0;
}

unsigned job_states::bits_at(std::uint64_t index) const
{
    std::size_t const at = index / jobs_in_block;
    if (at >= blocks_.size() || !blocks_[at])
        return 0;
    return (*blocks_[at])[index % jobs_in_block / jobs_in_byte] >> index % jobs_in_byte * 2 & 3u;
}

void job_states::set_bits(std::uint64_t index, unsigned bits)
{
    unsigned const old = bits_at(index);
    if (bits == old)
        return;
    if (old != 0)
        --counts_[old];
    if (bits != 0)
        ++counts_[bits];
    std::size_t const at = index / jobs_in_block;
    if (at >= blocks_.size())
        blocks_.resize(at + 1);
    if (!blocks_[at])
        blocks_[at] = std::make_unique<block>();
    std::uint8_t& four = (*blocks_[at])[index % jobs_in_block / jobs_in_byte];
    four = static_cast<std::uint8_t>(four ^ (old ^ bits) << index % jobs_in_byte * 2);
}

} // namespace boxlink::bulk
