// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/text.hpp"

#include <boxlink/error.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string>
#include <utility>

namespace boxlink {
namespace {

struct errc_words
{
    errc value;
    std::string_view name;
    char const* text;
};

constexpr errc_words words[] = {
    {errc::invalid_argument, "invalid_argument", "invalid argument"},
    {errc::invalid_configuration, "invalid_configuration", "invalid configuration"},
    {errc::bad_request, "bad_request", "bad request"},
    {errc::unauthorized, "unauthorized", "access token missing, expired or revoked"},
    {errc::forbidden, "forbidden", "not allowed"},
    {errc::not_found, "not_found", "not found"},
    {errc::method_not_allowed, "method_not_allowed", "item id in a form that Box does not recognise"},
    {errc::conflict, "conflict", "conflict"},
    {errc::precondition_failed, "precondition_failed", "the item has changed"},
    {errc::rate_limited, "rate_limited", "rate limit reached"},
    {errc::unavailable, "unavailable", "Box is unavailable"},
    {errc::not_ready, "not_ready", "not ready yet"},
    {errc::unexpected_status, "unexpected_status", "unexpected status"},
    {errc::resolve_failed, "resolve_failed", "host name not resolved"},
    {errc::connect_failed, "connect_failed", "no connection"},
    {errc::tls_failed, "tls_failed", "TLS handshake failed"},
    {errc::proxy_failed, "proxy_failed", "proxy refused the tunnel"},
    {errc::connection_lost, "connection_lost", "connection lost"},
    {errc::malformed_response, "malformed_response", "malformed answer"},
    {errc::response_too_large, "response_too_large", "answer too large"},
    {errc::attempt_timed_out, "attempt_timed_out", "attempt timed out"},
    {errc::deadline_exceeded, "deadline_exceeded", "deadline exceeded"},
    {errc::outcome_unknown, "outcome_unknown", "outcome unknown"},
    {errc::client_closed, "client_closed", "client closed"},
    {errc::authentication_failed, "authentication_failed", "the credentials of the app are refused"},
    {errc::login_required, "login_required", "the user has to log in"},
    {errc::token_unavailable, "token_unavailable", "no access token"},
    {errc::callback_failed, "callback_failed", "a function of the program failed"},
};

errc_words const* words_of(int value) noexcept
{
    auto const* const found =
        std::find_if(std::begin(words), std::end(words), [value](errc_words const& entry) {
            return static_cast<int>(entry.value) == value;
        });
    return found != std::end(words) ? found : nullptr;
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
        auto const* const found = words_of(value);
        char const* const text = found != nullptr ? found->text : nullptr;
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

std::string_view to_string(errc value) noexcept
{
    auto const* const found = words_of(static_cast<int>(value));
    return found != nullptr ? found->name : std::string_view();
}

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
