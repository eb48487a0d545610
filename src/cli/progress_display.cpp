// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress_display.hpp"

#include <boost/asio/error.hpp>

#include <cerrno>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace boxlink::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_period = 200ms;
constexpr auto tell_period = 30s;
constexpr std::size_t usual_width = 80;
constexpr std::string_view to_line_begin = "\r";
constexpr std::string_view erase_to_end = "\x1b[K";

/// Without the last column: some terminals go to the next line once that is written.
std::size_t room_on(int descriptor)
{
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usual_width - 1;
    return size.ws_col - 1U;
}

} // namespace

bool can_redraw(int descriptor, surroundings const& around)
{
    return ::isatty(descriptor) == 1 && around.variable("TERM").value_or("dumb") != "dumb";
}

progress_display::progress_display(
    boost::asio::any_io_executor const& executor,
    int descriptor,
    bool is_terminal,
    std::function<limits_snapshot()> limits,
    time_point begun
)
    : timer_(executor), descriptor_(descriptor), is_terminal_(is_terminal), limits_(std::move(limits)),
      progress_(begun), tell_at_(begun + tell_period)
{}

void progress_display::start()
{
    is_drawing_ = std::make_shared<bool>(true);
    wait();
}

void progress_display::stop()
{
    is_drawing_.reset();
    timer_.cancel();
    clear();
}

void progress_display::wait()
{
    if (is_terminal_)
        timer_.expires_after(redraw_period);
    else
        timer_.expires_at(tell_at_);
    timer_.async_wait([this, drawing = std::weak_ptr(is_drawing_)](error_code const&) {
        if (drawing.expired())
            return;
        tick(progress::clock::now());
        wait();
    });
}

void progress_display::tick(time_point now)
{
    if (is_terminal_)
        redraw(now);
    else if (now >= tell_at_)
        tell(now);
}

void progress_display::redraw(time_point now)
{
    auto line = progress_.line(limits_(), now, room_on(descriptor_));
    if (line == drawn_)
        return;
    write(std::string(to_line_begin).append(line).append(erase_to_end));
    drawn_ = std::move(line);
}

void progress_display::tell(time_point now)
{
    while (tell_at_ <= now)
        tell_at_ += tell_period;
    auto const line = progress_.line(limits_(), now, std::numeric_limits<std::size_t>::max());
    write("boxlink: " + line + '\n');
}

void progress_display::clear()
{
    if (drawn_.empty())
        return;
    write(std::string(to_line_begin).append(erase_to_end));
    drawn_.clear();
}

void progress_display::write(std::string_view text) const
{
    while (!text.empty()) {
        auto const written = ::write(descriptor_, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace boxlink::cli
