// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Completion tokens that deliver the rich `error_info` beside Asio's own tokens, and the default token of boxlink.
 */

#include <boxlink/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace boxlink {

/**
 * The default token of boxlink's operations: `co_await share(…)` yields the value and throws `boxlink::error`.
 *
 * It works like `boost::asio::use_awaitable`, and inherits its rules of cancellation and executors.
 */
struct use_boxlink_t
{
    /// Makes the token.
    constexpr use_boxlink_t() noexcept {}
};

/// See `use_boxlink_t`.
inline constexpr use_boxlink_t use_boxlink;

/**
 * A token that delivers `result<T>` instead of `(error_code, T)`, through another token.
 *
 * `co_await share(item, settings, boxlink::as_result)` yields a `result<shared_link>` and throws nothing. With another token inside,
 * `as_result(token)`, its signature is `void(boxlink::result<T>)`: callbacks and futures get all that is known of a failure too.
 */
template <class CompletionToken>
class as_result_t
{
public:
    /// Wraps a token.
    template <class Token>
    constexpr explicit as_result_t(std::in_place_t, Token&& token) : token_(std::forward<Token>(token))
    {}

    /// The token inside.
    [[nodiscard]] CompletionToken& token() noexcept { return token_; }

    /// Wraps another token.
    template <class Token>
    [[nodiscard]] constexpr auto operator()(Token&& token) const
    {
        return as_result_t<std::decay_t<Token>>(std::in_place, std::forward<Token>(token));
    }

private:
    CompletionToken token_;
};

/// See `as_result_t`.
inline constexpr as_result_t<boost::asio::use_awaitable_t<>> as_result{
    std::in_place, boost::asio::use_awaitable_t<>()};

namespace detail {

/**
 * Whether a handler takes `result<T>`, so that nothing that is known of a failure is lost on the way to it. An associator, as that of executors,
 * so that it is seen through Asio's binders.
 */
template <class Handler, class Default = std::false_type>
struct takes_result;

template <class Answer>
struct takes_result_answer
{
    using type = Answer;
    // What Asio calls an associator by: the handler, and perhaps a default.
    template <class... Unused>
    static type get(Unused const&...) noexcept
    {
        return {};
    }
};

template <class Handler, class Default, class = void>
struct takes_result_of_inner : takes_result_answer<Default>
{};

template <class Handler, class Default>
struct takes_result_of_inner<
    Handler,
    Default,
    std::void_t<typename boost::asio::associator<takes_result, Handler, Default>::type>>
    : boost::asio::associator<takes_result, Handler, Default>
{};

template <class Handler, class Default>
struct takes_result : takes_result_of_inner<Handler, Default>
{};

/// The `return_type` that Asio's binders ask for, where a token has one.
template <class AsyncResult, class = void>
struct return_type_of
{};

template <class AsyncResult>
struct return_type_of<AsyncResult, std::void_t<typename AsyncResult::return_type>>
{
    using return_type = typename AsyncResult::return_type;
};

/// Turns a failure or value of boxlink, or one of an operation that knows no more than a code, into a call with an exception or a value.
/// Everything that is associated with the handler stays.
template <class Handler>
class throwing_handler
{
public:
    explicit throwing_handler(Handler handler) : handler_(std::move(handler)) {}

    template <class T>
    void operator()(result<T>&& outcome)
    {
        if (outcome.has_value())
            std::move(handler_)(std::exception_ptr(), std::move(*outcome));
        else
            std::move(handler_)(std::make_exception_ptr(error(std::move(outcome).error())), T());
    }

    template <class T>
    void operator()(error_code code, T value)
    {
        auto failure = code ? std::make_exception_ptr(error(error_info(code, {}))) : std::exception_ptr();
        std::move(handler_)(std::move(failure), std::move(value));
    }

    [[nodiscard]] Handler const& inner() const noexcept { return handler_; }

private:
    Handler handler_;
};

/// As above, into a call with a `result<T>`.
template <class T, class Handler>
class result_handler
{
public:
    explicit result_handler(Handler handler) : handler_(std::move(handler)) {}

    void operator()(result<T>&& outcome) { std::move(handler_)(std::move(outcome)); }

