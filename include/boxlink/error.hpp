// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * The errors of boxlink: what went wrong (`errc`), all that is known of it (`error_info`), the exception that
 * carries both (`error`), and the value-or-error of the operations (`result`).
 */

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boxlink {

/// The error code of Boost.System, as all of Asio uses it.
using boost::system::error_code;

/**
 * What went wrong, as far as a caller can act on it.
 *
 * A cancelled operation has no code here: it completes with `boost::asio::error::operation_aborted`, as every
 * Asio operation does.
 */
enum class errc
{
    /// A setting, id, header or option was refused before a byte was sent; the message names it.
    invalid_argument = 1,
    /// The client cannot work as configured: base URL, CA file, proxy, credentials.
    invalid_configuration,
    /// 400 and other 4xx: Box says that the request is wrong.
    bad_request,
    /// 401: the access token is expired and cannot be renewed, or revoked, or has just been renewed and is refused nevertheless.
    unauthorized,
    /// 403: the user may not do this.
    forbidden,
    /// 404: no such item or link, or the user cannot see it.
    not_found,
    /// 405: Box does not recognise the form of the item's id.
    method_not_allowed,
    /// 409: a conflict, such as a vanity name that is taken.
    conflict,
    /// 412: `If-Match` named another version of the item.
    precondition_failed,
    /// 429: the user's rate limit; Box's `Retry-After` did not fit into the deadline.
    rate_limited,
    /// 408 or 5xx on every attempt.
    unavailable,
    /// 202: Box is still preparing the answer.
    not_ready,
    /// A status that Box's documentation does not name, redirects included (they are never followed).
    unexpected_status,
    /// The host name has no address, or the resolver failed.
    resolve_failed,
    /// No TCP connection to the server or the proxy, or one that broke during the TLS handshake.
    connect_failed,
    /// The TLS handshake failed: untrusted or expired certificate, wrong host name, protocol too old.
    tls_failed,
    /// The HTTP proxy refused the tunnel.
    proxy_failed,
    /// The connection broke while the request or the answer was on the wire.
    connection_lost,
    /// The answer is not HTTP, or not what Box documents.
    malformed_response,
    /// The answer exceeds the bounds on headers or body.
    response_too_large,
    /// One attempt took longer than `request_options::attempt_timeout`, on every try.
    attempt_timed_out,
    /// The operation took longer than `request_options::deadline`.
    deadline_exceeded,
    /// A change was sent, but no answer tells whether it took effect. Read the link back before you rely on
    /// either.
    outcome_unknown,
    /// The client was closed before or during the operation.
    client_closed,
    /// Box refuses the credentials of the app itself; the message tells what to change.
    authentication_failed,
    /// There is no refresh token, or Box does not take it any more: the user has to log in again.
    login_required,
    /// The program's own token source or token store failed, or gave nothing that can be sent.
    token_unavailable,
    /// The program's own source or sink of a bulk job failed.
    callback_failed,
};

/// The name of the code, such as `not_found`: stable, for logs and programs. Empty if `value` is none of the enumerators.
[[nodiscard]] std::string_view to_string(errc value) noexcept;

/// The category of `errc`. Its name is "boxlink".
[[nodiscard]] boost::system::error_category const& error_category() noexcept;

/// Makes an `error_code` of an `errc`; found by argument-dependent lookup.
[[nodiscard]] error_code make_error_code(errc value) noexcept;

/// One entry of the `context_info` of a Box error body: which input was wrong, and why.
struct error_context
{
    /// Box's reason, such as `invalid_parameter`.
    std::string reason;
    /// The name of the field.
    std::string name;
    /// Box's explanation.
    std::string message;

    /// Makes an empty entry.
    error_context() {}
};

/// One attempt of a failed operation, in the order of time.
struct attempt_summary
{
    /// The HTTP status; 0 if no answer came.
    int status = 0;
    /// What the attempt ended with; no error if an answer was read.
    error_code code;
    /// From the moment that the attempt asked for a connection to its end.
    std::chrono::nanoseconds duration{};
};

/**
 * All that is known of a failure. It holds no token, password or other secret.
 *
 * Text that came from a server (`box_code`, `message`, `context`, ids) is passed on as it came: escape it
 * before it reaches a terminal or a page.
 */
class error_info
{
public:
    /// The code to test: an `errc`, or `boost::asio::error::operation_aborted`.
    error_code code;
    /// The underlying error of the network, TLS or HTTP layer, if there was one.
    error_code cause;
    /// The HTTP status of the last answer; 0 if there was none.
    int status = 0;
    /// Box's own code, such as `not_found`; for OAuth errors the `error` field. Empty if the answer had none.
    std::string box_code;
    /// What happened, for people: Box's message where there is one, else boxlink's.
    std::string message;
    /// What was being done, such as `share file:123`.
    std::string operation;
    /// The `request_id` of the error's body. Box's support asks for it.
    std::string request_id;
    /// The `box-request-id` header of the answer; another id than `request_id`.
    std::string box_request_id;
    /// Box's `help_url`.
    std::string help_url;
    /// Which inputs Box objects to (`context_info.errors`, or its `message`).
    std::vector<error_context> context;
    /// The `context_info` of the body as JSON text, so that conflicts and future shapes can be reached; empty
    /// if absent.
    std::string context_json;
    /// The `Retry-After` of the last answer.
    std::optional<std::chrono::milliseconds> retry_after;
    /// Every attempt that reached for the network.
    std::vector<attempt_summary> attempts;
    /// From the start of the operation to its end.
    std::chrono::nanoseconds elapsed{};
    /// True if a change was sent and may have taken effect although the operation failed.
    bool may_have_taken_effect = false;

    /// No failure: `code` is empty.
    error_info() {}

    /// A failure of which only the code and an explanation are known.
    error_info(error_code failure, std::string explanation) : code(failure), message(std::move(explanation))
    {}

    /// A failure of which only the code and an explanation are known.
    error_info(errc failure, std::string explanation)
        : error_info(make_error_code(failure), std::move(explanation))
    {}

    /// One line that names the operation, the status, Box's code and message, the request ids and the
    /// attempts.
    [[nodiscard]] std::string to_string() const;
};

/**
 * The exception that boxlink throws at its edge. `code()` compares with `errc`; `info()` has all that is
 * known.
 */
class error : public boost::system::system_error
{
public:
    /// Makes the exception of a failure.
    explicit error(error_info info);

    /// All that is known of the failure. Valid as long as the exception.
    [[nodiscard]] error_info const& info() const noexcept { return info_; }

    /// `info().to_string()`.
    [[nodiscard]] char const* what() const noexcept override { return text_.c_str(); }

private:
    error_info info_;
    std::string text_;
};

/// Throws `error`; lets `result::value()` throw the rich exception.
[[noreturn]] void throw_exception_from_error(error_info const& info, boost::source_location const& where);

/// A value, or all that is known of why there is none. `value()` throws `error`.
template <class T>
using result = boost::system::result<T, error_info>;

} // namespace boxlink

namespace boost::system {

/// Lets `errc` convert to `error_code`.
template <>
struct is_error_code_enum<boxlink::errc> : std::true_type
{};

} // namespace boost::system
