// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// boxlink as its users use it: a coroutine for each request on the wire awaits share(item, settings).
#include "driver.hpp"
#include "sharing.hpp"

#include <boxlink/boxlink.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <exception>

namespace bench {
namespace {

namespace asio = boost::asio;

class boxlink_peer final : public peer
{
public:
    boxlink_peer(target const& where, std::size_t connections)
        : connections_(connections),
          box_(io_, boxlink::bearer_token(where.token), options(where, connections))
    {}

    void run(work& todo) override
    {
        for (std::size_t i = 0; i < connections_; ++i)
            asio::co_spawn(io_, share_again_and_again(todo), [](std::exception_ptr failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
        io_.run();
        io_.restart();
    }

    [[nodiscard]] std::size_t connections() const override { return box_.counters().connects; }

private:
    static boxlink::client_options options(target const& where, std::size_t connections)
    {
        boxlink::client_options options;
        options.base_url(where.origin())
            .ca_file(where.ca_file)
            .system_trust(false)
            .max_connections(connections)
            .max_connecting(std::min<std::size_t>(connections, 64))
            .limits(unreached_limits());
        return options;
    }

    asio::awaitable<void> share_again_and_again(work& todo)
    {
        while (todo.has_more()) {
            auto const file = box_.file(std::to_string(todo.take()));
            auto const begin = steady::now();
            try {
                co_await share(file, settings_);
                todo.done(begin);
            } catch (boxlink::error const& e) {
                todo.failed(begin, e.what());
            }
        }
    }

    std::size_t connections_;
    asio::io_context io_{1};
    boxlink::client box_;
    boxlink::link_settings settings_ = company_link();
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::drive<bench::boxlink_peer>(argc, argv, "boxlink");
}
