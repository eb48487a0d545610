// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/outcome_members.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/items.hpp"
#include "cli/on_box.hpp"

#include <boxlink/operations.hpp>

#include <algorithm>

namespace boxlink::cli {
namespace {

using std::chrono::system_clock;

void apply(access_choice choice, link_settings& settings)
{
    switch (choice) {
    case access_choice::open:
        settings.access(access_level::open);
        return;
    case access_choice::company:
        settings.access(access_level::company);
        return;
    case access_choice::collaborators:
        settings.access(access_level::collaborators);
        return;
    case access_choice::by_default:
        settings.default_access();
        return;
    }
}

void apply(model::expiry const& when, system_clock::time_point now, link_settings& settings)
{
    if (auto const* const instant = std::get_if<system_clock::time_point>(&when))
        settings.expires_at(*instant);
    else if (auto const* const duration = std::get_if<std::chrono::seconds>(&when))
        settings.expires_at(now + *duration);
    else
        settings.no_expiry();
}

boost::asio::awaitable<outcome>
share_one(item target, link_settings const& settings, request_options const& options)
{
    result<shared_link> got = co_await boxlink::share(target, settings, options, as_result);
    outcome out;
    out.item = target.ref().to_string();
    if (!got) {
        out.failure = got.error();
        co_return out;
    }
    std::optional<shared_link> const link = *std::move(got);
    out.members = bulk::link_members(link);
    out.members.append(bulk::item_members(link->item));
    out.cells = link_cells("ok", link, link->item);
    co_return out;
}

} // namespace

link_settings
make_link_settings(link_arguments const& args, system_clock::time_point now, surroundings const& around)
{
    link_settings settings;
    if (args.access)
        apply(*args.access, settings);
    if (std::optional<secret> password = find_password(args.password, around))
        settings.password(*std::move(password));
    if (args.no_password)
        settings.no_password();
    if (args.expires)
        apply(*args.expires, now, settings);
    if (args.vanity_name)
        settings.vanity_name(*args.vanity_name);
    if (args.no_vanity_name)
        settings.no_vanity_name();
    if (args.download)
        settings.can_download(*args.download);
    if (args.edit)
        settings.can_edit(*args.edit);
    return settings;
}

void check_link_settings(
    link_settings const& settings, std::vector<item_ref> const& items, system_clock::time_point now
)
{
    auto const unsuited = std::find_if(items.begin(), items.end(), [&](item_ref const& item) {
        return settings.validate(item.type(), now).has_error();
    });
    if (unsuited == items.end())
        return;
    // What is wrong for a file is wrong for everything: then no item is to blame.
    if (result<void> const checked = settings.validate(item_type::file, now); !checked)
        throw usage_error(checked.error().message);
    throw usage_error(
        unsuited->to_string() + ": " + settings.validate(unsuited->type(), now).error().message
    );
}

exit_code share(share_arguments const& args, surroundings const& around)
{
    std::vector<item_ref> const items = read_items(args.items, around.in());
    auto const now = system_clock::now();
    link_settings const settings = make_link_settings(args.link, now, around);
    check_link_settings(settings, items, now);
    request_options options = make_request_options(args.common).field("name");
    if (args.if_match)
        options.if_match(*args.if_match);
    check_request_options(model::operation_kind::share, options);

    return run_on_box(
        args.common, names_of(items), link_headings(),
        [&](client box, std::size_t index) { return share_one(box.item(items[index]), settings, options); },
        around
    );
}

} // namespace boxlink::cli
