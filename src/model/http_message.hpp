// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// HTTP messages as values: what an operation asks for and what came back, without the bytes of the wire.

#include <boxlink/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::model {

/// A header to make an answer of.
struct http_header
{
    std::string name;
    std::string value;

    http_header(std::string header_name, std::string header_value)
        : name(std::move(header_name)), value(std::move(header_value))
    {}
};

/// The headers of an answer, in the order in which they came. Cleared and filled again, it allocates nothing.
class http_headers
{
public:
    /// Valid as long as the headers are not changed.
    struct header_view
    {
        std::string_view name;
        std::string_view value;
    };

    class const_iterator
    {
    public:
        using value_type = header_view;
        using difference_type = std::ptrdiff_t;

        const_iterator() noexcept = default;
        const_iterator(http_headers const& headers, std::size_t index) noexcept
            : headers_(&headers), index_(index)
        {}

        [[nodiscard]] header_view operator*() const noexcept { return (*headers_)[index_]; }
        const_iterator& operator++() noexcept
        {
            ++index_;
            return *this;
        }
        const_iterator operator++(int) noexcept { return {*headers_, index_++}; }
        bool operator==(const_iterator const&) const noexcept = default;

    private:
        http_headers const* headers_ = nullptr;
        std::size_t index_ = 0;
    };

    http_headers() noexcept = default;
    http_headers(std::initializer_list<http_header> all) : http_headers(std::vector<http_header>(all)) {}
    http_headers(std::vector<http_header> const& all);

    void add(std::string_view name, std::string_view value);
    void clear() noexcept;

    /// Begins anew with headers that are all parts of one text, which is copied as a whole.
    void start(std::string_view text);
    /// A header within the text that `start` was given, which must still be there.
    void add_part(std::string_view name, std::string_view value);

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    [[nodiscard]] header_view operator[](std::size_t index) const noexcept;
    [[nodiscard]] const_iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] const_iterator end() const noexcept { return {*this, size()}; }

    /// The value of the first header of that name in any case.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

private:
    struct place
    {
        std::size_t name;
        std::size_t name_size;
        std::size_t value;
        std::size_t value_size;
    };

    std::string text_;
    /// What `text_` is a copy of.
    char const* source_ = nullptr;
    std::vector<place> places_;
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
    /// A request without a body.
    http_request(std::string request_method, std::string request_target)
        : method(std::move(request_method)), text_(std::move(request_target)),
          target_size_(text_.reveal().size())
    {}

    /// \param text the target, and then the body: in one piece, for tens of thousands of requests may wait.
    http_request(std::string request_method, std::string text, std::size_t target_size)
        : method(std::move(request_method)), text_(std::move(text)), target_size_(target_size)
    {}

    /// Path and query, such as `/2.0/files/1?fields=shared_link`.
    [[nodiscard]] std::string_view target() const noexcept { return text_.reveal().substr(0, target_size_); }

    /// Empty where the method has none. May hold a password.
    [[nodiscard]] std::string_view body() const noexcept
    {
        auto text = text_.reveal();
        // Not of one that was moved from.
        text.remove_prefix(std::min(text.size(), target_size_));
        return text;
    }

    /// `GET`, `PUT` or `POST`.
    std::string method;
    /// Of the body: a literal. Empty where there is no body, or where it is one of the headers.
    std::string_view content_type;
    std::vector<request_header> headers;

private:
    secret text_;
    std::size_t target_size_;
};

/// An answer whose body has been read completely.
class http_response
{
public:
    int status = 0;
    http_headers headers;
    std::string body;

    http_response() {}

    explicit http_response(
        int response_status, http_headers response_headers = {}, std::string response_body = {}
    )
        : status(response_status), headers(std::move(response_headers)), body(std::move(response_body))
    {}

    /// The value of the first header of that name in any case, without surrounding white space. Valid as long
    /// as the response.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
};

} // namespace boxlink::model
