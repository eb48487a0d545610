// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/common_options.hpp"

#include "cli/attempt_log.hpp"
#include "cli/refusal.hpp"
#include "model/request_rules.hpp"

namespace boxlink::cli {

client_options make_client_options(common_arguments const& args, surroundings const& around)
{
    client_options options;
    if (auto const url = args.base_url ? args.base_url : around.variable("BOXLINK_BASE_URL"))
        options.base_url(*url);
    if (auto const file = args.ca_file ? args.ca_file : around.variable("BOXLINK_CA_FILE"))
        options.ca_file(*file);
    options.allow_plain_http_to_loopback(args.allow_http_loopback)
        .proxy_from_environment(true)
        .max_connections(args.concurrency)
        .user_agent_suffix("boxlink-command");
    if (args.timeout)
        options.attempt_timeout(*args.timeout);
    if (args.deadline)
        options.deadline(*args.deadline);
    if (args.max_attempts)
        options.max_attempts(*args.max_attempts);
    if (args.rate)
        options.limits(shared_limits(limit_options().requests_per_minute(*args.rate)));
    options.observer(std::make_shared<attempt_log>(around, args.verbose));
    return options;
}

request_options make_request_options(common_arguments const& args)
{
    request_options options;
    if (args.as_user)
        options.as_user(*args.as_user);
    return options;
}

void check_request_options(model::operation_kind kind, request_options const& options)
{
    if (result<void> const checked = model::check_options(kind, options); !checked)
        throw usage_error(checked.error().message);
}

} // namespace boxlink::cli
