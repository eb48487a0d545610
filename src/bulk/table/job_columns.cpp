// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_columns.hpp"

#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

namespace boxlink::bulk {
namespace {

struct known_name
{
    std::string_view bare;
    job_column column;
};

constexpr std::array<known_name, 20> known_names = {{
    {"item", job_column::item},
    {"type", job_column::type},
    {"itemtype", job_column::type},
    {"id", job_column::id},
    {"itemid", job_column::id},
    {"access", job_column::access},
    {"password", job_column::password},
    {"expires", job_column::expires},
    {"expiresat", job_column::expires},
    {"unsharedat", job_column::expires},
    {"vanityname", job_column::vanity_name},
    {"download", job_column::download},
    {"candownload", job_column::download},
    {"edit", job_column::edit},
    {"canedit", job_column::edit},
    {"asuser", job_column::as_user},
    {"asuserid", job_column::as_user},
    {"operation", job_column::operation},
    {"action", job_column::operation},
    {"op", job_column::operation},
}};

// As far as two names are compared: who wrote more did not mean one of ours.
constexpr std::size_t longest_compared = 40;

std::string bare(std::string_view name)
{
    std::string out;
    for (char const c : name.substr(0, longest_compared)) {
        if (c != '-' && c != '_' && c != ' ')
            out += model::to_lower(c);
    }
    return out;
}

// Levenshtein's.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::string_view to_string(job_column column) noexcept
{
    constexpr std::array<std::string_view, job_column_count> names = {
        "item",        "type",     "id",   "access",  "password",  "expires",
        "vanity_name", "download", "edit", "as_user", "operation",
    };
    return names[static_cast<std::size_t>(column)];
}

std::optional<job_column> find_job_column(std::string_view name)
{
    if (name.size() > longest_compared)
        return std::nullopt;
    std::string const wanted = bare(name);
    for (known_name const& known : known_names) {
        if (known.bare == wanted)
            return known.column;
    }
    return std::nullopt;
}

std::string advice_on_column(std::string_view name)
{
    std::string const wanted = bare(name);
    std::size_t least = std::numeric_limits<std::size_t>::max();
    job_column nearest = job_column::item;
    for (known_name const& known : known_names) {
        std::size_t const steps = distance(wanted, known.bare);
        if (steps < least) {
            least = steps;
            nearest = known.column;
        }
    }
    std::string out = "the nearest known one is " + std::string(to_string(nearest)) + ", all are ";
    for (std::size_t i = 0; i < job_column_count; ++i)
        out.append(i == 0 ? "" : ", ").append(to_string(static_cast<job_column>(i)));
    return out;
}

} // namespace boxlink::bulk
