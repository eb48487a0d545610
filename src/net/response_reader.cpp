// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/wipe.hpp"
#include "net/http_text.hpp"
#include "net/http_wire.hpp"
#include "net/response_head.hpp"

#include <algorithm>
#include <exception>

namespace boxlink::net {
namespace {

std::string longer_than(std::size_t limit)
{
    return " takes more than " + std::to_string(limit) + " bytes";
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    auto const letter = static_cast<char>(c | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// Whether a text is the beginning of an answer of HTTP/1, as far as it goes.
bool may_be_http1(std::string_view text)
{
    constexpr std::string_view version = "HTTP/1.";
    return version.starts_with(text.substr(0, version.size()));
}

constexpr std::size_t max_chunk_size_digits = 16;
constexpr std::size_t max_chunk_extension = 1024;
constexpr std::string_view end_of_header = "\r\n\r\n";

} // namespace

void response_reader::reset(body_rule rule)
{
    if (step_ == step::failed)
        error_ = error_info();
    rule_ = rule;
    step_ = step::header;
    response_.status = 0;
    response_.headers.clear();
    response_.body.clear();
    pending_.clear();
    remaining_ = 0;
    framing_ = 0;
    informational_ = 0;
    keep_alive_ = false;
    surplus_ = 0;
    received_ = 0;
}

response_reader::state response_reader::feed(std::span<char const> bytes) noexcept
{
    try {
        take(std::string_view(bytes.data(), bytes.size()));
    } catch (std::exception const& failure) {
        fail(errc::malformed_response, failure.what());
    }
    if (step_ == step::failed)
        return state::failed;
    return step_ == step::done ? state::done : state::need_more;
}

response_reader::state response_reader::finish_eof() noexcept
{
    if (step_ == step::body_to_eof)
        step_ = step::done;
    else if (step_ != step::done && step_ != step::failed && received_ == 0)
        fail(errc::connection_lost, "the server closed the connection before it answered");
    else if (step_ != step::done && step_ != step::failed)
        fail(errc::connection_lost, "the server closed the connection in the middle of its answer");
    return step_ == step::done ? state::done : state::failed;
}

// Each byte is judged as if it came alone: what is made of an answer does not depend on how the network cut it.
void response_reader::take(std::string_view bytes)
{
    while (!bytes.empty() && step_ != step::failed && step_ != step::done) {
        if (received_ == limits_.wire) {
            fail(errc::response_too_large, "the answer with its framing" + longer_than(limits_.wire));
            break;
        }
        auto const allowed = bytes.substr(0, limits_.wire - received_);
        auto const taken = step_ == step::header ? take_header(allowed) : take_body(allowed);
        bytes.remove_prefix(taken);
        received_ += taken;
    }
    if (step_ == step::done)
        surplus_ += bytes.size();
    received_ += bytes.size();
}

// Takes bytes up to the end of the header. Where it comes in one piece, nothing is copied.
std::size_t response_reader::take_header(std::string_view bytes)
{
    auto const before = pending_.size();
    if (before == 0 && may_be_http1(bytes)) {
        if (auto const end = bytes.find(end_of_header); end != std::string_view::npos) {
            on_header(bytes.substr(0, end + end_of_header.size()));
            return end + end_of_header.size();
        }
    }
    auto const taken = std::min(bytes.size(), limits_.header + 1 - before);
    pending_.append(bytes.substr(0, taken));
    if (!may_be_http1(pending_)) {
        fail(errc::malformed_response, "what the server sent is not HTTP/1");
        return taken;
    }
    auto const from = before < end_of_header.size() ? 0 : before - (end_of_header.size() - 1);
    auto const end = pending_.find(end_of_header, from);
    if (end != std::string::npos) {
        auto const size = end + end_of_header.size();
        pending_.resize(size);
        on_header(pending_);
        pending_.clear();
        return size - before;
    }
    if (pending_.size() > limits_.header)
        fail(errc::response_too_large, "the headers of the answer" + longer_than(limits_.header));
    return taken;
}

void response_reader::on_header(std::string_view text)
{
    if (text.size() > limits_.header)
        return fail(errc::response_too_large, "the headers of the answer" + longer_than(limits_.header));

    response_head head;
    if (auto const fault = head.parse(text, response_.headers); !fault.empty())
        return fail(errc::malformed_response, std::string(fault));

    response_.status = head.status;
    auto const status = response_.status;
    if (status < 100)
        return fail(errc::malformed_response, "the answer has a status below 100");
    if (status == 101)
        return fail(errc::malformed_response, "the server switched to a protocol that nobody asked for");
    if (status < 200) {
        if (++informational_ > limits_.informational)
            fail(errc::malformed_response, "the server sent too many interim (1xx) answers");
        return;
    }
    auto const length = head.content_length;
    keep_alive_ = head.is_http11 && !head.has_close;
    if (rule_ == body_rule::tunnel) {
        step_ = step::done;
        return;
    }
    if (status == 204 || status == 304) {
        // RFC 9112, 6.3: no body, whatever the headers say. A 204 that announces one may be followed by it all the same.
        if (status == 204 && (head.has_transfer_encoding || length.value_or(0) > 0))
            keep_alive_ = false;
        step_ = step::done;
        return;
    }
    if (head.has_other_transfer_encoding || (head.has_transfer_encoding && !head.is_http11))
        return fail(errc::malformed_response, std::string(response_head::other_transfer_encoding));
    if (head.is_encoded && length.value_or(1) > 0)
        return fail(
            errc::malformed_response, "the body of the answer is compressed although that was not asked for"
        );
    if (length.value_or(0) > limits_.body)
        return fail(errc::response_too_large, "the body of the answer" + longer_than(limits_.body));

    if (head.has_transfer_encoding) {
        step_ = step::chunk_size;
    } else if (length) {
        remaining_ = *length;
        response_.body.reserve(remaining_);
        step_ = remaining_ == 0 ? step::done : step::sized_body;
    } else {
        keep_alive_ = false;
        step_ = step::body_to_eof;
    }
}

std::size_t response_reader::take_body(std::string_view bytes)
{
    if (step_ == step::body_to_eof) {
        append_body(bytes);
        return bytes.size();
    }
    if (step_ == step::sized_body || step_ == step::chunk_data) {
        bytes = bytes.substr(0, remaining_);
        append_body(bytes);
        remaining_ -= bytes.size();
        if (remaining_ == 0 && step_ != step::failed)
            step_ = step_ == step::sized_body ? step::done : step::chunk_data_cr;
        return bytes.size();
    }
    take_framing(bytes.front());
    return 1;
}

// RFC 9112, 7.1. Extensions and trailers are bounded and ignored.
void response_reader::take_framing(char c)
{
    auto const expect = [&](char wanted, step next) {
        if (c != wanted)
            return fail(errc::malformed_response, "the answer has a broken chunk");
        step_ = next;
    };

    switch (step_) {
    case step::chunk_size:
        if (auto const digit = hex_digit(c); digit >= 0) {
            if (++framing_ > max_chunk_size_digits)
                return fail(errc::malformed_response, "the answer has a chunk size of too many digits");
            remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
            return;
        }
        if (framing_ == 0)
            return fail(errc::malformed_response, "the answer has a chunk without a size");
        if (remaining_ > limits_.body - response_.body.size())
            return fail(errc::response_too_large, "the body of the answer" + longer_than(limits_.body));
        framing_ = 0;
        if (c == ';' || c == ' ' || c == '\t')
            step_ = step::chunk_extension;
        else
            expect('\r', step::chunk_size_end);
        return;
    case step::chunk_extension:
        if (!is_text_character(c))
            return expect('\r', step::chunk_size_end);
        if (++framing_ > max_chunk_extension)
            fail(
                errc::response_too_large, "a chunk extension of the answer" + longer_than(max_chunk_extension)
            );
        return;
    case step::chunk_size_end:
        framing_ = 0;
        return expect('\n', remaining_ > 0 ? step::chunk_data : step::trailer_start);
    case step::chunk_data_cr:
        return expect('\r', step::chunk_data_lf);
    case step::chunk_data_lf:
        return expect('\n', step::chunk_size);
    case step::trailer_start:
    case step::trailer_line:
        if (c == '\r') {
            step_ = step_ == step::trailer_start ? step::trailers_end : step::trailer_line_end;
            return;
        }
        if (!is_text_character(c))
            return fail(errc::malformed_response, "the answer has a broken trailer");
        if (++framing_ > limits_.header)
            return fail(errc::response_too_large, "the trailers of the answer" + longer_than(limits_.header));
        step_ = step::trailer_line;
        return;
    case step::trailer_line_end:
        return expect('\n', step::trailer_start);
    case step::trailers_end:
        return expect('\n', step::done);
    default:
        return fail(errc::malformed_response, "the answer has a broken chunk");
    }
}

void response_reader::append_body(std::string_view bytes)
{
    if (bytes.size() > limits_.body - response_.body.size())
        return fail(errc::response_too_large, "the body of the answer" + longer_than(limits_.body));
    auto& body = response_.body;
    if (bytes.size() > body.capacity() - body.size()) {
        // No copy of a token stays behind in memory that is given back.
        std::string larger;
        larger.reserve(std::max(2 * body.capacity(), body.size() + bytes.size()));
        larger += body;
        model::wipe(body);
        body = std::move(larger);
    }
    body += bytes;
}

void response_reader::fail(errc code, std::string message)
{
    step_ = step::failed;
    keep_alive_ = false;
    error_ = error_info(code, std::move(message));
}

} // namespace boxlink::net
