// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/outcome_members.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/items.hpp"
#include "cli/on_box.hpp"

#include <boxlink/operations.hpp>

namespace boxlink::cli {
namespace {

std::string result_text(link_lookup const& found)
{
    if (found.not_modified)
        return "not modified";
    return found.link ? "ok" : "no link";
}

boost::asio::awaitable<outcome> get_one(item target, request_options const& options)
{
    result<link_lookup> got = co_await boxlink::get_link(target, options, as_result);
    outcome out;
    out.item = target.ref().to_string();
    if (!got) {
        out.failure = got.error();
        co_return out;
    }
    out.members = bulk::link_members(got->link);
    out.members.append(bulk::item_members(got->item)).boolean("not_modified", got->not_modified);
    out.cells = link_cells(result_text(*got), got->link, got->item);
    co_return out;
}

} // namespace

exit_code get(get_arguments const& args, surroundings const& around)
{
    std::vector<item_ref> const items = read_items(args.items, around.in());
    request_options options = make_request_options(args.common).field("name");
    if (args.if_none_match)
        options.if_none_match(*args.if_none_match);
    check_request_options(model::operation_kind::get_link, options);

    return run_on_box(
        args.common, names_of(items), link_headings(),
        [&](client box, std::size_t index) { return get_one(box.item(items[index]), options); }, around
    );
}

} // namespace boxlink::cli
