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

boost::asio::awaitable<outcome> unshare_one(item target, request_options const& options)
{
    result<item_info> got = co_await boxlink::unshare(target, options, as_result);
    outcome out;
    out.item = target.ref().to_string();
    if (!got) {
        out.failure = got.error();
        co_return out;
    }
    out.members = bulk::item_members(*got);
    out.cells = {"ok", got->name.value_or("")};
    co_return out;
}

} // namespace

exit_code unshare(unshare_arguments const& args, surroundings const& around)
{
    std::vector<item_ref> const items = read_items(args.items, around.in());
    request_options options = make_request_options(args.common).field("name");
    if (args.if_match)
        options.if_match(*args.if_match);
    check_request_options(model::operation_kind::unshare, options);
    return run_on_box(
        args.common, names_of(items), {"NAME"},
        [&](client box, std::size_t index) { return unshare_one(box.item(items[index]), options); }, around
    );
}

} // namespace boxlink::cli
