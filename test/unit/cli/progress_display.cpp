// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress_display.hpp"

#include "fake_surroundings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <memory>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace boxlink;
using namespace boxlink::cli;
using namespace std::chrono_literals;

namespace {

/// What can be read from there now.
std::string read_all(int descriptor)
{
    std::string all;
    char some[4096];
    for (ssize_t count = 0; (count = ::read(descriptor, some, sizeof some)) > 0;)
        all.append(some, static_cast<std::size_t>(count));
    return all;
}

/// Two ends; what is written to `there` is read from `here`.
class ends
{
public:
    ends(ends const&) = delete;
    ends& operator=(ends const&) = delete;
    ~ends()
    {
        ::close(here);
        ::close(there);
    }

    [[nodiscard]] std::string written() const { return read_all(here); }

    int here = -1;
    int there = -1;

protected:
    ends() = default;
    void never_block() const { BOOST_REQUIRE(::fcntl(here, F_SETFL, O_NONBLOCK) == 0); }
};

class terminal : public ends
{
public:
    terminal()
    {
        BOOST_REQUIRE(::openpty(&here, &there, nullptr, nullptr, nullptr) == 0);
        never_block();
    }

    void resize(unsigned short columns) const
    {
        winsize size{};
        size.ws_col = columns;
        BOOST_REQUIRE(::ioctl(there, TIOCSWINSZ, &size) == 0);
    }
};

class pipe_ends : public ends
{
public:
    pipe_ends()
    {
        int both[2];
        BOOST_REQUIRE(::pipe(both) == 0);
        here = both[0];
        there = both[1];
        never_block();
    }
};

constexpr progress::time_point begun{1000h};

limits_snapshot no_limits()
{
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(progress_displays)

BOOST_AUTO_TEST_CASE(one_line_is_drawn_anew)
{
    boost::asio::io_context context;
    terminal const screen;
    progress_display shown(context.get_executor(), screen.there, true, no_limits, begun);
    shown.on_total(10);
    shown.tick(begun);
    BOOST_TEST(screen.written() == "\r0/10  0 %  ETA \u2013\x1b[K");
    shown.tick(begun + 200ms);
    BOOST_TEST(screen.written() == "");
    shown.on_skipped(5);
    shown.tick(begun + 400ms);
    BOOST_TEST(screen.written() == "\r5/10  50 %  ETA \u2013  5 skipped\x1b[K");
}

BOOST_AUTO_TEST_CASE(nothing_stale_is_left)
{
    boost::asio::io_context context;
    terminal const screen;
    progress_display shown(context.get_executor(), screen.there, true, no_limits, begun);
    shown.clear();
    shown.stop();
    BOOST_TEST(screen.written() == "");
    shown.tick(begun);
    BOOST_TEST(screen.written() == "\r0\x1b[K");
    shown.clear();
    shown.clear();
    BOOST_TEST(screen.written() == "\r\x1b[K");
    shown.tick(begun + 1ms);
    BOOST_TEST(screen.written() == "\r0\x1b[K");
    shown.stop();
    BOOST_TEST(screen.written() == "\r\x1b[K");
}

BOOST_AUTO_TEST_CASE(the_line_is_gone_before_anything_else_is_told)
{
    boost::asio::io_context context;
    terminal const screen;
    fake_surroundings fake;
    surroundings around = fake.around();
    progress_display shown(context.get_executor(), screen.there, true, no_limits, begun);
    std::string told_when_cleared = "never cleared";
    around.before_saying([&] {
        told_when_cleared = fake.err.str();
        shown.clear();
    });
    shown.tick(begun);
    static_cast<void>(screen.written());
    around.say("mind the gap");
    BOOST_TEST(told_when_cleared == "");
    BOOST_TEST(screen.written() == "\r\x1b[K");
    BOOST_TEST(fake.err.str() == "boxlink: mind the gap\n");
}

BOOST_AUTO_TEST_CASE(the_line_fits_the_terminal_of_the_moment)
{
    boost::asio::io_context context;
    terminal const screen;
    screen.resize(9);
    progress_display shown(context.get_executor(), screen.there, true, no_limits, begun);
    shown.on_total(10);
    shown.tick(begun);
    BOOST_TEST(screen.written() == "\r0/10\x1b[K");
    screen.resize(10);
    shown.tick(begun);
    BOOST_TEST(screen.written() == "\r0/10  0 %\x1b[K");
}

BOOST_AUTO_TEST_CASE(elsewhere_a_line_now_and_then)
{
    boost::asio::io_context context;
    pipe_ends const file;
    progress_display shown(context.get_executor(), file.there, false, no_limits, begun);
    shown.tick(begun);
    shown.tick(begun + 29'999ms);
    BOOST_TEST(file.written() == "");
    shown.tick(begun + 30s);
    BOOST_TEST(file.written() == "boxlink: 0  0.0/s\n");
    shown.tick(begun + 59'999ms);
    BOOST_TEST(file.written() == "");
    shown.tick(begun + 150s);
    shown.tick(begun + 151s);
    shown.clear();
    shown.stop();
    BOOST_TEST(file.written() == "boxlink: 0  0.0/s\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_from_ending)
{
    for (bool const is_terminal : {true, false}) {
        boost::asio::io_context context;
        pipe_ends const file;
        progress_display shown(context.get_executor(), file.there, is_terminal, no_limits);
        shown.start();
        boost::asio::post(context, [&] { shown.stop(); });
        context.run();
        BOOST_TEST(file.written() == "");
    }
}

BOOST_AUTO_TEST_CASE(the_timer_tells_until_there_is_no_display)
{
    boost::asio::io_context context;
    pipe_ends const file;
    std::unique_ptr<progress_display> shown;
    auto const limits = [&] {
        boost::asio::post(context, [&] { shown.reset(); });
        return limits_snapshot();
    };
    // Long due.
    auto const long_ago = progress::clock::now() - 1h;
    shown = std::make_unique<progress_display>(context.get_executor(), file.there, false, limits, long_ago);
    shown->start();
    context.run();
    BOOST_TEST(!shown);
    BOOST_TEST(file.written() == "boxlink: 0  0.0/s\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_lost)
{
    boost::asio::io_context context;
    progress_display shown(context.get_executor(), -1, true, no_limits, begun);
    shown.tick(begun);
    shown.stop();
}

BOOST_AUTO_TEST_CASE(where_lines_can_be_drawn_anew)
{
    terminal const screen;
    pipe_ends const file;
    fake_surroundings fake;
    surroundings const around = fake.around();
    BOOST_TEST(!can_redraw(screen.there, around));
    fake.variables["TERM"] = "dumb";
    BOOST_TEST(!can_redraw(screen.there, around));
    fake.variables["TERM"] = "xterm";
    BOOST_TEST(can_redraw(screen.there, around));
    BOOST_TEST(!can_redraw(file.there, around));
}

BOOST_AUTO_TEST_SUITE_END()
