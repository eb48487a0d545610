// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// JSON out: objects whose members stand in the order in which they were added, on one line.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::model {

/// An object that is being written. Names are ours, values may be anybody's: a value is always valid UTF-8 afterwards (malformed bytes
/// become U+FFFD), and characters that a terminal would act on are written as `\u001b`.
class json_writer
{
public:
    json_writer& text(std::string_view name, std::string_view value);
    json_writer& optional_text(std::string_view name, std::optional<std::string> const& value);
    /// `null` instead of an empty text.
    json_writer& text_or_null(std::string_view name, std::string_view value);
    json_writer& number(std::string_view name, std::int64_t value);
    json_writer& count(std::string_view name, std::uint64_t value);
    json_writer& boolean(std::string_view name, bool value);
    json_writer& boolean(std::string_view name, std::optional<bool> value);
    json_writer& null(std::string_view name);
    json_writer& object(std::string_view name, json_writer const& value);
    json_writer& objects(std::string_view name, std::vector<json_writer> const& values);
    json_writer& texts(std::string_view name, std::vector<std::string> const& values);

    /// Adds the members of another object.
    json_writer& append(json_writer const& other);

    /// The object, without a line end.
    [[nodiscard]] std::string str() const { return '{' + members_ + '}'; }

private:
    json_writer& member(std::string_view name, std::string_view value);

    std::string members_;
};

/// A text as a JSON string, as `json_writer` writes it.
[[nodiscard]] std::string json_string(std::string_view text);

} // namespace boxlink::model
