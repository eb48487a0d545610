// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// Makes one request out of bytes as they come in. Bounded: 16 KiB of header fields, 1 MiB of body.
class request_reader
{
public:
    request_reader();

    /// Whether `raw()` is wanted. To be called before the first byte.
    void keep_raw(bool wanted) noexcept { keep_raw_ = wanted; }

    /// Takes what it can use off the front of `bytes`, all that was not taken before.
    /// @returns how many bytes were taken.
    std::size_t feed(std::string_view bytes);

    /// Whether the request is complete.
    [[nodiscard]] bool done() { return parser_.is_done(); }

    /// The status to refuse the request with (400, 413, 431); 0 while all is well.
    [[nodiscard]] unsigned refused() const noexcept { return refused_; }

    /// Whether the client waits for `100 Continue` before it sends the body. True once.
    [[nodiscard]] bool wants_continue();

    /// Whether the client keeps the connection open after this request.
    [[nodiscard]] bool keep_alive() const { return parser_.get().keep_alive(); }

    /// The request, once it is complete.
    [[nodiscard]] http_request take();

    /// How many bytes were taken so far.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The bytes taken so far, if they are kept.
    [[nodiscard]] std::string& raw() noexcept { return raw_; }

private:
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
    std::size_t size_ = 0;
    std::string raw_;
    bool keep_raw_ = false;
    bool continue_sent_ = false;
    unsigned refused_ = 0;
};

} // namespace boxlink::testing
