// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/http_message.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace boxlink::net {

/**
 * Reads the status line and the headers of an answer (RFC 9112, 4 and 5), and what they say of its framing.
 *
 * As strict as RFC 9112 lets a recipient be: each line ends with CR LF and holds no other control character than tabs, no header is
 * folded, names are tokens that are followed by their colon at once. `Content-Length` is one number, however often it is said, and
 * never stands beside `Transfer-Encoding`, which stands once.
 */
class response_head
{
public:
    int status = 0;
    bool is_http11 = false;
    /// Whether the server says that it closes the connection.
    bool has_close = false;
    bool has_transfer_encoding = false;
    /// Whether the transfer encoding is anything but one `chunked`.
    bool has_other_transfer_encoding = false;
    /// Whether the body has a content encoding other than `identity`.
    bool is_encoded = false;
    std::optional<std::uint64_t> content_length;

    /// What is to be said of an answer that has another transfer encoding, or one of HTTP/1.1 in HTTP/1.0.
    static constexpr std::string_view other_transfer_encoding =
        "the answer has a transfer encoding other than HTTP/1.1's 'chunked'";

    /**
     * \param text begins with `HTTP/1.` and ends with the first empty line.
     * \param headers are replaced by those of the text.
     * \return why the text is refused; empty if it is not.
     */
    [[nodiscard]] std::string_view parse(std::string_view text, model::http_headers& headers);

private:
    [[nodiscard]] std::string_view read_status_line(std::string_view line);
    [[nodiscard]] std::string_view read_framing(std::string_view name, std::string_view value);
    [[nodiscard]] std::string_view read_connection(std::string_view value);
    [[nodiscard]] std::string_view read_content_length(std::string_view value);
    [[nodiscard]] std::string_view read_transfer_encoding(std::string_view value);
};

} // namespace boxlink::net
