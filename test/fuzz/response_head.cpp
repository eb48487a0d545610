// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: what stands before the empty line that ends the header of an answer. Our reader is compared with Beast's, which makes the
// same of it but for what ours refuses in addition: folded lines, and a second header for the framing beside `Transfer-Encoding`. The
// other way round, ours takes no more than Beast's does.

#include "net/response_head.hpp"

#include "fuzz/fuzz.hpp"
#include "model/text.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>

using boxlink::fuzz::require;
using boxlink::model::equal_ignoring_case;

namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

class beast_head : public http::basic_parser<false>
{
public:
    int status = 0;
    bool is_http11 = false;
    boxlink::model::http_headers headers;

    beast_head()
    {
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(boost::none);
        skip(true);
    }

private:
    void on_response_impl(int code, string_view, int version, error_code&) override
    {
        status = code;
        is_http11 = version == 11;
    }
    void on_field_impl(http::field, string_view name, string_view value, error_code&) override
    {
        headers.add({name.data(), name.size()}, {value.data(), value.size()});
    }
    void on_header_impl(error_code&) override {}
    void on_finish_impl(error_code&) override {}
    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }
};

bool is_stricter(beast_head const& beast, std::string_view text)
{
    auto const count = [&](std::string_view name) {
        return std::count_if(beast.headers.begin(), beast.headers.end(), [&](auto const& header) {
            return equal_ignoring_case(header.name, name);
        });
    };
    bool const is_folded =
        text.find("\r\n ") != std::string_view::npos || text.find("\r\n\t") != std::string_view::npos;
    auto const encodings = count("Transfer-Encoding");
    return is_folded || encodings > 1 || (encodings == 1 && count("Content-Length") > 0);
}

void require_equal(
    boxlink::net::response_head const& head,
    boxlink::model::http_headers const& headers,
    beast_head const& beast
)
{
    require(head.status == beast.status && head.is_http11 == beast.is_http11, "the same first line");
    require(headers.size() == beast.headers.size(), "as many headers");
    for (std::size_t i = 0; i < headers.size(); ++i)
        require(
            headers[i].name == beast.headers[i].name && headers[i].value == beast.headers[i].value,
            "the same headers"
        );
    auto const length = beast.content_length();
    require(
        head.content_length.has_value() == length.has_value() &&
            head.content_length.value_or(0) == length.value_or(0),
        "the same length"
    );
    require((head.is_http11 && !head.has_close) == (beast.is_http11 && beast.keep_alive()), "kept alike");
    require(
        head.has_transfer_encoding == headers.find("Transfer-Encoding").has_value(),
        "a transfer encoding is seen"
    );
    require(
        !head.has_transfer_encoding || head.has_other_transfer_encoding || beast.chunked(),
        "chunked is chunked"
    );
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    // As response_reader finds it.
    auto text = std::string("HTTP/1.").append(input.rest()).append("\r\n\r\n");
    text.resize(text.find("\r\n\r\n") + 4);

    boxlink::net::response_head head;
    boxlink::model::http_headers headers;
    auto const fault = head.parse(text, headers);

    beast_head beast;
    error_code error;
    beast.put(boost::asio::const_buffer(text.data(), text.size()), error);
    bool const beast_takes_it = !error && beast.is_done();

    if (fault.empty()) {
        require(beast_takes_it, "what is taken is valid to Beast too");
        require_equal(head, headers, beast);
    } else {
        require(!beast_takes_it || is_stricter(beast, text), "what is refused has one of the known faults");
    }
    return 0;
}
