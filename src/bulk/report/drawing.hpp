// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What charts are drawn with: SVG that is as wide as the page, with text that keeps its size.

#include "bulk/report/axes.hpp"
#include "bulk/report/markup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace boxlink::bulk {

/// Where labels of a vertical axis stand: in the margin that the page leaves to the left of a chart.
inline constexpr char const* beside_chart = "-8";

/// A place from 0 to 1 as a part of the width.
[[nodiscard]] std::string percent_text(double place);

/// A part of a chart, as wide as it. All in pixels.
class chart_panel
{
public:
    chart_panel(int top, int height) : top_(top), height_(height) {}

    /// Where a value from 0 to 1 stands.
    [[nodiscard]] int y(double value) const
    {
        return top_ + height_ - static_cast<int>(value * height_ + 0.5);
    }
    [[nodiscard]] int bottom() const { return top_ + height_; }
    [[nodiscard]] int top() const { return top_; }

    /// Opens an element whose content, in thousandths, is stretched to the panel.
    void open(markup& out) const;

private:
    int top_;
    int height_;
};

/// One column, from 0 to 1 in both directions.
struct chart_column
{
    double from;
    double to;
    double height;
};

/// Columns in an open panel. \param name the class that tells their colour.
void draw_columns(markup& out, std::vector<chart_column> const& columns, char const* name);

/// A line from side to side.
void draw_level(markup& out, int y, char const* name);

void draw_label(
    markup& out,
    std::string x,
    int y,
    std::string_view text,
    char const* anchor = "start",
    char const* name = "tick"
);

/// The ticks of an axis that lies at `y`.
void draw_ticks(markup& out, std::vector<axis_tick> const& ticks, int y);

/// Opens a chart. \param title and description for those who do not see it.
void open_chart(
    markup& out, char const* id, int height, std::string_view title, std::string_view description
);

/// What a colour means, as an element of a list.
void add_legend(markup& out, char const* name, std::string_view text);

} // namespace boxlink::bulk
