// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace boxlink::policy {

/**
 * Which of the jobs that were taken from a source goes next: users in turn, of one user in the order in which they came, never more than so many of one user at a time, and
 * never more than so many in all.
 */
template <class Job>
class bulk_queue
{
public:
    bulk_queue(std::size_t most, std::size_t most_per_user) : most_(most), most_per_user_(most_per_user) {}
    bulk_queue(bulk_queue const&) = delete;
    bulk_queue& operator=(bulk_queue const&) = delete;

    /// A job waits.
    void push(std::string const& user, Job job)
    {
        auto& of_user = lanes_[user];
        of_user.jobs.push_back(std::move(job));
        ++waiting_;
        if (of_user.jobs.size() == 1 && of_user.running < most_per_user_)
            turns_.push_back(&of_user);
    }

    /// The next job that may begin now, if there is one. It counts as running.
    [[nodiscard]] std::optional<Job> pop()
    {
        if (running_ >= most_ || turns_.empty())
            return std::nullopt;
        auto& of_user = *turns_.front();
        turns_.pop_front();
        std::optional<Job> job(std::move(of_user.jobs.front()));
        of_user.jobs.pop_front();
        --waiting_;
        ++running_;
        if (++of_user.running < most_per_user_ && !of_user.jobs.empty())
            turns_.push_back(&of_user);
        return job;
    }

    /// A job of the user is over.
    void ended(std::string const& user)
    {
        auto const found = lanes_.find(user);
        auto& of_user = found->second;
        --running_;
        bool const was_full = of_user.running-- == most_per_user_;
        if (of_user.jobs.empty()) {
            if (of_user.running == 0)
                lanes_.erase(found);
        } else if (was_full)
            turns_.push_back(&of_user);
    }

    /// Forgets the jobs that wait.
    void clear()
    {
        turns_.clear();
        waiting_ = 0;
        for (auto at = lanes_.begin(); at != lanes_.end();) {
            at->second.jobs.clear();
            at = at->second.running == 0 ? lanes_.erase(at) : std::next(at);
        }
    }

    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    [[nodiscard]] std::size_t running() const noexcept { return running_; }

private:
    struct lane
    {
        std::deque<Job> jobs;
        std::size_t running = 0;
    };

    std::size_t most_;
    std::size_t most_per_user_;
    std::size_t waiting_ = 0;
    std::size_t running_ = 0;
    std::unordered_map<std::string, lane> lanes_;
    /// Those of the users who have a job that may begin, each once.
    std::deque<lane*> turns_;
};

} // namespace boxlink::policy
