// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/grant.hpp"
#include "net/parking_lot.hpp"
#include "policy/token_lifecycle.hpp"

#include <boxlink/access_token.hpp>
#include <boxlink/error.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace boxlink::auth {

/**
 * What all copies of some credentials share: the way to get tokens, and the tokens. Any thread may call it at any time.
 *
 * It waits for nothing itself: who is told to get a token does so and reports, and who is told to wait is called back.
 */
class account : public std::enable_shared_from_this<account>
{
public:
    /// \param max_user_tokens how many tokens of users are kept; nothing if users are acted for by a header.
    account(std::shared_ptr<grant> how, std::optional<std::size_t> max_user_tokens);

    /// A token that is never renewed.
    explicit account(secret fixed_token, std::optional<std::size_t> max_user_tokens = std::nullopt);

    /// `errc::invalid_configuration` that names what is wrong.
    [[nodiscard]] result<void> check() const;

    /// The way to get tokens; null if there is one token for ever.
    [[nodiscard]] std::shared_ptr<grant> const& how() const noexcept { return how_; }

    /// The token for ever. Only without a way to get others.
    [[nodiscard]] secret const& fixed_token() const noexcept { return fixed_->access.text; }

    /// Whether operations that act as a user have a token of that user.
    [[nodiscard]] bool has_user_tokens() const noexcept { return max_user_tokens_.has_value(); }

    /// As `grant::whose`.
    [[nodiscard]] std::string const& whose() const noexcept { return whose_; }

    /// An answer to who wants a token.
    struct advice
    {
        policy::token_advice what = policy::token_advice::use;
        /// To be used; or, to be renewed, the one before, if there is one.
        token_ptr token = nullptr;
        /// Why there is none.
        error_info failure = error_info();
        /// For the next wish of who has waited.
        policy::failure_serial seen = 0;
    };

    /**
     * Somebody wants a token. Who is told to renew must report by `renewed`, `failed` or `abandoned`.
     *
     * \param user empty for whom the credentials themselves speak.
     */
    [[nodiscard]] advice want(
        std::string const& user,
        policy::token_serial refused,
        std::optional<policy::failure_serial> seen,
        policy::time_point now
    );

    /// The token that may be sent now, without any consequence; null if there is none.
    [[nodiscard]] token_ptr current(std::string const& user, policy::time_point now) const;

    /// A token was got. \param asked when it was asked for.
    void renewed(std::string const& user, fresh_token token, policy::time_point asked);
    /// None could be got. \param random uniform in [0, 1).
    void failed(std::string const& user, error_info why, policy::time_point now, double random);
    /// Nobody is getting one any more.
    void abandoned(std::string const& user);
    /// The token is not good any more.
    void forget(std::string const& user);

    /**
     * A place among those who wait for a token. Its function is called at most once, on its executor, by a post, when there is news; not after its end.
     */
    class place final : private net::parked
    {
    public:
        place(
            std::shared_ptr<account> where,
            std::string user,
            boost::asio::any_io_executor executor,
            std::function<void()> wake
        );
        ~place() override;
        place(place const&) = delete;
        place& operator=(place const&) = delete;

        /// Whether there is something to wait for: else ask again.
        [[nodiscard]] bool is_worth_waiting() const noexcept { return is_worth_waiting_; }

    private:
        friend class account;

        void abandon() noexcept override { leave(); }
        void leave() noexcept;

        std::shared_ptr<account> account_;
        std::string user_;
        boost::asio::any_io_executor executor_;
        std::function<void()> wake_;
        std::optional<std::list<place*>::iterator> position_;
        bool is_worth_waiting_ = false;
    };

private:
    struct entry
    {
        policy::token_lifecycle life;
        token_ptr token;
        error_info failure;
        std::list<place*> waiting;
        std::list<std::string>::iterator use;
    };

    [[nodiscard]] entry& entry_of(std::string const& user);
    void make_room();
    static void wake(entry& all);

    std::shared_ptr<grant> const how_;
    std::optional<std::size_t> const max_user_tokens_;
    token_ptr const fixed_;
    std::string const whose_;

    mutable std::mutex mutex_;
    policy::token_serial last_serial_ = 0;
    std::unordered_map<std::string, entry> entries_;
    /// The users, the one that was used last at the front.
    std::list<std::string> uses_;
};

} // namespace boxlink::auth
