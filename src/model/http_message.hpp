// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// HTTP messages as values: what an operation asks for and what came back, without the bytes of the wire.

#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::model {

/// A header of an answer.
struct http_header
{
    std::string name;
    std::string value;

    http_header(std::string header_name, std::string header_value)
        : name(std::move(header_name)), value(std::move(header_value))
    {}
};

/// A header of a request. Its value may be a capability or a password (`BoxApi`, extra headers), so it is a
/// secret.
struct request_header
{
    std::string name;
    secret value;

    request_header(std::string header_name, secret header_value)
        : name(std::move(header_name)), value(std::move(header_value))
    {}
};

/**
 * A request that has been checked: nothing in it can break the framing of HTTP.
 *
 * `headers` are those of the operation. What belongs to the connection or the client (`Host`, `User-Agent`,
 * `X-Box-UA`, `Authorization`, `Content-Length`, `Accept`) is added when the request is written.
 */
class http_request
{
public:
    /// `GET`, `PUT` or `POST`.
    std::string method;
    /// Path and query, such as `/2.0/files/1?fields=shared_link`.
    std::string target;
    std::vector<request_header> headers;
    /// Empty where the method has none. May hold a password.
    secret body;

    http_request(std::string request_method, std::string request_target)
        : method(std::move(request_method)), target(std::move(request_target))
    {}
};

/// An answer whose body has been read completely.
class http_response
{
public:
    int status = 0;
    std::vector<http_header> headers;
    std::string body;

    http_response() {}

    explicit http_response(
        int response_status, std::vector<http_header> response_headers = {}, std::string response_body = {}
    )
        : status(response_status), headers(std::move(response_headers)), body(std::move(response_body))
    {}

    /// The value of the first header of that name in any case, without surrounding white space. Valid as long
    /// as the response.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
};

} // namespace boxlink::model
