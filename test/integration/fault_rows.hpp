// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// All that the embedded server can do to a request or a connection, and what must follow.

#include <boxlink/error.hpp>
#include <boxlink/testing/fault.hpp>

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::test {

/// What an attempt under test is part of.
enum class deed
{
    share,
    unshare,
    get_link,
    find,
};

inline constexpr deed deeds[] = {deed::share, deed::unshare, deed::get_link, deed::find};

inline bool is_change(deed what)
{
    return what == deed::share || what == deed::unshare;
}

inline std::ostream& operator<<(std::ostream& out, deed what)
{
    switch (what) {
    case deed::share:
        return out << "share";
    case deed::unshare:
        return out << "unshare";
    case deed::get_link:
        return out << "get_link";
    default:
        return out << "find";
    }
}

/// What follows an attempt that met a fault.
enum class sequel
{
    /// Nothing: the answer is as good as any.
    success,
    /// Another attempt.
    again,
    /// A failure that is certain, and makes certain what earlier attempts left open.
    refusal,
    /// A failure that is certain of this attempt only: for a change, what earlier ones left open is read back.
    no_use,
    /// 412: as before; and since reading back shows nothing of the change, it is certain in the end.
    contested,
    /// A failure, though the change may have taken effect: that is read back.
    doubt,
    /// A failure, though it was a success: nobody can read it.
    nonsense,
};

/// Where a fault strikes, and what it does there.
enum class place
{
    answer,
    /// The answer never comes.
    stall,
    /// The connection, before its TLS handshake.
    connection,
    /// As before, and it never goes on.
    held_connection,
};

/// One fault and what must follow.
struct fault_row
{
    std::string name;
    std::function<testing::fault(deed)> make;
    sequel then;
    errc code = errc::connection_lost;
    /// Whether the request takes effect nevertheless.
    bool applied = false;
    place where = place::answer;
    /// Whether only one connection at a time can tell what follows: a failed connection fails whoever waits longest.
    bool lonely = false;

    friend std::ostream& operator<<(std::ostream& out, fault_row const& row) { return out << row.name; }
};

/// Each fault. Built anew by each call.
std::vector<fault_row> fault_rows();

} // namespace boxlink::test
