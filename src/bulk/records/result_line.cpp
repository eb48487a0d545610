// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/result_line.hpp"

#include "bulk/records/error_names.hpp"
#include "bulk/records/outcome_members.hpp"
#include "bulk/table/csv_marks.hpp"
#include "model/json_writer.hpp"
#include "model/plain_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace boxlink::bulk {
namespace {

using model::json_writer;

// What the column `operation` of an input takes.
std::string_view name_of(bulk_action action) noexcept
{
    return action == bulk_action::get_link ? std::string_view("get") : to_string(action);
}

std::int64_t in_ms(std::chrono::nanoseconds duration) noexcept
{
    return std::chrono::floor<std::chrono::milliseconds>(duration).count();
}

std::string number_of_line(std::uint64_t line)
{
    return line == 0 ? std::string() : std::to_string(line);
}

void add_line(json_writer& out, std::uint64_t line)
{
    if (line == 0)
        out.null("line");
    else
        out.count("line", line);
}

json_writer success_members(bulk_outcome const& outcome)
{
    json_writer out;
    if (outcome.job.action != bulk_action::unshare)
        out = link_members(outcome.link);
    return out.append(item_members(outcome.item()));
}

std::string json_of(job_place const& place, bulk_outcome const& outcome)
{
    json_writer out;
    out.text("item", outcome.job.item.to_string()).boolean("ok", !outcome.failure);
    if (outcome.failure)
        out.object("error", error_members(*outcome.failure));
    else
        out.append(success_members(outcome));
    out.text("operation", name_of(outcome.job.action))
        .optional_text("as_user", outcome.job.as_user)
        .count("index", place.index);
    add_line(out, place.line);
    out.number("duration_ms", in_ms(outcome.duration));
    return out.str() + '\n';
}

error_info failure_of(row_error const& fault)
{
    return error_info(errc::invalid_argument, fault.to_string());
}

std::string json_of(row_error const& fault)
{
    json_writer out;
    out.null("item").boolean("ok", false).object("error", error_members(failure_of(fault)));
    out.null("operation").null("as_user").count("index", fault.index.value_or(0));
    add_line(out, fault.line);
    out.null("duration_ms");
    return out.str() + '\n';
}

constexpr std::string_view csv_header =
    "index,line,item,type,id,operation,as_user,result,url,access,effective_access,permission,password_"
    "enabled,"
    "expires,name,error_code,status,box_code,message,request_id,box_request_id,attempts,duration_ms\r\n";

// Appends the cells of a row, in the order of the header, to a text.
class csv_line
{
public:
    explicit csv_line(std::string& out) : out_(out) {}

    // Our own words, which need no quotation marks.
    csv_line& add(std::string_view text)
    {
        if (!std::exchange(is_empty_, false))
            out_ += ',';
        out_ += text;
        return *this;
    }

    csv_line& add(std::uint64_t number)
    {
        std::array<char, 20> digits;
        auto const end = std::to_chars(digits.begin(), digits.end(), number).ptr;
        return add(std::string_view(digits.begin(), end));
    }

    csv_line& add_any(std::string_view text)
    {
        if (model::plain_length<csv_marks>(text) == text.size())
            return add(text);
        add("\"");
        for (char const c : text)
            out_.append(c == '"' ? 2 : 1, c);
        out_ += '"';
        return *this;
    }

    // Text that others wrote.
    csv_line& add_foreign(std::string_view text)
    {
        bool const is_formula =
            !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
        return is_formula ? add_any(std::string("'").append(text)) : add_any(text);
    }

    csv_line& add_nothing(std::size_t cells)
    {
        out_.append(cells, ',');
        return *this;
    }

    void end() { out_ += "\r\n"; }

private:
    std::string& out_;
    bool is_empty_ = true;
};

std::string_view result_of(bulk_outcome const& outcome)
{
    if (outcome.failure)
        return is_unknown(*outcome.failure) ? "unknown" : "failed";
    return outcome.job.action == bulk_action::get_link && !outcome.link ? "no_link" : "ok";
}

void add_link(csv_line& line, std::optional<shared_link> const& link)
{
    if (!link) {
        line.add_nothing(6);
        return;
    }
    line.add_foreign(link->url)
        .add_foreign(access_of(*link))
        .add_foreign(effective_access_of(*link))
        .add_foreign(permission_of(*link))
        .add(link->is_password_enabled ? "true" : "false")
        .add(expiry_of(*link).value_or(""));
}

void add_failure(csv_line& line, std::optional<error_info> const& failure)
{
    if (!failure) {
        line.add_nothing(7);
        return;
    }
    line.add(error_name(failure->code))
        .add(failure->status == 0 ? std::string() : std::to_string(failure->status))
        .add_foreign(failure->box_code)
        .add_foreign(message_of(*failure))
        .add_foreign(failure->request_id)
        .add_foreign(failure->box_request_id)
        .add(failure->attempts.size());
}

void append_csv(std::string& out, job_place const& place, bulk_outcome const& outcome)
{
    item_ref const& item = outcome.job.item;
    csv_line line(out);
    line.add(place.index)
        .add(number_of_line(place.line))
        .add_any(item.to_string())
        .add(to_string(item.type()))
        .add_any(item.id())
        .add(name_of(outcome.job.action))
        .add_any(outcome.job.as_user ? std::string_view(*outcome.job.as_user) : std::string_view())
        .add(result_of(outcome));
    add_link(line, outcome.link);
    line.add_foreign(outcome.item().name ? std::string_view(*outcome.item().name) : std::string_view());
    add_failure(line, outcome.failure);
    line.add(std::to_string(in_ms(outcome.duration))).end();
}

void append_csv(std::string& out, row_error const& fault)
{
    csv_line line(out);
    line.add(fault.index.value_or(0)).add(number_of_line(fault.line)).add_nothing(5).add("failed");
    line.add_nothing(7);
    add_failure(line, failure_of(fault));
    line.add("").end();
}

} // namespace

bool is_unknown(error_info const& failure) noexcept
{
    return failure.may_have_taken_effect || failure.code == errc::outcome_unknown;
}

std::string_view results_header(table_format format) noexcept
{
    return format == table_format::csv ? csv_header : std::string_view();
}

void append_result_line(
    std::string& out, table_format format, job_place const& place, bulk_outcome const& outcome
)
{
    if (format == table_format::csv)
        append_csv(out, place, outcome);
    else
        out += json_of(place, outcome);
}

void append_result_line(std::string& out, table_format format, row_error const& fault)
{
    if (format == table_format::csv)
        append_csv(out, fault);
    else
        out += json_of(fault);
}

} // namespace boxlink::bulk
