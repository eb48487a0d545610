// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::testing {

using time_point = std::chrono::system_clock::time_point;

/// Header fields in the order of the wire. There are few, so that a search beats a map.
class header_list
{
public:
    /// The value of the first field with this name in any case, or an empty optional.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

    void add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }

    /// Puts the value in place of the one there is, if there is one.
    void set(std::string_view name, std::string_view value);

    [[nodiscard]] auto begin() const noexcept { return fields_.begin(); }
    [[nodiscard]] auto end() const noexcept { return fields_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request, complete, and free of its connection.
class http_request
{
public:
    http_request() = default;
    http_request(std::string_view method_name, std::string_view request_target, std::string_view content = {})
        : method(method_name), target(request_target), body(content)
    {}

    std::string method;
    std::string target;
    header_list headers;
    std::string body;

    /// The target up to the query.
    [[nodiscard]] std::string_view path() const noexcept;
    /// What follows the `?`; empty without one.
    [[nodiscard]] std::string_view query() const noexcept;
};

/// An answer before it meets its connection: framing, date and request id are added by `serialize()`.
class http_response
{
public:
    http_response() = default;
    explicit http_response(unsigned code) : status(code) {}

    unsigned status = 200;
    header_list headers;
    std::string body;
    std::string content_type = "application/json";
};

/// The reason phrase of a status; empty for one that has no name.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

/// The bytes of an answer. `close` announces `Connection: close`; `head` leaves the body out but not its length.
[[nodiscard]] std::string serialize(
    const http_response& response, std::string_view date, std::string_view request_id, bool close, bool head
);

/// An HTTP-date (RFC 9110, 5.6.7). Fractions of a second are dropped.
[[nodiscard]] std::string http_date(time_point when);

/// Compares header names and other tokens.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

} // namespace boxlink::testing
