// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/on_box.hpp"

#include "cli/common_options.hpp"
#include "cli/credential_options.hpp"
#include "cli/results.hpp"
#include "cli/run_items.hpp"

#include <boxlink/error.hpp>

#include <boost/asio/io_context.hpp>

namespace boxlink::cli {
namespace {

exit_code judge(tally const& sum, std::size_t count, bool all_written)
{
    if (sum.done == count && all_written)
        return exit_code::done;
    return sum.refused == count ? exit_code::configuration : exit_code::failed;
}

} // namespace

client make_client(boost::asio::io_context& context, credentials who, client_options options)
{
    try {
        return client(context, std::move(who), std::move(options));
    } catch (error const& e) {
        throw configuration_error(e.info().message);
    }
}

std::vector<std::string> names_of(std::vector<item_ref> const& items)
{
    std::vector<std::string> names;
    names.reserve(items.size());
    for (item_ref const& item : items)
        names.push_back(item.to_string());
    return names;
}

exit_code run_on_box(
    common_arguments const& args,
    std::vector<std::string> const& names,
    std::vector<std::string> headings,
    box_operation const& work,
    surroundings const& around
)
{
    boost::asio::io_context context(1);
    credential_choice const choice = choose_credentials(args.credentials, around);
    client const box = make_client(
        context, make_credentials(choice, args.credentials, around), make_client_options(args, around)
    );
    results output(args.json ? format::json : format::table, std::move(headings), names.size(), around);

    tally const sum = run_items(
        context, names, args.concurrency, [&](std::size_t index) { return work(box, index); },
        [&](std::size_t index, outcome result) { return output.take(index, std::move(result)); },
        [&] {
            around.say("interrupted: cancelling what is not done yet; once more ends the command at once");
        }
    );
    bool const all_written = output.finish();
    if (!args.json && names.size() > 1)
        around.say(std::to_string(sum.done) + " done, " + std::to_string(sum.failed) + " failed");
    return judge(sum, names.size(), all_written);
}

} // namespace boxlink::cli
