// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Tables as files, and what is in them.

#include "bulk/table/table_file.hpp"
#include "bulk/table/table_rows.hpp"
#include "bulk/table/table_survey.hpp"
#include "unit/bulk/table/job_texts.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::bulk_test {

inline table_file table_of(std::string_view text)
{
    auto file = table_file::temporary("table");
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST_REQUIRE(file->write(text).has_value());
    return *std::move(file);
}

/// All of a file, asked for in pieces of one size.
inline std::string content_of(table_file const& file, std::size_t piece = 1000)
{
    std::string all;
    std::vector<char> bytes(piece);
    for (;;) {
        auto const got = file.read_at(all.size(), bytes.data(), bytes.size());
        BOOST_TEST_REQUIRE(got.has_value());
        all.append(bytes.data(), *got);
        if (*got < bytes.size())
            return all;
    }
}

/// A survey, and the faults that were told.
inline std::pair<table_survey, rows>
surveyed(table_file const& file, std::optional<table_format> format = std::nullopt)
{
    rows faults;
    auto survey = survey_table(file, format, plain(), [&](row_error const& fault) {
        faults.push_back(described(job_entry(fault)));
    });
    BOOST_TEST_REQUIRE(survey.has_value());
    return {*std::move(survey), faults};
}

/// The rows in the order in which `table_rows` gives them.
inline std::vector<job_entry> given(table_file const& file, table_survey survey)
{
    table_rows source(file, std::move(survey), plain());
    std::vector<job_entry> all;
    for (;;) {
        auto const entry = source.next();
        BOOST_TEST_REQUIRE(entry.has_value());
        if (*entry == nullptr)
            break;
        all.push_back(std::move(**entry));
    }
    // The end stays the end.
    auto const again = source.next();
    BOOST_TEST((again.has_value() && *again == nullptr));
    return all;
}

inline std::uint64_t index_of(job_entry const& entry)
{
    return std::visit([](auto const& row) { return std::optional<std::uint64_t>(row.index).value(); }, entry);
}

} // namespace boxlink::bulk_test
