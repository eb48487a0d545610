// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/error_names.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/credential_options.hpp"
#include "cli/on_box.hpp"
#include "cli/run_one.hpp"
#include "cli/terminal_text.hpp"
#include "cli/token_text.hpp"
#include "model/box_request.hpp"

#include <boxlink/token_operations.hpp>

#include <boost/asio/io_context.hpp>

#include <ostream>

namespace boxlink::cli {
namespace {

class checked_token
{
public:
    access_token token;
    user_info user;

    checked_token() {}
};

boost::asio::awaitable<result<checked_token>> check(client box)
{
    // The user comes first: should Box refuse the token here, a new one is got, and that is the one to be told of.
    result<user_info> user = co_await current_user(box, as_result);
    if (!user)
        co_return user.error();
    result<access_token> got = co_await get_token(box, as_result);
    if (!got)
        co_return got.error();
    checked_token both;
    both.user = *std::move(user);
    both.token = *std::move(got);
    co_return both;
}

std::string
json(checked_token const& good, credential_choice const& choice, system_clock::time_point now, bool show)
{
    model::json_writer user;
    user.text("id", good.user.id).text_or_null("name", good.user.name).text_or_null("login", good.user.login);
    outcome out;
    out.members.object("user", user)
        .text("credentials", to_string(choice.kind))
        .optional_text("expires_at", rfc3339(good.token.expires_at));
    if (good.token.expires_at)
        out.members.number("expires_in_s", seconds_until(*good.token.expires_at, now).count());
    else
        out.members.null("expires_in_s");
    if (show)
        out.members.text("token", good.token.text.reveal());
    return json_line(out);
}

std::string
text(checked_token const& good, credential_choice const& choice, system_clock::time_point now, bool show)
{
    std::string out = "user         " + terminal_text(describe(good.user)) + '\n';
    out += "credentials  " + terminal_text(choice.describe()) + '\n';
    out += "good until   " + describe_end(good.token.expires_at, now) + '\n';
    if (show)
        out.append("token        ").append(terminal_text(good.token.text.reveal())).append("\n");
    return out;
}

exit_code tell_failure(error_info const& failure, bool as_json, surroundings const& around)
{
    outcome const out = outcome::failed("", failure);
    if (as_json)
        around.out() << json_line(out) + '\n' << std::flush;
    else
        around.say(complaint(out));
    return bulk::is_of_configuration(failure.code) ? exit_code::configuration : exit_code::failed;
}

} // namespace

exit_code token(token_arguments const& args, surroundings const& around)
{
    check_request_options(model::operation_kind::current_user, make_request_options(args.common));
    credential_choice const choice = choose_credentials(args.common.credentials, around);
    boost::asio::io_context context(1);
    client box = make_client(
        context, make_credentials(choice, args.common.credentials, around),
        make_client_options(args.common, around)
    );
    if (args.common.as_user)
        box = box.as_user(*args.common.as_user);

    std::optional<result<checked_token>> checked;
    auto const work = [&]() -> boost::asio::awaitable<void> { checked.emplace(co_await check(box)); };
    run_one(context, work(), around);
    if (!*checked)
        return tell_failure(checked->error(), args.common.json, around);
    auto const now = system_clock::now();
    around.out() << (args.common.json ? json(**checked, choice, now, args.show) + '\n'
                                      : text(**checked, choice, now, args.show))
                 << std::flush;
    return around.out().good() ? exit_code::done : exit_code::failed;
}

} // namespace boxlink::cli
