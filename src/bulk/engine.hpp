// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "bulk/bell.hpp"
#include "policy/bulk_queue.hpp"

#include <boxlink/bulk.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <memory_resource>
#include <optional>

namespace boxlink::bulk {

/**
 * One bulk job: takes jobs from the source, has so many of them under way, and gives their outcomes to the sink. Two coroutines, one for the source and one
 * for the sink, so that neither waits for the other.
 */
class engine : public std::enable_shared_from_this<engine>
{
public:
    engine(client box, bulk_source source, bulk_sink sink, bulk_options options);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    /// All of it. On the client's executor, once.
    [[nodiscard]] boost::asio::awaitable<result<bulk_summary>> run();

    /// On the client's executor, at any time.
    void cancel(boost::asio::cancellation_type type);

private:
    using clock = std::chrono::steady_clock;

    /// A job that was taken from the source.
    struct entry
    {
        std::uint64_t index;
        bulk_job job;
        /// Once it is under way.
        clock::time_point begun;
        boost::asio::cancellation_signal stop;

        entry(std::uint64_t number, bulk_job&& what) : index(number), job(std::move(what)) {}
    };

    /// A job goes from list to list, and is not moved itself.
    using entries = std::pmr::list<entry>;
    using place = entries::iterator;

    [[nodiscard]] boost::asio::awaitable<void> take_jobs();
    [[nodiscard]] boost::asio::awaitable<void> hand_over();
    [[nodiscard]] std::string user_of(bulk_job const& job) const;
    [[nodiscard]] bool has_room() const noexcept;
    [[nodiscard]] bool sink_keeps_up() const noexcept;
    void begin_what_may();
    void begin(entries&& next);
    [[nodiscard]] request_options options_for(bulk_job const& job) const;
    [[nodiscard]] bool tell_of_begin(place where);
    void look(place where);
    void carry_out(place where);
    template <class T>
    [[nodiscard]] auto ending(place where);
    template <class T>
    void on_end(place where, result<T>&& ended);
    void count(bulk_outcome const& outcome);
    void fail(std::exception_ptr why, char const* whose);

    client box_;
    bulk_source source_;
    bulk_sink sink_;
    bulk_options options_;
    boost::asio::any_io_executor executor_;

    /// Gives the room of one job or outcome to the next.
    std::pmr::unsynchronized_pool_resource memory_;
    /// Lists of one.
    policy::bulk_queue<entries> waiting_;
    entries running_{&memory_};
    std::pmr::list<bulk_outcome> ended_{&memory_};
    /// For the taker: there is room for more. For the giver: there is an outcome, or the taker has ended.
    bell room_;
    bell news_;
    boost::asio::cancellation_signal stop_taking_;
    bool is_taking_ = true;
    bool is_stopped_ = false;
    /// Nothing that could change anything is sent any more.
    bool is_read_only_ = false;
    bool is_sink_broken_ = false;
    error_code cancelled_;
    std::optional<error_info> failure_;
    std::uint64_t next_index_ = 0;
    bulk_summary summary_;
};

} // namespace boxlink::bulk
