// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "throughput.hpp"

#include <boxlink/boxlink.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace bench {
namespace {

namespace asio = boost::asio;

class boxlink_contender final : public contender
{
public:
    boxlink_contender(target const& where, std::size_t connections)
        : connections_(connections),
          box_(io_, boxlink::bearer_token(where.token), options(where, connections)),
          file_ids_(where.file_ids)
    {
        settings_.access(boxlink::access_level::company);
    }

    void run(work& todo) override
    {
        for (std::size_t i = 0; i < connections_; ++i)
            asio::co_spawn(
                io_, share_again_and_again(box_.file(file_ids_.at(i)), todo),
                [](std::exception_ptr failure) {
                    if (failure)
                        std::rethrow_exception(failure);
                }
            );
        io_.run();
        io_.restart();
    }

private:
    static boxlink::client_options options(target const& where, std::size_t connections)
    {
        boxlink::client_options options;
        options.base_url("https://" + where.host + ':' + where.port)
            .ca_file(where.ca_file)
            .system_trust(false)
            .max_connections(connections)
            .max_connecting(connections)
            .limits(
                boxlink::shared_limits(boxlink::limit_options().requests_per_minute(6'000'000).burst(10'000))
            );
        return options;
    }

    asio::awaitable<void> share_again_and_again(boxlink::item file, work& todo)
    {
        while (todo.take()) {
            auto const begin = steady::now();
            co_await share(file, settings_);
            todo.done(begin);
        }
    }

    std::size_t connections_;
    asio::io_context io_{1};
    boxlink::client box_;
    std::vector<std::string> file_ids_;
    boxlink::link_settings settings_;
};

} // namespace

std::unique_ptr<contender> make_boxlink(target const& where, std::size_t connections)
{
    return std::make_unique<boxlink_contender>(where, connections);
}

} // namespace bench
