// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/resolver_cache.hpp"

#include "net/background_work.hpp"
#include "net/url.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

error_info aborted()
{
    return error_info(asio::error::operation_aborted, "resolving the host name was cancelled");
}

error_info not_resolved(std::string const& host, error_code cause)
{
    auto const why = cause ? cause.message() : std::string("it has no address");
    error_info failure(errc::resolve_failed, "the host name " + host + " cannot be resolved: " + why);
    failure.cause = cause;
    return failure;
}

address_list addresses_of(tcp::resolver::results_type const& found)
{
    address_list addresses;
    for (auto const& entry : found) {
        auto const address = entry.endpoint().address();
        if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
            addresses.push_back(address);
    }
    return addresses;
}

// One query with a resolver of its own, which cannot be cancelled by the next query.
class system_query : public std::enable_shared_from_this<system_query>
{
public:
    system_query(asio::any_io_executor const& executor, std::string host)
        : resolver_(executor), background_(executor), host_(std::move(host))
    {}

    void start(std::function<void(result<address_list>)> done)
    {
        background_.start(
            [this](auto handler) { resolver_.async_resolve(host_, std::string(), std::move(handler)); },
            [self = shared_from_this(),
             done = std::move(done)](error_code ec, tcp::resolver::results_type found) {
                auto addresses = addresses_of(found);
                if (ec || addresses.empty())
                    done(not_resolved(self->host_, ec));
                else
                    done(std::move(addresses));
            }
        );
    }

private:
    tcp::resolver resolver_;
    background_work background_;
    std::string host_;
};

} // namespace

resolve_function make_system_resolver(asio::any_io_executor executor)
{
    return [executor = std::move(executor)](
               std::string const& host, std::function<void(result<address_list>)> done
           ) { std::make_shared<system_query>(executor, host)->start(std::move(done)); };
}

address_list known_addresses(std::string_view host)
{
    error_code ec;
    auto const address = asio::ip::make_address(std::string(host), ec);
    if (!ec)
        return {address};
    if (is_loopback(host))
        return {asio::ip::address_v6::loopback(), asio::ip::address_v4::loopback()};
    return {};
}

// Shared with the queries that are going on, which may end after the cache.
class resolver_cache::state : public std::enable_shared_from_this<state>
{
public:
    state(asio::any_io_executor executor, resolve_function resolve)
        : executor_(std::move(executor)), resolve_(std::move(resolve))
    {}

    [[nodiscard]] asio::any_io_executor const& executor() const noexcept { return executor_; }

    void add(lookup& waiting, time_point now)
    {
        if (auto known = known_addresses(waiting.host_); !known.empty())
            return waiting.answer_.set(std::move(known));
        auto& entry = entries_[waiting.host_];
        if (!entry.addresses.empty() && now < entry.expires)
            return waiting.answer_.set(entry.addresses);
        entry.waiting.push_back(&waiting);
        if (!std::exchange(entry.asked, true))
            ask(waiting.host_, now);
    }

    void remove(lookup& waiting) noexcept
    {
        if (auto const entry = entries_.find(waiting.host_); entry != entries_.end())
            std::erase(entry->second.waiting, &waiting);
    }

    void close()
    {
        for (auto& [host, entry] : entries_) {
            for (auto* const waiting : std::exchange(entry.waiting, {}))
                waiting->answer_.set(aborted());
        }
        resolve_ = nullptr;
    }

private:
    class cached_name
    {
    public:
        address_list addresses;
        time_point expires{};
        bool asked = false;
        std::vector<lookup*> waiting;
    };

    void ask(std::string const& host, time_point now)
    {
        resolve_(host, [weak = weak_from_this(), host, now](result<address_list> answer) {
            if (auto const self = weak.lock())
                self->on_answer(host, now, answer);
        });
    }

    // The answer is counted from the question: it cannot be younger than that.
    void on_answer(std::string const& host, time_point asked_at, result<address_list> const& answer)
    {
        auto const found = entries_.find(host);
        auto const waiting = std::exchange(found->second.waiting, {});
        if (answer) {
            found->second.addresses = *answer;
            found->second.expires = asked_at + time_to_live;
            found->second.asked = false;
        } else {
            entries_.erase(found);
        }
        for (auto* const one : waiting)
            one->answer_.set(answer);
    }

    asio::any_io_executor executor_;
    resolve_function resolve_;
    std::map<std::string, cached_name> entries_;
};

resolver_cache::resolver_cache(asio::any_io_executor executor, resolve_function resolve)
    : state_(std::make_shared<state>(std::move(executor), std::move(resolve)))
{}

resolver_cache::~resolver_cache()
{
    state_->close();
}

resolver_cache::lookup::lookup(resolver_cache& cache, std::string host, time_point now)
    : state_(cache.state_), host_(std::move(host)), answer_(state_->executor())
{
    state_->add(*this, now);
}

resolver_cache::lookup::~lookup()
{
    state_->remove(*this);
}

void resolver_cache::lookup::abort()
{
    state_->remove(*this);
    answer_.set(aborted());
}

} // namespace boxlink::net