    void operator()(error_code code, T value)
    {
        if (code)
            std::move(handler_)(result<T>(error_info(code, {})));
        else
            std::move(handler_)(result<T>(std::move(value)));
    }

    [[nodiscard]] Handler const& inner() const noexcept { return handler_; }

private:
    Handler handler_;
};

/// Calls a handler of `(error_code, T)` with a `result<T>`; everything that is associated with the handler stays.
template <class Handler>
class code_handler
{
public:
    explicit code_handler(Handler handler) : handler_(std::move(handler)) {}

    template <class T>
    void operator()(result<T>&& outcome)
    {
        if (outcome.has_value())
            std::move(handler_)(error_code(), std::move(*outcome));
        else
            std::move(handler_)(outcome.error().code, T());
    }

    [[nodiscard]] Handler const& inner() const noexcept { return handler_; }

private:
    Handler handler_;
};

template <class Handler, class Default>
struct takes_result<throwing_handler<Handler>, Default> : takes_result_answer<std::true_type>
{};

template <class T, class Handler, class Default>
struct takes_result<result_handler<T, Handler>, Default> : takes_result_answer<std::true_type>
{};

} // namespace detail
} // namespace boxlink

/// \cond  Specialisations of Asio's customisation points; users meet them only through the tokens.
namespace boost::asio {

template <template <class, class> class Associator, class Handler, class Default>
struct associator<Associator, boxlink::detail::throwing_handler<Handler>, Default>
    : Associator<Handler, Default>
{
    static auto get(boxlink::detail::throwing_handler<Handler> const& handler) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner());
    }
    static auto
    get(boxlink::detail::throwing_handler<Handler> const& handler, Default const& fallback) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner(), fallback);
    }
};

template <template <class, class> class Associator, class Handler, class Default>
struct associator<Associator, boxlink::detail::code_handler<Handler>, Default> : Associator<Handler, Default>
{
    static auto get(boxlink::detail::code_handler<Handler> const& handler) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner());
    }
    static auto get(boxlink::detail::code_handler<Handler> const& handler, Default const& fallback) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner(), fallback);
    }
};

template <template <class, class> class Associator, class T, class Handler, class Default>
struct associator<Associator, boxlink::detail::result_handler<T, Handler>, Default>
    : Associator<Handler, Default>
{
    static auto get(boxlink::detail::result_handler<T, Handler> const& handler) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner());
    }
    static auto
    get(boxlink::detail::result_handler<T, Handler> const& handler, Default const& fallback) noexcept
    {
        return Associator<Handler, Default>::get(handler.inner(), fallback);
    }
};

template <class T>
class async_result<boxlink::use_boxlink_t, void(boxlink::error_code, T)>
{
public:
    using return_type = awaitable<T>;

    template <class Initiation, class... Args>
    static auto initiate(Initiation initiation, boxlink::use_boxlink_t, Args... args)
    {
        auto start = [initiation = std::move(initiation)](auto handler, auto... inner) mutable {
            using handler_type = boxlink::detail::throwing_handler<decltype(handler)>;
            std::move(initiation)(handler_type(std::move(handler)), std::move(inner)...);
        };
        return async_initiate<use_awaitable_t<> const, void(std::exception_ptr, T)>(
            std::move(start), use_awaitable, std::move(args)...
        );
    }
};

template <class CompletionToken, class T>
class async_result<boxlink::as_result_t<CompletionToken>, void(boxlink::error_code, T)>
    : public boxlink::detail::return_type_of<async_result<CompletionToken, void(boxlink::result<T>)>>
{
public:
    template <class Initiation, class... Args>
    static auto initiate(Initiation initiation, boxlink::as_result_t<CompletionToken> token, Args... args)
    {
        auto start = [initiation = std::move(initiation)](auto handler, auto... inner) mutable {
            using handler_type = boxlink::detail::result_handler<T, decltype(handler)>;
            std::move(initiation)(handler_type(std::move(handler)), std::move(inner)...);
        };
        return async_initiate<CompletionToken, void(boxlink::result<T>)>(
            std::move(start), token.token(), std::move(args)...
        );
    }
};

} // namespace boost::asio
/// \endcond
