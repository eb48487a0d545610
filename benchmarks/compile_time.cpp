// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The least that a program which uses boxlink compiles; compile_time.sh measures it.
#include <boxlink/boxlink.hpp>

boost::asio::awaitable<boxlink::shared_link> publish(boxlink::item report)
{
    co_return co_await share(report, boxlink::link_settings());
}
