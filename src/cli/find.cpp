// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/outcome_members.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/on_box.hpp"
#include "model/request_rules.hpp"

#include <boxlink/operations.hpp>

namespace boxlink::cli {
namespace {

// `file:123`; types that this version does not know by the name that Box gave them.
std::string name_of(item_info const& item)
{
    std::string const type =
        item.type == item_type::other ? item.type_text : std::string(to_string(item.type));
    return type + ':' + item.id;
}

boost::asio::awaitable<outcome> find_one(client box, link_query const& query, request_options const& options)
{
    result<found_item> got = co_await boxlink::find(box, query, options, as_result);
    outcome out;
    if (!got) {
        out.failure = got.error();
        co_return out;
    }
    out.item = name_of(got->item);
    out.members = bulk::link_members(got->link);
    out.members.append(bulk::item_members(got->item));
    out.cells = link_cells("ok", got->link, got->item);
    co_return out;
}

} // namespace

exit_code find(find_arguments const& args, surroundings const& around)
{
    link_query query(args.url);
    if (std::optional<secret> password = find_password(args.password, around))
        query.password(*std::move(password));
    if (result<void> const checked = model::check_query(query); !checked)
        throw usage_error(checked.error().message);
    request_options const options = make_request_options(args.common).field("name");
    check_request_options(model::operation_kind::find, options);

    // The item is not known before it is found, and the link itself is shown nowhere: who has it can open it.
    return run_on_box(
        args.common, {""}, link_headings(),
        [&](client box, std::size_t) { return find_one(std::move(box), query, options); }, around
    );
}

} // namespace boxlink::cli
