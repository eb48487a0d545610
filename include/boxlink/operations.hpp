// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * The operations on shared links.
 *
 * They share these rules:
 *
 * - **Preconditions**: none beyond what the parameters say; whatever Box would refuse and can be known beforehand is refused before a
 *   byte is sent, with `errc::invalid_argument` and a message that names the field.
 * - **Object lifetimes**: parameters are taken by value; the operation keeps the client's state alive until it is complete.
 * - **Handler signature**: `void(boxlink::error_code, T)`, with `T` as named at each function, default-constructed on failure. With
 *   `use_boxlink` (the default) the operation is awaited, yields `T` and throws `boxlink::error`; with `as_result` it yields
 *   `boxlink::result<T>`.
 * - **Executor**: the handler is called on its associated executor; if it has none, on the one that the client was made with. It is never
 *   called from within the function that starts the operation.
 * - **Per-operation cancellation**: `terminal` and `partial` are honoured at every point and close the connection if the request is on the
 *   wire: a change may then have taken effect, and `error_info::may_have_taken_effect` tells. `total` is honoured as long as no change
 *   has been sent, and ignored afterwards. A cancelled operation completes with `boost::asio::error::operation_aborted`.
 * - **Errors**: see `errc`. Retries are made within `request_options::max_attempts` and `deadline` for network failures, 408, 429,
 *   5xx, 202 and temporary conflicts. `share` and `unshare` lead to the same state when repeated, so they are retried also when the first
 *   attempt may have taken effect; if no attempt gets an answer that settles it, the code is `errc::outcome_unknown`.
 * - **Thread safety**: as `boxlink::client`. **Exception safety**: basic; starting throws only `std::bad_alloc`.
 */

#include <boxlink/client.hpp>
#include <boxlink/completion_tokens.hpp>
#include <boxlink/link_query.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/request_options.hpp>
#include <boxlink/shared_link.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <type_traits>
#include <utility>

namespace boxlink {

namespace detail {

/**
 * A handler of whatever type, with its executor beside it: that of a coroutine or client is an `any_io_executor` already, which Asio's own erasure would
 * wrap into another type, at three allocations an operation.
 */
template <class T>
class erased_handler
{
public:
    using function = boost::asio::any_completion_handler<void(result<T>&&)>;

    template <class Handler>
    explicit erased_handler(Handler handler)
        : executor_(executor_of(handler)), is_unusual_(!is_usual<Handler>), function_(std::move(handler))
    {}

    /// The handler's executor; empty if it has none, or one that only the function knows.
    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    /// Whether it has one.
    [[nodiscard]] bool has_executor() const noexcept { return executor_ || is_unusual_; }

    [[nodiscard]] function& get() noexcept { return function_; }

private:
    template <class Handler>
    static constexpr bool is_usual = std::is_convertible_v<
        boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>,
        boost::asio::any_io_executor>;

    template <class Handler>
    [[nodiscard]] static boost::asio::any_io_executor executor_of(Handler const& handler)
    {
        if constexpr (is_usual<Handler>)
            return boost::asio::get_associated_executor(handler, boost::asio::any_io_executor());
        else
            return {};
    }

