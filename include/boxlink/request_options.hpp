// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What a caller can say of one operation.
 */

#include <boxlink/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink {

/// How urgent an operation is, among those of the same user that wait for the rate limit.
enum class priority
{
    /// Somebody waits for it: goes before bulk. Fails rather than waits when too many operations are retried already.
    interactive,
    /// Part of a large job: yields to interactive operations, but always gets a share. Waits until a retry is affordable.
    bulk,
};

/**
 * The options of one operation. What is not set comes from the client.
 *
 * The setters check nothing; every operation checks all of it before a byte is sent and fails with
 * `errc::invalid_argument`, naming the option.
 */
class request_options
{
public:
    /// An HTTP header: name and value.
    using header_field = std::pair<std::string, std::string>;

    /// Everything as the client has it.
    request_options() = default;

    /// Changes the link only if the item still has this etag (`If-Match`); else `errc::precondition_failed`.
    /// Only for `share` and `unshare`.
    request_options& if_match(std::string etag);

    /// Asks for the link only if the item has another etag (`If-None-Match`); else
    /// `link_lookup::not_modified`. Only for `get_link`.
    request_options& if_none_match(std::string etag);

    /// Acts as this user (`As-User`): decimal digits. Counts against that user's rate limit.
    request_options& as_user(std::string user_id);

    /// Lets Box send no e-mail about the change (`Box-Notifications: off`).
    request_options& suppress_notifications(bool suppress);

    /// Asks for one more field of the item, such as `name` or `owned_by`: letters, digits, underscores, dots. May
    /// be repeated, 50 times at most.
    request_options& field(std::string name);

    /// Adds a header. Names that boxlink or HTTP sets, such as Authorization, Host or Content-Length, are refused.
    /// May be repeated; 6 KiB together at most.
    request_options& header(std::string name, std::string value);

    /// The longest time for one attempt, counted from when it has a connection: waiting for one counts against the
    /// deadline alone, and opening one has `client_options::connect_timeout`. 1 ms to 365 days. The client's default
    /// is 30 s.
    request_options& attempt_timeout(std::chrono::milliseconds duration);

    /// The longest time for the whole operation from its start, all waiting and retries included; 1 ms to 365
    /// days. An operation that the rate limit cannot let go before that fails at once. The client's default is 5 min for interactive
    /// operations; those of bulk priority have none unless it is set here.
    request_options& deadline(std::chrono::milliseconds duration);

    /// How many attempts are made at most; 1 to 100. The client's default is 5. Waiting for a rate limit
    /// (429) costs none.
    request_options& max_attempts(int count);

    /// How urgent the operation is. The client's default is interactive.
    request_options& priority(boxlink::priority urgency);

    /// The etag of `if_match`.
    [[nodiscard]] std::optional<std::string> const& if_match() const noexcept { return if_match_; }
    /// The etag of `if_none_match`.
    [[nodiscard]] std::optional<std::string> const& if_none_match() const noexcept { return if_none_match_; }
    /// The user to act as.
    [[nodiscard]] std::optional<std::string> const& as_user() const noexcept { return as_user_; }
    /// Whether Box shall send no e-mail.
    [[nodiscard]] bool suppress_notifications() const noexcept { return suppress_notifications_; }
    /// The extra fields, in the order in which they were added.
    [[nodiscard]] std::vector<std::string> const& fields() const noexcept { return fields_; }
    /// The extra headers, in the order in which they were added.
    [[nodiscard]] std::vector<header_field> const& headers() const noexcept { return headers_; }
    /// The time for one attempt.
    [[nodiscard]] std::optional<std::chrono::milliseconds> const& attempt_timeout() const noexcept
    {
        return attempt_timeout_;
    }
    /// The time for the whole operation.
    [[nodiscard]] std::optional<std::chrono::milliseconds> const& deadline() const noexcept
    {
        return deadline_;
    }
    /// The number of attempts.
    [[nodiscard]] std::optional<int> const& max_attempts() const noexcept { return max_attempts_; }
    /// The urgency.
    [[nodiscard]] std::optional<boxlink::priority> const& priority() const noexcept { return priority_; }

private:
    std::optional<std::string> if_match_;
    std::optional<std::string> if_none_match_;
    std::optional<std::string> as_user_;
    bool suppress_notifications_ = false;
    std::vector<std::string> fields_;
    std::vector<header_field> headers_;
    std::optional<std::chrono::milliseconds> attempt_timeout_;
    std::optional<std::chrono::milliseconds> deadline_;
    std::optional<int> max_attempts_;
    std::optional<boxlink::priority> priority_;
};

} // namespace boxlink
