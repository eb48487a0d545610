// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// JSON gone through once: whether a text is valid, and where its values stand.

#include <boost/container/small_vector.hpp>
#include <boost/json/basic_parser.hpp>
#include <boost/json/error.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace boxlink::model {

/// Where a value stands in a text that has been validated.
struct json_node
{
    /// As it was written, without its quotation marks; empty if the value is no member of an object.
    std::string_view name;
    std::string_view text;
    /// How many nodes the value takes with all that is in it, which follow it.
    std::size_t nodes;
    bool has_escaped_name;
    /// Whether it is a string with escapes.
    bool has_escapes;
};

/// The values of a text in the order in which they begin.
using json_nodes = boost::container::small_vector_base<json_node>;

/// Boost.JSON as a judge: only whether a text is valid counts. It reads 1e400 as infinity, which is refused here.
struct json_validator
{
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(boost::system::error_code&) { return true; }
    bool on_document_end(boost::system::error_code&) { return true; }
    bool on_object_begin(boost::system::error_code&) { return true; }
    bool on_object_end(std::size_t, boost::system::error_code&) { return true; }
    bool on_array_begin(boost::system::error_code&) { return true; }
    bool on_array_end(std::size_t, boost::system::error_code&) { return true; }
    bool on_key_part(boost::json::string_view, std::size_t, boost::system::error_code&) { return true; }
    bool on_key(boost::json::string_view, std::size_t, boost::system::error_code&) { return true; }
    bool on_string_part(boost::json::string_view, std::size_t, boost::system::error_code&) { return true; }
    bool on_string(boost::json::string_view, std::size_t, boost::system::error_code&) { return true; }
    bool on_number_part(boost::json::string_view, boost::system::error_code&) { return true; }
    bool on_int64(std::int64_t, boost::json::string_view, boost::system::error_code&) { return true; }
    bool on_uint64(std::uint64_t, boost::json::string_view, boost::system::error_code&) { return true; }
    bool on_double(double value, boost::json::string_view, boost::system::error_code& error)
    {
        if (!std::isfinite(value))
            error = boost::json::error::exponent_overflow;
        return !error;
    }
    bool on_bool(bool, boost::system::error_code&) { return true; }
    bool on_null(boost::system::error_code&) { return true; }
    bool on_comment_part(boost::json::string_view, boost::system::error_code&) { return true; }
    bool on_comment(boost::json::string_view, boost::system::error_code&) { return true; }
};

/// Notes where the values of a text stand that neither begins nor ends with white space. \return why Boost.JSON refuses it; nothing if it does not.
[[nodiscard]] boost::system::error_code index_json(json_nodes& nodes, std::string_view text);

} // namespace boxlink::model
