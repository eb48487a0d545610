// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_reader.hpp"

#include "model/json_text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::size_t longest_name_shown = 80;

std::string shown(std::string_view name)
{
    return model::on_one_line(model::bounded(name, longest_name_shown));
}

row_error fault_of(text_fault const& fault)
{
    row_error out(fault.line, "", fault.message);
    out.character = fault.character;
    return out;
}

row_error unknown_column(std::string_view name, std::uint64_t line)
{
    return {line, shown(name), "is no known column; " + advice_on_column(name)};
}

std::string count_of(std::size_t number, std::string_view what)
{
    return std::to_string(number) + ' ' + std::string(what) + (number == 1 ? "" : "s");
}

// The text of a JSON value, as a cell would have it; nothing if it is a list or an object.
std::optional<secret> text_of(model::json_value const& value)
{
    if (value.is_null())
        return secret();
    if (value.is_string())
        return value.as_secret();
    if (value.is_number() || value.as_bool())
        return secret(std::string(value.text()));
    return std::nullopt;
}

cell_kind kind_of(model::json_value const& value)
{
    if (value.is_null())
        return cell_kind::null;
    if (value.is_number())
        return cell_kind::number;
    return value.as_bool() ? cell_kind::boolean : cell_kind::text;
}

} // namespace

job_reader::job_reader(table_format format, row_options options)
    : format_(format), options_(std::move(options))
{}

job_reader::job_reader(
    table_format format, row_options options, std::string_view header, row_place const& begin
)
    : job_reader(format, std::move(options))
{
    if (format_ == table_format::csv) {
        feed(header);
        feed("\n");
        // It is the header only: no row follows yet.
        [[maybe_unused]] auto const none = next();
    }
    csv_.begin_at(begin.offset, begin.line);
    lines_.begin_at(begin.offset, begin.line);
    next_index_ = begin.index;
}

void job_reader::feed(std::string_view bytes)
{
    if (is_over_)
        return;
    if (format_ == table_format::csv)
        csv_.feed(bytes);
    else
        lines_.feed(bytes);
}

void job_reader::finish()
{
    is_finished_ = true;
    csv_.finish();
    lines_.finish();
}

job_entry* job_reader::next()
{
    if (is_over_)
        return nullptr;
    return format_ == table_format::csv ? next_of_csv() : next_of_json();
}

job_entry* job_reader::next_of_csv()
{
    csv_record const* record = csv_.next();
    if (record && !has_header_) {
        if (auto fault = read_header(*record))
            return give_up(*std::move(fault));
        has_header_ = true;
        record = csv_.next();
    }
    if (record)
        return give(read_cells(*record), *record);
    if (!is_finished_ || has_header_)
        return nullptr;
    return give_up({1, "", "the table is empty; its first line has to name the columns, such as item,access"}
    );
}

std::optional<row_error> job_reader::read_header(csv_record const& record)
{
    if (record.fault)
        return fault_of(*record.fault);
    bool const names_any = std::any_of(record.cells.begin(), record.cells.end(), [](csv_cell const& cell) {
        return find_job_column(cell.text).has_value();
    });
    // Such a line may be a row, with a password in it: it is not quoted.
    if (!names_any)
        return row_error(
            record.line, "",
            "names no known column; the first line has to, separated by commas, such as item,access,expires"
        );
    for (csv_cell const& cell : record.cells) {
        if (auto fault = add_column(cell.text, cell.line))
            return fault;
    }
    auto const has = [this](job_column wanted) {
        return std::any_of(columns_.begin(), columns_.end(), [wanted](column const& each) {
            return each.meaning == wanted;
        });
    };
    if (!has(job_column::item) && !has(job_column::id))
        return row_error(
            record.line, "item", "there is no such column; name the items in it, or in type and id"
        );
    if (!has(job_column::item) && !has(job_column::type))
        return row_error(record.line, "type", "there is no such column; id needs it beside it");
    header_ = record.text;
    return std::nullopt;
}

std::optional<row_error> job_reader::add_column(std::string_view name, std::uint64_t line)
{
    auto const meaning = find_job_column(name);
    if (!meaning && !options_.ignores_unknown_columns) {
        if (model::trimmed(name).empty())
            return row_error(
                line, "", "column " + std::to_string(columns_.size() + 1) + " has no name; name or remove it"
            );
        return unknown_column(name, line);
    }
    for (column const& other : columns_) {
        if (meaning && other.meaning == meaning)
            return row_error(
                line, shown(name), "means the same as column " + shown(other.name) + "; keep one"
            );
    }
    columns_.push_back(column{std::string(name), meaning});
    return std::nullopt;
}

boost::system::result<bulk_job, row_error> job_reader::read_cells(csv_record const& record)
{
    if (record.fault)
        return fault_of(*record.fault);
    if (record.cells.size() != columns_.size())
        return row_error(
            record.line, "",
            "has " + count_of(record.cells.size(), "cell") + ", but the first line names " +
                count_of(columns_.size(), "column") + "; a cell with a comma has to be in quotation marks"
        );
    cells_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].meaning)
            cells_.emplace_back(
                *columns_[i].meaning, columns_[i].name, record.cells[i].text, cell_kind::text,
                record.cells[i].line
            );
    }
    return make_job(cells_, record.line, options_);
}

job_entry* job_reader::next_of_json()
{
    text_line const* const line = lines_.next();
    if (!line)
        return nullptr;
    return give(read_object(*line), *line);
}

boost::system::result<bulk_job, row_error> job_reader::read_object(text_line const& line) const
{
    if (line.fault)
        return fault_of(*line.fault);
    auto const value = model::parse_json(line.text);
    if (!value || !value->is_object())
        return row_error(
            line.line, "",
            "is no JSON object" + (value ? std::string() : " (" + value.error().message() + ')') +
                R"(; write one on each line, such as {"item":"file:123"})"
        );
    auto const members = model::json_object(*value).members();
    // The cells refer to the texts, which therefore must not move.
    std::vector<secret> texts;
    texts.reserve(members.size());
    std::vector<job_cell> cells;
    std::array<bool, job_column_count> is_there = {};
    for (auto const& [name, content] : members) {
        auto const meaning = find_job_column(name);
        if (!meaning && options_.ignores_unknown_columns)
            continue;
        if (!meaning)
            return unknown_column(name, line.line);
        if (std::exchange(is_there[static_cast<std::size_t>(*meaning)], true))
            return row_error(line.line, shown(name), "stands twice in the object; keep one");
        auto text = text_of(content);
        if (!text)
            return row_error(line.line, shown(name), "a list or an object; write a string");
        texts.push_back(*std::move(text));
        cells.emplace_back(*meaning, name, texts.back().reveal(), kind_of(content), line.line);
    }
    return make_job(cells, line.line, options_);
}

template <class Row>
job_entry* job_reader::give(boost::system::result<bulk_job, row_error>&& job, Row const& row)
{
    place_.offset = row.offset;
    place_.line = row.line;
    place_.index = next_index_++;
    auto const written = [&] { return secret(std::string(row.text)); };
    if (job) {
        auto& given = given_.emplace(std::in_place_type<job_row>, place_.index, place_.line, *std::move(job));
        if (options_.keeps_text)
            std::get<job_row>(given).text = written();
        return &given;
    }
    row_error fault = std::move(job).error();
    fault.index = place_.index;
    fault.text = written();
    return &given_.emplace(std::move(fault));
}

// The table as a whole is wrong.
job_entry* job_reader::give_up(row_error&& fault)
{
    is_over_ = true;
    return &given_.emplace(std::move(fault));
}

} // namespace boxlink::bulk
