// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// JSON read in place. Box's answers are validated as a whole and then looked at member by member, so that
/// every value keeps the text that Box wrote: ids of any length as numbers, and what this version does not
/// know. Nothing is copied or decoded before it is asked for.

#include "model/json_index.hpp"

#include <boxlink/secret.hpp>

#include <boost/container/small_vector.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::model {

/// A value of a document. Valid as long as that.
class json_value
{
public:
    /// The value as it was written.
    [[nodiscard]] std::string_view text() const noexcept { return node_->text; }

    [[nodiscard]] bool is_null() const noexcept { return first() == 'n'; }
    [[nodiscard]] bool is_object() const noexcept { return first() == '{'; }
    [[nodiscard]] bool is_array() const noexcept { return first() == '['; }
    [[nodiscard]] bool is_string() const noexcept { return first() == '"'; }
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
    friend class json_document;

    json_value() noexcept = default;
    explicit json_value(json_node const& node) noexcept : node_(&node) {}

    [[nodiscard]] char first() const noexcept { return node_->text.front(); }

    json_node const* node_ = nullptr;
};

/// The members of an object. Valid as long as its document.
class json_object
{
public:
    /// The members of an object; none if the value is none.
    explicit json_object(json_value value) noexcept : value_(value) {}

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
    [[nodiscard]] std::vector<member> members() const;

    /// A member; the last one of several with that name.
    [[nodiscard]] std::optional<json_value> find(std::string_view name) const;

    /// Several members at once, each as by `find`: cheapest if they are asked for in the order in which they are usually written.
    template <std::size_t Count>
    [[nodiscard]] std::array<std::optional<json_value>, Count>
    find_all(std::array<std::string_view, Count> const& names) const
    {
        std::array<std::optional<json_value>, Count> found;
        find_all(names, found);
        return found;
    }

    /// A member that is neither missing nor null.
    [[nodiscard]] std::optional<json_value> find_value(std::string_view name) const;

    /// `as_string` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<std::string> string(std::string_view name) const;

    /// `as_text` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;

    /// `as_bool` of a member; nothing if it is missing.
    [[nodiscard]] std::optional<bool> boolean(std::string_view name) const;

private:
    void find_all(std::span<std::string_view const> names, std::span<std::optional<json_value>> found) const;

    json_value value_;
};

/// A text that has been looked through once: its value, or why there is none. Valid as long as the text.
class json_document
{
public:
    explicit json_document(std::string_view text);
    json_document(json_document const&) = delete;
    json_document& operator=(json_document const&) = delete;

    [[nodiscard]] bool has_value() const noexcept { return !error_; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// Only of a valid text.
    [[nodiscard]] json_value const& operator*() const noexcept { return root_; }
    /// Only of a valid text.
    [[nodiscard]] json_value const* operator->() const noexcept { return &root_; }

    /// Why the text is not valid.
    [[nodiscard]] boost::system::error_code const& error() const noexcept { return error_; }

private:
    /// As many as one of Box's usual answers has, without an allocation.
    boost::container::small_vector<json_node, 48> nodes_;
    json_value root_;
    boost::system::error_code error_;
};

/// Validates a whole text. Refuses what RFC 8259 refuses, more than 32 levels, numbers that no double can
/// hold (`1e400`) and UTF-8 that is none; a byte order mark in front is skipped.
[[nodiscard]] inline json_document parse_json(std::string_view text)
{
    return json_document(text);
}

/// Appends the text as a JSON string, quotation marks included: six bytes a byte and two more at most, so a
/// caller who has reserved that much leaves no copies of a secret behind. The text must be UTF-8.
void append_json_string(std::string& out, std::string_view text);

} // namespace boxlink::model
