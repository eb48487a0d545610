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

namespace boxlink::cli {

/// An object that is being written. Names are ours, values may be anybody's: a value is always valid UTF-8 afterwards (malformed bytes
/// become U+FFFD), and characters that a terminal would act on are written as `\u001b`.
class json_object
{
public:
    json_object& text(std::string_view name, std::string_view value);
    json_object& optional_text(std::string_view name, std::optional<std::string> const& value);
    /// `null` instead of an empty text.
    json_object& text_or_null(std::string_view name, std::string_view value);
    json_object& number(std::string_view name, std::int64_t value);
    json_object& count(std::string_view name, std::uint64_t value);
    json_object& boolean(std::string_view name, bool value);
    json_object& boolean(std::string_view name, std::optional<bool> value);
    json_object& null(std::string_view name);
    json_object& object(std::string_view name, json_object const& value);
    json_object& objects(std::string_view name, std::vector<json_object> const& values);
    json_object& texts(std::string_view name, std::vector<std::string> const& values);

    /// Adds the members of another object.
    json_object& append(json_object const& other);

    /// The object, without a line end.
    [[nodiscard]] std::string str() const { return '{' + members_ + '}'; }

private:
    json_object& member(std::string_view name, std::string_view value);

    std::string members_;
};

/// A text as a JSON string, as `json_object` writes it.
[[nodiscard]] std::string json_string(std::string_view text);

} // namespace boxlink::cli
