// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/timestamp.hpp"

#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace boxlink::model {
namespace {

using std::chrono::system_clock;

// Takes pieces of fixed form off the front of a text; remembers whether one was missing.
class reader
{
public:
    explicit reader(std::string_view rest) noexcept : rest_(rest) {}

    bool skip(std::string_view literal) noexcept
    {
        if (!rest_.starts_with(literal))
            return false;
        rest_.remove_prefix(literal.size());
        return true;
    }

    void expect(std::string_view literal) noexcept { good_ = skip(literal) && good_; }

    int number(std::size_t digits) noexcept
    {
        std::string_view const piece = rest_.substr(0, digits);
        if (piece.size() < digits || !is_digits(piece)) {
            good_ = false;
            return 0;
        }
        rest_.remove_prefix(digits);
        int value = 0;
        for (char const c : piece)
            value = value * 10 + (c - '0');
        return value;
    }

    // The position of the name that comes next, from 0.
    template <std::size_t Count>
    unsigned name(std::array<std::string_view, Count> const& names) noexcept
    {
        for (unsigned at = 0; at < Count; ++at) {
            if (skip(names[at]))
                return at;
        }
        good_ = false;
        return 0;
    }

    void skip_fraction() noexcept
    {
        if (!skip("."))
            return;
        std::size_t const end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        good_ = good_ && end != 0;
        rest_.remove_prefix(end);
    }

    bool at_end() const noexcept { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> long_weekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};

system_clock::time_point clamped(std::chrono::sys_seconds instant) noexcept
{
    constexpr auto first = std::chrono::ceil<std::chrono::seconds>(system_clock::time_point::min());
    constexpr auto last = std::chrono::floor<std::chrono::seconds>(system_clock::time_point::max());
    return std::clamp(instant, first, last);
}

struct civil_time
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;

    void read_clock(reader& in) noexcept
    {
        hour = in.number(2);
        in.expect(":");
        minute = in.number(2);
        in.expect(":");
        second = in.number(2);
    }

    std::optional<std::chrono::sys_seconds> instant() const noexcept
    {
        std::chrono::year_month_day const date{
            std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
        if (!date.ok() || hour > 23 || minute > 59 || second > 60)
            return std::nullopt;
        return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
               std::chrono::seconds(std::min(second, 59));
    }
};

std::optional<std::chrono::seconds> read_offset(reader& in) noexcept
{
    if (in.skip("Z") || in.skip("z"))
        return std::chrono::seconds(0);
    bool const west = in.skip("-");
    if (!west)
        in.expect("+");
    int const hours = in.number(2);
    in.skip(":");
    int const minutes = in.number(2);
    if (hours > 23 || minutes > 59)
        return std::nullopt;
    std::chrono::seconds const offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return west ? -offset : offset;
}

// Sun, 06 Nov 1994 08:49:37 GMT
civil_time read_imf_fixdate(reader& in) noexcept
{
    civil_time time;
    in.name(weekdays);
    in.expect(", ");
    time.day = static_cast<unsigned>(in.number(2));
    in.expect(" ");
    time.month = in.name(months) + 1;
    in.expect(" ");
    time.year = in.number(4);
    in.expect(" ");
    time.read_clock(in);
    in.expect(" GMT");
    return time;
}

// Sunday, 06-Nov-94 08:49:37 GMT
civil_time read_rfc850_date(reader& in, int this_year) noexcept
{
    civil_time time;
    in.name(long_weekdays);
    in.expect(", ");
    time.day = static_cast<unsigned>(in.number(2));
    in.expect("-");
    time.month = in.name(months) + 1;
    in.expect("-");
    time.year = this_year - this_year % 100 + in.number(2);
    if (time.year > this_year + 50)
        time.year -= 100;
    in.expect(" ");
    time.read_clock(in);
    in.expect(" GMT");
    return time;
}

// Sun Nov  6 08:49:37 1994
civil_time read_asctime_date(reader& in) noexcept
{
    civil_time time;
    in.name(weekdays);
    in.expect(" ");
    time.month = in.name(months) + 1;
    in.expect(" ");
    time.day = static_cast<unsigned>(in.skip(" ") ? in.number(1) : in.number(2));
    in.expect(" ");
    time.read_clock(in);
    in.expect(" ");
    time.year = in.number(4);
    return time;
}

std::chrono::year_month_day date_of(system_clock::time_point instant) noexcept
{
    return std::chrono::floor<std::chrono::days>(instant);
}

} // namespace

std::string format_rfc3339(system_clock::time_point instant)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(instant);
    std::chrono::year_month_day const date = date_of(instant);
    std::chrono::hh_mm_ss const clock(seconds - std::chrono::floor<std::chrono::days>(seconds));
    char text[64];
    int const length = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d+00:00", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return std::string(text, static_cast<std::size_t>(length));
}

std::optional<system_clock::time_point> parse_rfc3339(std::string_view text)
{
    reader in(text);
    civil_time time;
    time.year = in.number(4);
    in.expect("-");
    time.month = static_cast<unsigned>(in.number(2));
    in.expect("-");
    time.day = static_cast<unsigned>(in.number(2));
    if (!in.skip("T") && !in.skip("t"))
        in.expect(" ");
    time.read_clock(in);
    in.skip_fraction();
    auto const offset = read_offset(in);
    auto const local = time.instant();
    if (!in.at_end() || !offset || !local)
        return std::nullopt;
    return clamped(*local - *offset);
}

std::optional<system_clock::time_point> parse_http_date(std::string_view text, system_clock::time_point now)
{
    reader in(text);
    civil_time time;
    std::size_t const comma = text.find(',');
    if (comma == 3)
        time = read_imf_fixdate(in);
    else if (comma != std::string_view::npos)
        time = read_rfc850_date(in, static_cast<int>(date_of(now).year()));
    else
        time = read_asctime_date(in);
    auto const instant = time.instant();
    if (!in.at_end() || !instant)
        return std::nullopt;
    return clamped(*instant);
}

system_clock::time_point add_clamped(system_clock::time_point instant, std::chrono::seconds duration) noexcept
{
    using limits = system_clock::time_point;
    constexpr std::chrono::seconds span =
        std::chrono::years(20'000); // more than any instant is away from another
    duration = std::clamp(duration, -span, span);
    auto const sum = std::chrono::floor<std::chrono::seconds>(instant) + duration;
    if (sum >= std::chrono::floor<std::chrono::seconds>(limits::max()))
        return limits::max();
    if (sum <= std::chrono::ceil<std::chrono::seconds>(limits::min()))
        return limits::min();
    return instant + duration;
}

} // namespace boxlink::model
