// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/text.hpp"

#include <boxlink/error.hpp>

#include <cstdio>
#include <string>
#include <utility>

namespace boxlink {
namespace {

char const* text_of(errc value) noexcept
{
    switch (value) {
    case errc::invalid_argument:
        return "invalid argument";
    case errc::invalid_configuration:
        return "invalid configuration";
    case errc::bad_request:
        return "bad request";
    case errc::unauthorized:
        return "access token missing, expired or revoked";
    case errc::forbidden:
        return "not allowed";
    case errc::not_found:
        return "not found";
    case errc::method_not_allowed:
        return "item id in a form that Box does not recognise";
    case errc::conflict:
        return "conflict";
    case errc::precondition_failed:
        return "the item has changed";
    case errc::rate_limited:
        return "rate limit reached";
    case errc::unavailable:
        return "Box is unavailable";
    case errc::not_ready:
        return "not ready yet";
    case errc::unexpected_status:
        return "unexpected status";
    case errc::resolve_failed:
        return "host name not resolved";
    case errc::connect_failed:
        return "no connection";
    case errc::tls_failed:
        return "TLS handshake failed";
    case errc::proxy_failed:
        return "proxy refused the tunnel";
    case errc::connection_lost:
        return "connection lost";
    case errc::malformed_response:
        return "malformed answer";
    case errc::response_too_large:
        return "answer too large";
    case errc::attempt_timed_out:
        return "attempt timed out";
    case errc::deadline_exceeded:
        return "deadline exceeded";
    case errc::outcome_unknown:
        return "outcome unknown";
    case errc::client_closed:
        return "client closed";
    }
    return nullptr;
}

// The base's destructor is protected, but it has friends, which GCC takes for access. Boost.System does the
// same.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class category final : public boost::system::error_category
{
public:
    // The id makes the category equal to itself across shared libraries.
    constexpr category() noexcept : error_category(0x626f786c696e6b01) {}

    char const* name() const noexcept override { return "boxlink"; }

    std::string message(int value) const override
    {
        char const* const text = text_of(static_cast<errc>(value));
        return text ? text : "unknown error " + std::to_string(value);
    }
};

#pragma GCC diagnostic pop

constexpr category the_category;

// A list in parentheses that appears only if something is in it.
class remarks
{
public:
    void add(std::string_view label, std::string_view value)
    {
        if (value.empty())
            return;
        text_ += text_.empty() ? " (" : ", ";
        text_ += label;
        text_ += value;
    }

    std::string close() && { return text_.empty() ? std::string() : std::move(text_) + ')'; }

private:
    std::string text_;
};

std::string attempts_text(error_info const& info)
{
    if (info.attempts.empty())
        return {};
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f", std::chrono::duration<double>(info.elapsed).count());
    std::size_t const count = info.attempts.size();
    return std::to_string(count) + (count == 1 ? " attempt in " : " attempts in ") + seconds + " s";
}

} // namespace

boost::system::error_category const& error_category() noexcept
{
    return the_category;
}

error_code make_error_code(errc value) noexcept
{
    return {static_cast<int>(value), the_category};
}

std::string error_info::to_string() const
{
    std::string text = operation.empty() ? std::string() : operation + ": ";
    text += code.message();
    if (!message.empty())
        text += ": " + message;
    for (error_context const& entry : context) {
        if (entry.message.empty() || entry.message == message)
            continue;
        text += "; ";
        if (!entry.name.empty())
            text += entry.name + ": ";
        text += entry.message;
    }

    remarks list;
    list.add("status ", status == 0 ? std::string() : std::to_string(status));
    list.add("code ", box_code);
    list.add("cause: ", cause ? cause.message() : std::string());
    list.add("request_id ", request_id);
    list.add("box-request-id ", box_request_id);
    list.add("", attempts_text(*this));
    list.add("", may_have_taken_effect ? "the change may have taken effect" : "");
    return model::on_one_line(text + std::move(list).close());
}

error::error(error_info info)
    : boost::system::system_error(info.code), info_(std::move(info)), text_(info_.to_string())
{}

void throw_exception_from_error(error_info const& info, boost::source_location const&)
{
    throw error(info);
}

} // namespace boxlink
