// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <cstdint>
#include <optional>

namespace boxlink::policy {

/// Names one access token among all that were got by the same credentials, in their order. 0 is none.
using token_serial = std::uint64_t;

/// Counts the failures to get one.
using failure_serial = std::uint64_t;

/// What somebody who wants an access token must do.
enum class token_advice
{
    /// Use the token that is there.
    use,
    /// Use it, and get the next one meanwhile: it ends soon. Nobody else has been told to.
    use_and_renew,
    /// Get one, for all who wait. Nobody else has been told to.
    renew,
    /// Wait for the one that is being got, then ask again.
    wait,
    /// Do without: there was a failure since, or just before.
    fail,
};

/**
 * The life of one user's access tokens: when one is good, when the next must be got, and that only one at a time is asked for. No clock, no token.
 */
class token_lifecycle
{
public:
    /**
     * Somebody wants a token.
     *
     * \param refused the token that Box refused as expired; 0 if this is the first wish.
     * \param seen the failures that there were when they began to wait; nothing if they have not waited yet.
     */
    [[nodiscard]] token_advice want(token_serial refused, std::optional<failure_serial> seen, time_point now);

    /// A token was got.
    /// \param serial greater than all before. \param lifetime how long it lasts; nothing if that is not known. \param asked when it was asked for: it cannot be older.
    void renewed(token_serial serial, std::optional<duration> lifetime, time_point asked);

    /// None could be got. \param random uniform in [0, 1).
    void failed(time_point now, double random);

    /// Who was getting one has gone without a result: somebody else must.
    void abandoned() noexcept { renewing_ = false; }

    /// The token must not be used any more.
    void forget() noexcept { refused_ = serial_; }

    /// The token that is there; 0 if there has never been one.
    [[nodiscard]] token_serial serial() const noexcept { return serial_; }
    /// When it ends; the end of time if that is not known.
    [[nodiscard]] time_point ends() const noexcept { return ends_; }
    /// The failures so far.
    [[nodiscard]] failure_serial failures() const noexcept { return failures_; }
    /// Whether somebody is getting one.
    [[nodiscard]] bool is_renewing() const noexcept { return renewing_; }
    /// Whether the token that is there may be sent.
    [[nodiscard]] bool is_usable(time_point now) const noexcept
    {
        return serial_ > refused_ && now < stop_at_;
    }

private:
    token_serial serial_ = 0;
    token_serial refused_ = 0;
    time_point ends_ = time_point::max();
    /// When it is not sent any more: it might end on the way.
    time_point stop_at_ = time_point::max();
    time_point renew_at_ = time_point::max();
    bool renewing_ = false;

    failure_serial failures_ = 0;
    int failures_in_a_row_ = 0;
    time_point failed_at_ = time_point::min();
    /// No renewal ahead of time before this.
    time_point quiet_until_ = time_point::min();
};

} // namespace boxlink::policy
