// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>

#include <exception>
#include <utility>

namespace boxlink::testing {

namespace http = boost::beast::http;

namespace {

constexpr std::uint32_t largest_header = 16 * 1024;
constexpr std::uint64_t largest_body = 1024 * 1024;

unsigned status_of(const boost::beast::error_code& error)
{
    if (error == http::error::header_limit)
        return 431;
    return error == http::error::body_limit ? 413 : 400;
}

} // namespace

request_reader::request_reader()
{
    parser_.eager(true);
    parser_.header_limit(largest_header);
    parser_.body_limit(largest_body);
}

std::size_t request_reader::feed(std::string_view bytes)
{
    std::size_t taken = 0;
    while (taken < bytes.size() && !parser_.is_done() && refused_ == 0) {
        boost::beast::error_code error;
        std::size_t some = 0;
        // Some malformed input makes the parser throw instead of failing.
        try {
            some = parser_.put(boost::asio::buffer(bytes.substr(taken)), error);
        } catch (const std::exception&) {
            error = http::error::bad_value;
        }
        taken += some;
        if (error && error != http::error::need_more)
            refused_ = status_of(error);
        else if (some == 0)
            break;
    }
    size_ += taken;
    if (keep_raw_)
        raw_.append(bytes.substr(0, taken));
    return taken;
}

bool request_reader::wants_continue()
{
    if (continue_sent_ || !parser_.is_header_done() || parser_.is_done())
        return false;
    const boost::beast::string_view expectation = parser_.get()[http::field::expect];
    continue_sent_ = equal_ignoring_case({expectation.data(), expectation.size()}, "100-continue");
    return continue_sent_;
}

http_request request_reader::take()
{
    auto message = parser_.release();
    http_request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message)
        request.headers.add(
            {field.name_string().data(), field.name_string().size()},
            {field.value().data(), field.value().size()}
        );
    request.body = std::move(message.body());
    return request;
}

} // namespace boxlink::testing
