// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/mutation_queue.hpp"

#include <algorithm>

namespace boxlink::policy {

bool mutation_queue::enter(std::string const& item, change who)
{
    auto& line = lines_[item];
    line.push_back(who);
    return line.size() == 1;
}

std::optional<mutation_queue::change> mutation_queue::leave(std::string const& item, change who)
{
    auto const entry = lines_.find(item);
    if (entry == lines_.end())
        return std::nullopt;
    auto& line = entry->second;
    bool const had_turn = line.front() == who;
    if (had_turn)
        line.pop_front();
    else
        line.erase(std::remove(line.begin(), line.end(), who), line.end());
    if (line.empty()) {
        lines_.erase(entry);
        return std::nullopt;
    }
    return had_turn ? std::optional(line.front()) : std::nullopt;
}

} // namespace boxlink::policy
