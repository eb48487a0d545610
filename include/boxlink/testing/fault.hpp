// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/kind.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::testing {

/// Something that goes wrong on purpose: which requests it befalls, and what happens to them.
///
/// A fault is built by chaining, then handed to `box_server::inject()`:
/// @code
/// // two 503s, then all is well
/// server.inject(fault().status(503).times(2));
/// // done, but the answer is lost
/// server.inject(fault().method("PUT").item(kind::file, "7").applied().reset());
/// // each hundredth request
/// server.inject(fault().every(100).status(429).retry_after(1s));
/// // answers as usual, and a header
/// server.inject(fault().header("Deprecation", "true").always());
/// @endcode
///
/// **Which requests.** All matchers that are set must agree. Faults are asked in the order in which they were
/// injected; the first that wants the request has it, and those after it neither see nor count it. A fault
/// fires once unless `times()`, `always()`, `every()` or `probability()` says otherwise.
///
/// **What happens.** Without `status()`, `reset()`, `stall()`, `raw()` or `garbage()`, the request takes
/// effect and is answered as usual, altered by `delay()`, `header()`, `cut_after()` and the like. With one of
/// them the request does not take effect, unless `applied()` or `applied_after()` says so.
class fault
{
public:
    /// A fault that befalls the next request and changes nothing about it.
    fault() = default;

    /// @name Which requests
    /// @{

    /// Only requests with this method.
    fault& method(std::string_view name) { return method_ = name, *this; }

    /// Only requests whose path (without the query) is `path`, or starts with it where `path` ends in `*`.
    fault& path(std::string_view path) { return path_ = path, *this; }

    /// Only requests to the resource of this item.
    fault& item(kind what, std::string_view id);

    /// Only requests of the user with this id, who is named by `As-User` or by the token.
    fault& user(std::string_view id) { return user_ = id, *this; }

    /// Befalls new connections before the TLS handshake, instead of requests. Only `reset()`, `stall()`,
    /// `raw()`, `garbage()`, `cut_after(0)` and `delay()` make sense then.
    fault& on_accept() { return on_accept_ = true, *this; }

    /// Lets the first `count` requests that match pass.
    fault& skip(std::uint64_t count) { return skip_ = count, *this; }

    /// Fires at most `count` times, then is spent.
    fault& times(std::uint64_t count) { return times_ = count, *this; }

    /// Fires for as long as it is in force.
    fault& always() { return times_ = unlimited, *this; }

    /// Fires at each `n`th request that matches: the `n`th, the `2n`th and so on.
    fault& every(std::uint64_t n);

    /// Fires with this probability, drawn from the server's seed.
    fault& probability(double p);

    /// @}
    /// @name Instead of the usual answer
    /// @{

    /// Answers with this status and, from 400 up, Box's error body for it.
    fault& status(unsigned code) { return statuses({code}); }

    /// Answers with these statuses one after another, then is spent, unless `times()` says otherwise
    /// afterwards.
    fault& statuses(std::initializer_list<unsigned> codes);

    /// The `code` member of the error body, `operation_blocked_temporary` for instance.
    fault& code(std::string_view value) { return code_ = value, *this; }

    /// Adds `Retry-After` in whole seconds.
    fault& retry_after(std::chrono::seconds value)
    {
        return header("Retry-After", std::to_string(value.count()));
    }

    /// Adds `Retry-After` with this text.
    fault& retry_after(std::string_view value) { return header("Retry-After", value); }

    /// Answers without a body.
    fault& empty_body() { return body("", ""); }

    /// Answers with an HTML page, as proxies do.
    fault& html_body();

    /// Answers with this body.
    fault& body(std::string_view text, std::string_view content_type);

    /// Breaks the connection off with a TCP reset. With `applied()` the request takes effect first.
    fault& reset() { return what_ = action::reset, *this; }

    /// Never answers. Ends when the client closes the connection or the server stops.
    fault& stall() { return what_ = action::stall, *this; }

    /// Sends exactly these bytes as the answer. The connection stays open unless `close()` is set.
    fault& raw(std::string bytes) { return what_ = action::raw, bytes_ = std::move(bytes), *this; }

    /// Sends bytes that are no HTTP at all (nor TLS, with `on_accept()`), then closes the connection.
    fault& garbage();

    /// @}
    /// @name With the usual answer or in its stead
    /// @{

    /// The request takes effect although its answer is replaced by the fault's.
    fault& applied() { return apply_after_ = 0, *this; }

    /// The request takes effect late: after `requests` further requests of anyone have been answered.
    fault& applied_after(std::uint64_t requests) { return apply_after_ = requests, *this; }

    /// Adds a header field to the answer, or puts it in place of the one there is.
    fault& header(std::string_view name, std::string_view value);

    /// Waits before the answer (or before the reset, or before the handshake with `on_accept()`).
    fault& delay(std::chrono::milliseconds value) { return delay_ = value, *this; }

    /// Sends only the first `bytes` bytes of the answer, then closes the TCP connection without ending TLS.
    fault& cut_after(std::size_t bytes) { return cut_after_ = bytes, *this; }

    /// Sends the answer in pieces of `bytes` bytes, each a write (and a TLS record) of its own.
    fault& in_pieces(std::size_t bytes) { return piece_ = bytes, *this; }

    /// Sends these bytes right after the answer, unasked.
    fault& surplus(std::string bytes) { return surplus_ = std::move(bytes), *this; }

    /// Announces `Connection: close` in the answer and closes the connection after it.
    fault& announce_close() { return announce_close_ = true, *this; }

    /// Closes the connection after the answer without having said so.
    fault& close() { return close_ = true, *this; }

    /// @}

private:
    friend class fault_engine;

    enum class action : unsigned char
    {
        alter,
        answer,
        reset,
        stall,
        raw
    };

    static constexpr std::uint64_t unlimited = ~std::uint64_t{0};

    // Matchers; an empty text matches everything.
    std::string method_;
    std::string path_;
    std::string user_;
    bool on_accept_ = false;
    std::uint64_t skip_ = 0;
    std::uint64_t every_ = 1;
    double probability_ = 1;
    bool recurring_ = false;             // every() or probability() was called
    std::optional<std::uint64_t> times_; // unset: once

    // What happens.
    action what_ = action::alter;
    std::vector<unsigned> statuses_;
    std::string code_;
    std::optional<std::string> body_;
    std::string content_type_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::string bytes_;
    std::string surplus_;
    std::optional<std::uint64_t> apply_after_;
    std::optional<std::size_t> cut_after_;
    std::size_t piece_ = 0; // 0: in one piece
    std::chrono::milliseconds delay_{};
    bool announce_close_ = false;
    bool close_ = false;
};

/// Names an injected fault to the server that it was injected into.
class fault_id
{
public:
    /// Names no fault.
    fault_id() = default;

    /// Whether both name the same fault.
    friend bool operator==(const fault_id&, const fault_id&) = default;

private:
    friend class fault_engine;
    std::uint64_t value_ = 0;
};

} // namespace boxlink::testing
