// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/job_row.hpp"

#include "model/durations.hpp"
#include "model/request_rules.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <boost/throw_exception.hpp>

#include <algorithm>
#include <array>
#include <variant>

namespace boxlink::bulk {
namespace {

using found = boost::system::result<void, row_error>;

row_error wrong(job_cell const& cell, std::string what)
{
    return {cell.line, std::string(cell.name), std::move(what)};
}

// Names as they are compared: `Web-Link`, `web_link` and `weblink` are one.
std::string bare(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c != '-' && c != '_' && c != ' ')
            out += model::to_lower(c);
    }
    return out;
}

bool clears(job_cell const& cell) noexcept
{
    return cell.kind == cell_kind::null || model::equal_ignoring_case(model::trimmed(cell.text), "null");
}

bool may_be_number(job_column column) noexcept
{
    return column == job_column::id || column == job_column::as_user || column == job_column::download ||
           column == job_column::edit;
}

bool may_be_boolean(job_column column) noexcept
{
    return column == job_column::download || column == job_column::edit;
}

bool may_be_cleared(job_column column) noexcept
{
    return column == job_column::password || column == job_column::expires ||
           column == job_column::vanity_name;
}

bool is_setting(job_column column) noexcept
{
    return may_be_cleared(column) || may_be_boolean(column) || column == job_column::access;
}

found check_kind(job_cell const& cell)
{
    if (cell.kind == cell_kind::number && !may_be_number(cell.column))
        return wrong(cell, "a number; write it as a string, in quotation marks");
    if (cell.kind == cell_kind::boolean && !may_be_boolean(cell.column))
        return wrong(cell, "true or false; write a string");
    if (clears(cell) && !may_be_cleared(cell.column))
        return wrong(cell, "cannot be cleared with null; leave it empty to leave it alone");
    return {};
}

// The setters of `link_settings` are named otherwise than the columns in part.
struct named_setting
{
    std::string_view name;
    job_column column;
};

constexpr std::array<named_setting, 6> named_settings = {{
    {"access: ", job_column::access},
    {"password: ", job_column::password},
    {"expires_at: ", job_column::expires},
    {"vanity_name: ", job_column::vanity_name},
    {"can_download: ", job_column::download},
    {"can_edit: ", job_column::edit},
}};

// The cells of one row, one of each column at most.
class job_maker
{
public:
    job_maker(std::uint64_t line, row_options const& options) : line_(line), options_(options) {}

    found add(job_cell const& cell)
    {
        if (cell.text.empty() && cell.kind != cell_kind::null)
            return {};
        if (auto const checked = check_kind(cell); !checked)
            return checked;
        cells_[static_cast<std::size_t>(cell.column)] = &cell;
        return {};
    }

    boost::system::result<bulk_job, row_error> make() const
    {
        auto const action = read_action();
        if (!action)
            return action.error();
        auto item = read_item();
        if (!item)
            return item.error();
        return complete(bulk_job(*std::move(item), *action));
    }

private:
    // The job is filled where it is returned: there are many, and moving one costs.
    boost::system::result<bulk_job, row_error> complete(bulk_job&& begun) const
    {
        boost::system::result<bulk_job, row_error> job(std::move(begun));
        auto read = read_user(*job);
        if (read)
            read = job->action == bulk_action::share ? read_settings(*job) : refuse_settings();
        if (!read)
            job = std::move(read).error();
        return job;
    }

    job_cell const* cell(job_column column) const noexcept
    {
        return cells_[static_cast<std::size_t>(column)];
    }

    row_error missing(job_column column, std::string what) const
    {
        return {line_, std::string(to_string(column)), std::move(what)};
    }

    boost::system::result<bulk_action, row_error> read_action() const
    {
        job_cell const* const given = cell(job_column::operation);
        if (!given)
            return options_.action;
        std::string const name = bare(given->text);
        if (name == "share")
            return bulk_action::share;
        if (name == "unshare")
            return bulk_action::unshare;
        if (name == "get" || name == "getlink")
            return bulk_action::get_link;
        return wrong(*given, model::quoted(given->text) + " is no operation; write share, unshare or get");
    }

    boost::system::result<item_ref, row_error> read_item() const
    {
        job_cell const* const whole = cell(job_column::item);
        job_cell const* const type = cell(job_column::type);
        job_cell const* const id = cell(job_column::id);
        if (whole && (type || id))
            return wrong(*(id ? id : type), "names the item once more; give item, or type and id");
        if (!whole && !id)
            return missing(
                type ? job_column::id : job_column::item,
                "missing; give item, such as file:123, or type and id"
            );
        if (!whole && !type)
            return missing(job_column::type, "missing; write file, folder or web_link beside the id");
        auto item = whole ? item_ref::parse(model::trimmed(whole->text)) : typed_item(*type, *id);
        job_cell const& blamed = whole ? *whole : *id;
        if (!item)
            return wrong(item.error().message.starts_with("type") ? *type : blamed, item.error().message);
        if (auto const checked = model::check_item(*item); !checked)
            return wrong(blamed, checked.error().message);
        return *std::move(item);
    }

