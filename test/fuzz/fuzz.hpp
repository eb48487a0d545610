// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What the fuzzers share. Each defines `LLVMFuzzerTestOneInput`; libFuzzer or corpus_main.cpp calls it.

#include "model/http_message.hpp"

#include <boost/assert/source_location.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace boxlink::fuzz {

/// Ends the program, and so keeps the input, if something that must hold does not.
inline void
require(bool holds, std::string_view what, boost::source_location const& where = BOOST_CURRENT_LOCATION)
{
    if (holds)
        return;
    std::fprintf(
        stderr, "%s:%u: does not hold: %.*s\n", where.file_name(), static_cast<unsigned>(where.line()),
        static_cast<int>(what.size()), what.data()
    );
    std::abort();
}

/// Replaces each `$` by a text that must not be seen again.
[[nodiscard]] inline std::string with_hidden_texts(std::string_view text, std::string_view hidden)
{
    std::string out;
    for (char const c : text) {
        if (c == '$')
            out += hidden;
        else
            out += c;
    }
    return out;
}

/// Takes a fuzzer's input apart by lines, so that the corpus can be written and read with an editor.
class input
{
public:
    input(std::uint8_t const* data, std::size_t size)
        : rest_(size == 0 ? std::string_view() : std::string_view(reinterpret_cast<char const*>(data), size))
    {}

    /// The next line without its end; all that is left if there is no line end.
    std::string_view line() noexcept
    {
        auto const text = rest_.substr(0, rest_.find('\n'));
        rest_.remove_prefix(text.size() < rest_.size() ? text.size() + 1 : text.size());
        return text;
    }

    /// The next line as a number; 0 if it does not begin with one that fits.
    std::int64_t number() noexcept
    {
        auto const text = line();
        std::int64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }

    /// Headers, `name:value` each on a line, up to an empty line.
    std::vector<model::http_header> headers()
    {
        std::vector<model::http_header> all;
        for (auto text = line(); !text.empty(); text = line()) {
            auto const colon = text.find(':');
            auto const value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
            all.emplace_back(std::string(text.substr(0, colon)), std::string(value));
        }
        return all;
    }

    /// All that is left.
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
};

} // namespace boxlink::fuzz
