// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// JSON read in place. Box's answers are validated as a whole and then looked at member by member, so that
/// every value keeps the text that Box wrote: ids of any length as numbers, and what this version does not
/// know.

#include <boxlink/secret.hpp>

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::model {

/// A value within a text that has been validated. Valid as long as that text.
class json_value
{
public:
    /// The value as it was written.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    [[nodiscard]] bool is_null() const noexcept { return text_.front() == 'n'; }
    [[nodiscard]] bool is_object() const noexcept { return text_.front() == '{'; }
    [[nodiscard]] bool is_array() const noexcept { return text_.front() == '['; }
    [[nodiscard]] bool is_string() const noexcept { return text_.front() == '"'; }
    [[nodiscard]] bool is_number() const noexcept;

    /// The characters of a string; nothing if it is none.
    [[nodiscard]] std::optional<std::string> as_string() const;

    /// The same where no copy may stay behind in memory that is given back.
    [[nodiscard]] std::optional<secret> as_secret() const;

    /// The characters of a string, or a number as it was written; nothing if it is neither.
    [[nodiscard]] std::optional<std::string> as_text() const;

    [[nodiscard]] std::optional<bool> as_bool() const noexcept;

    /// The elements of an array; none if it is none.
    [[nodiscard]] std::vector<json_value> elements() const;

private:
    friend class json_object;
    friend boost::system::result<json_value> parse_json(std::string_view text);

    explicit json_value(std::string_view text) noexcept : text_(text) {}

    std::string_view text_;
};

/// The members of an object. Valid as long as its text.
class json_object
{
public:
    /// The members of an object; none if the value is none.
    explicit json_object(json_value value);

    /// A name and its value.
    struct member
    {
        std::string name;
        json_value value;

        member(std::string member_name, json_value member_value)
            : name(std::move(member_name)), value(member_value)
        {}
    };

    /// All members in the order in which they were written, several with one name included.
    [[nodiscard]] std::vector<member> const& members() const noexcept { return members_; }

    /// A member; the last one of several with that name.
    [[nodiscard]] std::optional<json_value> find(std::string_view name) const noexcept;

    /// A member that is neither missing nor null.
    [[nodiscard]] std::optional<json_value> find_value(std::string_view name) const noexcept;

    /// `as_string` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<std::string> string(std::string_view name) const;

    /// `as_text` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;

    /// `as_bool` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<bool> boolean(std::string_view name) const noexcept;

private:
    std::vector<member> members_;
};

/// Validates a whole text. Refuses what RFC 8259 refuses, more than 32 levels, numbers that no double can
/// hold (`1e400`) and UTF-8 that is none; a byte order mark in front is skipped.
[[nodiscard]] boost::system::result<json_value> parse_json(std::string_view text);

/// Appends the text as a JSON string, quotation marks included: six bytes a byte and two more at most, so a
/// caller who has reserved that much leaves no copies of a secret behind. The text must be UTF-8.
void append_json_string(std::string& out, std::string_view text);

} // namespace boxlink::model