    static result<item_ref> typed_item(job_cell const& type, job_cell const& id)
    {
        std::string const name = bare(type.text);
        std::string text(model::trimmed(id.text));
        if (name == "file")
            return item_ref::file(std::move(text));
        if (name == "folder")
            return item_ref::folder(std::move(text));
        if (name == "weblink")
            return item_ref::web_link(std::move(text));
        return error_info(
            errc::invalid_argument,
            "type " + model::quoted(type.text) + " has no links; write file, folder or web_link"
        );
    }

    found read_user(bulk_job& job) const
    {
        job_cell const* const user = cell(job_column::as_user);
        if (!user)
            return {};
        job.as_user = std::string(model::trimmed(user->text));
        auto const checked =
            model::check_options(model::operation_kind::share, request_options().as_user(*job.as_user));
        if (!checked)
            return wrong(*user, checked.error().message);
        return {};
    }

    // Whoever shares nothing and gives a password for it is mistaken in one of the two.
    found refuse_settings() const
    {
        for (job_cell const* const given : cells_) {
            if (given && is_setting(given->column))
                return wrong(*given, "only share takes settings; leave it empty, or share");
        }
        return {};
    }

    found read_settings(bulk_job& job) const
    {
        link_settings& settings = job.settings;
        settings = options_.settings;
        for (auto const read :
             {&job_maker::read_access, &job_maker::read_texts, &job_maker::read_expiry,
              &job_maker::read_permissions}) {
            if (auto const done = (this->*read)(settings); !done)
                return done;
        }
        if (auto const checked = settings.validate(job.item.type(), options_.now); !checked)
            return broken_rule(checked.error().message);
        return {};
    }

    found read_access(link_settings& settings) const
    {
        job_cell const* const given = cell(job_column::access);
        if (!given)
            return {};
        std::string const name = bare(given->text);
        for (auto const level : {access_level::open, access_level::company, access_level::collaborators}) {
            if (name == to_string(level)) {
                settings.access(level);
                return {};
            }
        }
        if (name != "default")
            return wrong(
                *given,
                model::quoted(given->text) + " is no access; write open, company, collaborators or default"
            );
        settings.default_access();
        return {};
    }

    // Both are taken as they are: blanks may belong to a password.
    found read_texts(link_settings& settings) const
    {
        if (job_cell const* const given = cell(job_column::password)) {
            if (clears(*given))
                settings.no_password();
            else
                settings.password(secret(std::string(given->text)));
        }
        if (job_cell const* const given = cell(job_column::vanity_name)) {
            if (clears(*given))
                settings.no_vanity_name();
            else
                settings.vanity_name(std::string(given->text));
        }
        return {};
    }

    found read_expiry(link_settings& settings) const
    {
        job_cell const* const given = cell(job_column::expires);
        if (!given)
            return {};
        if (clears(*given)) {
            settings.no_expiry();
            return {};
        }
        auto const when = model::parse_expiry(model::trimmed(given->text));
        if (!when)
            return wrong(*given, when.error().message);
        if (auto const* const instant = std::get_if<std::chrono::system_clock::time_point>(&*when))
            settings.expires_at(*instant);
        else if (auto const* const duration = std::get_if<std::chrono::seconds>(&*when))
            settings.expires_at(model::add_clamped(options_.now, *duration));
        else
            settings.no_expiry();
        return {};
    }

    found read_permissions(link_settings& settings) const
    {
        for (auto const column : {job_column::download, job_column::edit}) {
            job_cell const* const given = cell(column);
            if (!given)
                continue;
            std::string const word = bare(given->text);
            bool const yes = word == "true" || word == "yes" || word == "1";
            if (!yes && word != "false" && word != "no" && word != "0")
                return wrong(*given, model::quoted(given->text) + " is neither; write true or false");
            if (column == job_column::download)
                settings.can_download(yes);
            else
                settings.can_edit(yes);
        }
        return {};
    }

    // Names the column in place of the setting.
    row_error broken_rule(std::string const& message) const
    {
        for (named_setting const& each : named_settings) {
            if (!message.starts_with(each.name))
                continue;
            std::string what = message.substr(each.name.size());
            job_cell const* const given = cell(each.column);
            return given ? wrong(*given, std::move(what)) : missing(each.column, std::move(what));
        }
        return {line_, "", message};
    }

    std::uint64_t line_;
    row_options const& options_;
    std::array<job_cell const*, job_column_count> cells_ = {};
};

} // namespace

std::string row_error::to_string() const
{
    std::string out = "line " + std::to_string(line);
    if (character)
        out += ", character " + std::to_string(*character);
    if (!column.empty())
        out += ", column " + model::on_one_line(model::bounded(column, 80));
    return out + ": " + message;
}

boost::system::result<bulk_job, row_error>
make_job(std::span<job_cell const> cells, std::uint64_t line, row_options const& options)
{
    job_maker maker(line, options);
    for (job_cell const& cell : cells) {
        if (auto const added = maker.add(cell); !added)
            return added.error();
    }
    return maker.make();
}

void throw_exception_from_error(row_error const& fault, boost::source_location const& where)
{
    boost::throw_exception(error(error_info(errc::invalid_argument, fault.to_string())), where);
}

} // namespace boxlink::bulk
