// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Shows the progress of a bulk job while it goes on.

#include "cli/progress.hpp"
#include "cli/surroundings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace boxlink::cli {

/// Whether lines can be drawn anew there.
[[nodiscard]] bool can_redraw(int descriptor, surroundings const& around);

/**
 * On a terminal, one line that is drawn anew five times a second; elsewhere, a line every 30 s.
 *
 * Whatever else is written to the terminal must be preceded by `clear`; what is told by `surroundings` is, if they say so:
 * `around.before_saying([&display] { display.clear(); })`. To be used on one thread, the executor's. What cannot be written is lost without a word.
 */
class progress_display
{
public:
    using time_point = progress::time_point;

    /// \param descriptor to write to; it stays open for longer than this lives. \param limits asked before each drawing.
    progress_display(
        boost::asio::any_io_executor const& executor,
        int descriptor,
        bool is_terminal,
        std::function<limits_snapshot()> limits,
        time_point begun = progress::clock::now()
    );
    progress_display(progress_display const&) = delete;
    progress_display& operator=(progress_display const&) = delete;
    ~progress_display() { stop(); }

    void on_total(std::uint64_t jobs) { progress_.on_total(jobs); }
    void on_outcome(bool ok) { progress_.on_outcome(ok, progress::clock::now()); }
    void on_skipped(std::uint64_t jobs) { progress_.on_skipped(jobs); }

    /// Begins to draw. Keeps the executor's context at work until `stop`.
    void start();

    /// Takes the line away, and draws no more.
    void stop();

    /// Takes the line away until it is drawn anew.
    void clear();

    /// Draws, if it is time. The timer does this.
    void tick(time_point now);

private:
    void wait();
    void redraw(time_point now);
    void tell(time_point now);
    void write(std::string_view text) const;

    boost::asio::steady_timer timer_;
    int descriptor_;
    bool is_terminal_;
    std::function<limits_snapshot()> limits_;
    progress progress_;
    /// What stands on the terminal.
    std::string drawn_;
    time_point tell_at_;
    /// A wait that has ended already cannot be cancelled: it looks at this.
    std::shared_ptr<bool> is_drawing_;
};

} // namespace boxlink::cli
