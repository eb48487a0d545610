// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: `csv` or `json` on a line, the size of the pieces on the next, then a table of jobs.

#include "bulk/table/job_reader.hpp"
#include "fuzz/fuzz.hpp"
#include "model/request_rules.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <chrono>

using namespace boxlink;
using namespace boxlink::bulk;
using boxlink::fuzz::require;

namespace {

row_options options()
{
    return row_options(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1));
}

std::vector<job_entry>
read(table_format format, std::string_view text, std::size_t size, std::string* header = nullptr)
{
    job_reader reader(format, options());
    std::vector<job_entry> all;
    auto const take = [&] {
        while (job_entry* const entry = reader.next())
            all.push_back(std::move(*entry));
    };
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        reader.feed(text.substr(0, size));
        take();
    }
    reader.finish();
    take();
    if (header)
        *header = reader.header();
    return all;
}

/// Where each row begins.
std::vector<row_place> places_of(table_format format, std::string_view text)
{
    job_reader reader(format, options());
    reader.feed(text);
    reader.finish();
    std::vector<row_place> all;
    while (reader.next())
        all.push_back(reader.place());
    return all;
}

/// The rows from that one on.
std::vector<job_entry>
read_from(row_place const& begin, table_format format, std::string_view text, std::string const& header)
{
    job_reader reader(format, options(), header, begin);
    reader.feed(text.substr(begin.offset));
    reader.finish();
    std::vector<job_entry> all;
    while (job_entry* const entry = reader.next())
        all.push_back(std::move(*entry));
    return all;
}

/// Not so a fault of the table as a whole.
bool is_row(job_entry const& entry)
{
    auto const* const fault = std::get_if<row_error>(&entry);
    return !fault || fault->index;
}

bool equal(setting<secret> const& a, setting<secret> const& b)
{
    auto const* const x = std::get_if<secret>(&a);
    auto const* const y = std::get_if<secret>(&b);
    return a.index() == b.index() && (!x || x->reveal() == y->reveal());
}

bool equal(bulk_job const& a, bulk_job const& b)
{
    link_settings const& x = a.settings;
    link_settings const& y = b.settings;
    return a.item == b.item && a.action == b.action && a.as_user == b.as_user && x.access() == y.access() &&
           equal(x.password(), y.password()) && x.expires_at() == y.expires_at() &&
           x.vanity_name() == y.vanity_name() && x.permissions() == y.permissions();
}

bool equal(job_entry const& a, job_entry const& b)
{
    auto const* const job = std::get_if<job_row>(&a);
    auto const* const other = std::get_if<job_row>(&b);
    if (job && other)
        return job->index == other->index && job->line == other->line && equal(job->job, other->job) &&
               job->text.reveal() == other->text.reveal();
    auto const* const fault = std::get_if<row_error>(&a);
    auto const* const other_fault = std::get_if<row_error>(&b);
    return fault && other_fault && fault->index == other_fault->index &&
           fault->to_string() == other_fault->to_string() &&
           fault->text.reveal() == other_fault->text.reveal();
}

void check_job(job_row const& row, table_format format, std::string const& header)
{
    require(model::check_item(row.job.item).has_value(), "the item can be sent");
    require(
        row.job.settings.validate(row.job.item.type(), options().now).has_value(), "the settings can be sent"
    );
    require(model::is_utf8(row.text.reveal()), "the row is UTF-8");
    std::string table = header.empty() ? header : header + '\n';
    table += row.text.reveal();
    auto const again = read(format, table, table.size());
    require(again.size() == 1 && std::holds_alternative<job_row>(again[0]), "what is written again is a row");
    require(equal(std::get<job_row>(again[0]).job, row.job), "what is written again is the same job");
}

void check_fault(row_error const& fault)
{
    std::string const text = fault.to_string();
    require(text.find(';') != std::string::npos, "the message says what to do");
    require(text.size() < 1000 && model::is_utf8(text), "the message is short");
    require(!model::has_control(text), "the message is a line");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    auto const format = input.line() == "csv" ? table_format::csv : table_format::json_lines;
    auto const piece = static_cast<std::size_t>(std::clamp<std::int64_t>(input.number(), 1, 100'000));
    auto const text = input.rest();
    std::string header;
    auto const all = read(format, text, text.size() + 1, &header);
    auto const in_pieces = read(format, text, piece);
    require(
        std::equal(
            all.begin(), all.end(), in_pieces.begin(), in_pieces.end(),
            [](auto const& a, auto const& b) { return equal(a, b); }
        ),
        "pieces do not matter"
    );
    if (auto const middle = all.size() / 2; !all.empty() && is_row(all[middle])) {
        auto const rest = read_from(places_of(format, text).at(middle), format, text, header);
        require(
            std::equal(
                all.begin() + static_cast<std::ptrdiff_t>(middle), all.end(), rest.begin(), rest.end(),
                [](auto const& one, auto const& other) { return equal(one, other); }
            ),
            "one may begin at any row"
        );
    }
    for (job_entry const& entry : all) {
        if (auto const* const row = std::get_if<job_row>(&entry))
            check_job(*row, format, header);
        else
            check_fault(std::get<row_error>(entry));
    }
    return 0;
}
