// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/mutation_queue.hpp"

namespace boxlink::policy {

bool mutation_queue::enter(std::string const& item, change who)
{
    auto const [entry, is_alone] = lines_.try_emplace(item, line{.going_on = who});
    if (!is_alone)
        entry->second.behind.push_back(who);
    return is_alone;
}

std::optional<mutation_queue::change> mutation_queue::leave(std::string const& item, change who)
{
    auto const entry = lines_.find(item);
    if (entry == lines_.end())
        return std::nullopt;
    auto& [going_on, behind] = entry->second;
    if (going_on != who) {
        behind.remove(who);
        return std::nullopt;
    }
    if (behind.empty()) {
        lines_.erase(entry);
        return std::nullopt;
    }
    going_on = behind.front();
    behind.pop_front();
    return going_on;
}

} // namespace boxlink::policy
