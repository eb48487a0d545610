// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Rows of tables as texts, to be compared.

#include "bulk/table/job_reader.hpp"
#include "model/timestamp.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace boxlink::bulk_test {

using namespace boxlink::bulk;
using namespace std::chrono_literals;
using std::chrono::system_clock;

inline constexpr system_clock::time_point noon = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + 12h;

inline std::string described(setting<system_clock::time_point> const& value)
{
    if (auto const* const instant = std::get_if<system_clock::time_point>(&value))
        return " expires=" + model::format_rfc3339(*instant).substr(0, 19);
    return std::holds_alternative<clear>(value) ? " expires=null" : "";
}

inline std::string text_of(std::string const& text)
{
    return text;
}

inline std::string text_of(secret const& text)
{
    return std::string(text.reveal());
}

template <class T>
std::string described(std::string const& name, setting<T> const& value)
{
    if (auto const* const text = std::get_if<T>(&value))
        return ' ' + name + '=' + text_of(*text);
    return std::holds_alternative<clear>(value) ? ' ' + name + "=null" : "";
}

inline std::string described(std::string const& name, std::optional<bool> value)
{
    return value ? ' ' + name + '=' + (*value ? "yes" : "no") : "";
}

inline std::string described(bulk_job const& job)
{
    link_settings const& s = job.settings;
    return std::string(to_string(job.action)) + ' ' + job.item.to_string() +
           (s.access() ? " access=" + std::string(to_string(*s.access())) : "") +
           described("password", s.password()) + described(s.expires_at()) +
           described("name", s.vanity_name()) + described("download", s.permissions().can_download) +
           described("edit", s.permissions().can_edit) + (job.as_user ? " as " + *job.as_user : "");
}

inline std::string described(job_entry const& entry)
{
    if (auto const* const row = std::get_if<job_row>(&entry))
        return std::to_string(row->index) + '@' + std::to_string(row->line) + ' ' + described(row->job);
    auto const& fault = std::get<row_error>(entry);
    return (fault.index ? std::to_string(*fault.index) : "all") + " wrong: " + fault.to_string();
}

using rows = std::vector<std::string>;

inline row_options plain()
{
    return row_options(noon);
}

inline rows
read(table_format format, std::vector<std::string_view> const& pieces, row_options const& options = plain())
{
    job_reader reader(format, options);
    rows all;
    auto const take = [&] {
        while (job_entry const* const entry = reader.next())
            all.push_back(described(*entry));
    };
    for (std::string_view const piece : pieces) {
        reader.feed(piece);
        take();
    }
    reader.finish();
    take();
    BOOST_TEST(reader.next() == nullptr);
    return all;
}

inline rows csv(std::string_view text, row_options const& options = plain())
{
    return read(table_format::csv, {text}, options);
}

inline rows json(std::string_view text, row_options const& options = plain())
{
    return read(table_format::json_lines, {text}, options);
}

// The only row of a table of two lines.
inline std::string
row(std::string const& header, std::string const& cells, row_options const& options = plain())
{
    rows const all = csv(header + '\n' + cells + '\n', options);
    BOOST_TEST_REQUIRE(all.size() == 1u);
    return all.front();
}

} // namespace boxlink::bulk_test