    boost::asio::any_io_executor executor_;
    bool is_unusual_;
    function function_;
};

void start_share(
    item target, link_settings settings, request_options options, erased_handler<shared_link> handler
);
void start_unshare(item target, request_options options, erased_handler<item_info> handler);
void start_get_link(item target, request_options options, erased_handler<link_lookup> handler);
void start_find(client box, link_query link, request_options options, erased_handler<found_item> handler);

/// Starts an operation: `Start` is one of the functions above, `T` what it yields.
template <class T, auto Start>
struct operation_initiation
{
    /// Delivers `(result<T>)` to a handler that takes it, else `(error_code, T)`.
    template <class Handler, class... Args>
    void operator()(Handler handler, Args... args) const
    {
        if constexpr (takes_result<Handler>::type::value)
            start(erased_handler<T>(std::move(handler)), std::move(args)...);
        else
            start(erased_handler<T>(code_handler<Handler>(std::move(handler))), std::move(args)...);
    }

private:
    // Options that are the default are made here: the frame of an awaitable without them is short enough for Asio to use its memory again.
    template <class... Args>
    static void start(erased_handler<T>&& handler, Args&&... args)
    {
        if constexpr (std::is_invocable_v<decltype(Start), Args..., erased_handler<T>>)
            Start(std::move(args)..., std::move(handler));
        else
            Start(std::move(args)..., request_options(), std::move(handler));
    }
};

template <class T, auto Start, class CompletionToken, class... Args>
auto initiate(CompletionToken&& token, Args... args)
{
    return boost::asio::async_initiate<CompletionToken, void(error_code, T)>(
        operation_initiation<T, Start>(), token, std::move(args)...
    );
}

/// A token for `void(error_code, T)`; told apart from the options that may stand in its place.
template <class CompletionToken, class T>
concept token_for = !std::is_same_v<std::decay_t<CompletionToken>, request_options> &&
                    !std::is_same_v<std::decay_t<CompletionToken>, link_settings> &&
                    boost::asio::completion_token_for<CompletionToken, void(error_code, T)>;

} // namespace detail

/**
 * Creates the item's shared link, or updates the one that it has (`PUT /2.0/{files,folders,web_links}/{id}`).
 *
 * An item has at most one link; its URL stays when it is updated. `link_settings()` makes a link with the enterprise's defaults, or leaves
 * an existing one as it is.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param settings what to set, clear and leave alone.
 * \param token any completion token for `void(error_code, shared_link)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<shared_link> CompletionToken = use_boxlink_t>
auto share(item target, link_settings settings, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<shared_link, &detail::start_share>(
        std::forward<CompletionToken>(token), std::move(target), std::move(settings)
    );
}

/**
 * As above, with options.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param settings what to set, clear and leave alone.
 * \param options the options of this operation.
 * \param token any completion token for `void(error_code, shared_link)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<shared_link> CompletionToken = use_boxlink_t>
auto share(
    item target, link_settings settings, request_options options, CompletionToken&& token = CompletionToken()
)
{
    return detail::initiate<shared_link, &detail::start_share>(
        std::forward<CompletionToken>(token), std::move(target), std::move(settings), std::move(options)
    );
}

/**
 * Removes the item's shared link. Not an error if it has none. A link that is made later has another URL.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param token any completion token for `void(error_code, item_info)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<item_info> CompletionToken = use_boxlink_t>
auto unshare(item target, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<item_info, &detail::start_unshare>(
        std::forward<CompletionToken>(token), std::move(target)
    );
}

/**
 * As above, with options.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param options the options of this operation.
 * \param token any completion token for `void(error_code, item_info)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<item_info> CompletionToken = use_boxlink_t>
auto unshare(item target, request_options options, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<item_info, &detail::start_unshare>(
        std::forward<CompletionToken>(token), std::move(target), std::move(options)
    );
}

/**
 * Reads the item's shared link. That it has none is a value (`link_lookup::link` is empty), and so is 304, not modified.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param token any completion token for `void(error_code, link_lookup)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<link_lookup> CompletionToken = use_boxlink_t>
auto get_link(item target, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<link_lookup, &detail::start_get_link>(
        std::forward<CompletionToken>(token), std::move(target)
    );
}

/**
 * As above, with options.
 *
 * \param target the file, folder or web link; not the root folder.
 * \param options the options of this operation.
 * \param token any completion token for `void(error_code, link_lookup)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<link_lookup> CompletionToken = use_boxlink_t>
auto get_link(item target, request_options options, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<link_lookup, &detail::start_get_link>(
        std::forward<CompletionToken>(token), std::move(target), std::move(options)
    );
}

/**
 * Finds the item that a shared link leads to (`GET /2.0/shared_items`): a file, folder, web link or app item. A wrong or missing password gives what Box
 * answers, `errc::forbidden` or `errc::not_found`.
 *
 * \param box the client.
 * \param link the link's URL, and its password if it has one.
 * \param token any completion token for `void(error_code, found_item)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<found_item> CompletionToken = use_boxlink_t>
auto find(client box, link_query link, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<found_item, &detail::start_find>(
        std::forward<CompletionToken>(token), std::move(box), std::move(link)
    );
}

/**
 * As above, with options.
 *
 * \param box the client.
 * \param link the link's URL, and its password if it has one.
 * \param options the options of this operation.
 * \param token any completion token for `void(error_code, found_item)`; by default the operation is awaited and throws `boxlink::error`.
 */
template <detail::token_for<found_item> CompletionToken = use_boxlink_t>
auto find(client box, link_query link, request_options options, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<found_item, &detail::start_find>(
        std::forward<CompletionToken>(token), std::move(box), std::move(link), std::move(options)
    );
}

} // namespace boxlink
