// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/drawing.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace boxlink::bulk {
namespace {

std::string coordinate(double value)
{
    char text[32];
    int const length = std::snprintf(text, sizeof text, "%.2f", value);
    return std::string(text, static_cast<std::size_t>(length));
}

std::string path_of(std::vector<chart_column> const& columns)
{
    std::string path;
    for (chart_column const& c : columns) {
        if (c.height <= 0)
            continue;
        path += 'M' + coordinate(1'000 * c.from) + " 1000V" + coordinate(1'000 * (1 - c.height)) + 'H' +
                coordinate(1'000 * c.to) + "V1000Z";
    }
    return path;
}

} // namespace

std::string percent_text(double place)
{
    return coordinate(100 * std::clamp(place, 0.0, 1.0)) + '%';
}

void chart_panel::open(markup& out) const
{
    out.open(
        "svg", {{"x", "0"},
                {"y", std::to_string(top_)},
                {"width", "100%"},
                {"height", std::to_string(height_)},
                {"viewBox", "0 0 1000 1000"},
                {"preserveAspectRatio", "none"},
                {"aria-hidden", "true"}}
    );
}

void draw_columns(markup& out, std::vector<chart_column> const& columns, char const* name)
{
    if (auto path = path_of(columns); !path.empty())
        out.single("path", {{"class", name}, {"d", std::move(path)}});
}

void draw_level(markup& out, int y, char const* name)
{
    auto const at = std::to_string(y);
    out.single("line", {{"class", name}, {"x1", "0"}, {"x2", "100%"}, {"y1", at}, {"y2", at}});
}

void draw_label(
    markup& out, std::string x, int y, std::string_view text, char const* anchor, char const* name
)
{
    out.element(
        "text", text,
        {{"class", name}, {"x", std::move(x)}, {"y", std::to_string(y)}, {"text-anchor", anchor}}
    );
}

void draw_ticks(markup& out, std::vector<axis_tick> const& ticks, int y)
{
    for (axis_tick const& tick : ticks) {
        auto const x = percent_text(tick.place);
        out.single(
            "line", {{"class", "axis"},
                     {"x1", x},
                     {"x2", x},
                     {"y1", std::to_string(y)},
                     {"y2", std::to_string(y + 4)}}
        );
        char const* const anchor = tick.place < 0.03 ? "start" : tick.place > 0.92 ? "end" : "middle";
        draw_label(out, x, y + 17, tick.text, anchor);
    }
}

void open_chart(markup& out, char const* id, int height, std::string_view title, std::string_view description)
{
    std::string const name = id;
    out.open(
        "svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                {"class", "chart"},
                {"id", name},
                {"role", "img"},
                {"aria-labelledby", name + "-title " + name + "-desc"},
                {"width", "100%"},
                {"height", std::to_string(height)}}
    );
    out.element("title", title, {{"id", name + "-title"}});
    out.element("desc", description, {{"id", name + "-desc"}});
}

void add_legend(markup& out, char const* name, std::string_view text)
{
    out.open("li");
    out.open("svg", {{"class", "swatch"}, {"width", "12"}, {"height", "12"}, {"aria-hidden", "true"}});
    out.single("rect", {{"class", name}, {"width", "12"}, {"height", "12"}, {"rx", "2"}});
    out.close().text(std::string(" ").append(text)).close();
}

} // namespace boxlink::bulk
