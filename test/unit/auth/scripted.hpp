// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A token endpoint and a token store that do what the test says, and note what is asked of them.

#include "auth/account.hpp"
#include "auth/grant.hpp"
#include "support/run.hpp"

#include <boxlink/token_operations.hpp>
#include <boxlink/token_store.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace boxlink::test {

/// 2026-07-01T00:00:00Z.
inline constexpr std::chrono::system_clock::time_point midnight =
    std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

/// An answer as Box gives it.
inline auth::endpoint_answer
granted(std::string_view access, std::string_view refresh = {}, int lifetime = 3600)
{
    std::string body = R"({"access_token":")" + std::string(access) +
                       R"(","token_type":"bearer","expires_in":)" + std::to_string(lifetime);
    if (!refresh.empty())
        body += R"(,"refresh_token":")" + std::string(refresh) + '"';
    auth::endpoint_answer answer;
    answer.response = model::http_response(200, {}, body + '}');
    return answer;
}

inline auth::endpoint_answer
refused(std::string code, std::string message, std::vector<model::http_header> headers = {})
{
    auth::endpoint_answer answer;
    answer.response = model::http_response(400, std::move(headers));
    answer.failure = error_info(errc::bad_request, std::move(message));
    answer.failure.status = 400;
    answer.failure.box_code = std::move(code);
    return answer;
}

inline auth::endpoint_answer lost()
{
    auth::endpoint_answer answer;
    answer.failure = error_info(errc::connection_lost, "the connection broke");
    answer.in_doubt = true;
    return answer;
}

inline auth::endpoint_answer unreachable()
{
    auth::endpoint_answer answer;
    answer.failure = error_info(errc::connect_failed, "no connection");
    return answer;
}

/// Answers requests in turn. The test ends in failure if there are more of them than answers.
class scripted_endpoint final : public auth::token_endpoint
{
public:
    /// What was sent.
    struct request
    {
        std::string target;
        std::string body;
        repetition repeat;
        std::size_t secrets = 0;
    };

    boost::asio::awaitable<auth::endpoint_answer> send(request_maker make, repetition repeat) override
    {
        auto const message = make();
        if (message.has_error()) {
            auth::endpoint_answer failed;
            failed.failure = message.error();
            co_return failed;
        }
        requests.push_back(
            {std::string(message->request.target()), std::string(message->request.body()), repeat,
             message->secrets.size()}
        );
        BOOST_TEST_REQUIRE(!answers.empty());
        auto answer = std::move(answers.front());
        answers.pop_front();
        if (before_answer)
            co_await before_answer();
        co_return answer;
    }

    boost::asio::awaitable<result<auth::token_ptr>>
    token_of(std::shared_ptr<auth::account> other, std::string user, auth::token_ptr given) override
    {
        parents.emplace_back(std::move(other), std::move(user), given);
        BOOST_TEST_REQUIRE(!subjects.empty());
        auto subject = std::move(subjects.front());
        subjects.pop_front();
        co_return subject;
    }

    std::chrono::system_clock::time_point calendar_now() const override { return now; }

    std::deque<auth::endpoint_answer> answers;
    std::vector<request> requests;
    std::function<boost::asio::awaitable<void>()> before_answer;
    std::deque<result<auth::token_ptr>> subjects;
    std::vector<std::tuple<std::shared_ptr<auth::account>, std::string, auth::token_ptr>> parents;
    std::chrono::system_clock::time_point now = midnight;
};

/// Keeps tokens, or throws what it is told to.
class scripted_store final : public token_store
{
public:
    boost::asio::awaitable<std::shared_ptr<void>> lock() override
    {
        co_await wait_a_turn();
        log += "lock ";
        if (on_lock)
            on_lock();
        std::shared_ptr<void> held(this, [this](void*) { log += "unlock "; });
        co_return held;
    }

    boost::asio::awaitable<stored_tokens> load() override
    {
        co_await wait_a_turn();
        log += "load ";
        if (on_load)
            on_load();
        co_return tokens;
    }

    boost::asio::awaitable<void> save(stored_tokens given) override
    {
        co_await wait_a_turn();
        log += "save ";
        if (on_save)
            on_save();
        tokens = std::move(given);
    }

    std::string name() const override { return "the-store"; }

    [[nodiscard]] std::string access() const { return std::string(tokens.access.text.reveal()); }
    [[nodiscard]] std::string refresh() const { return std::string(tokens.refresh_token.reveal()); }

    stored_tokens tokens;
    std::string log;
    std::function<void()> on_lock;
    std::function<void()> on_load;
    std::function<void()> on_save;

private:
    // As a store that does something does: the awaiting coroutine is resumed from the context.
    static boost::asio::awaitable<void> wait_a_turn()
    {
        auto const executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }
};

/// A token as an account holds it.
inline auth::token_ptr held(std::string text, policy::token_serial serial = 1)
{
    auto token = std::make_shared<auth::held_token>();
    token->access = access_token(secret(std::move(text)));
    token->serial = serial;
    return token;
}

inline auth::wanted_token wanting(auth::token_ptr last = nullptr, bool was_refused = false)
{
    auth::wanted_token wanted;
    wanted.last = std::move(last);
    wanted.last_was_refused = was_refused;
    return wanted;
}

/// The value of a form's field, as it was sent.
inline std::string field(std::string_view form, std::string_view name)
{
    auto const key = std::string(name) + '=';
    for (std::size_t at = 0; at <= form.size();) {
        auto const end = std::min(form.find('&', at), form.size());
        auto const pair = form.substr(at, end - at);
        if (pair.starts_with(key))
            return std::string(pair.substr(key.size()));
        at = end + 1;
    }
    return {};
}

/// Whether the error names this code.
template <class T>
bool is(result<T> const& outcome, errc expected)
{
    return outcome.has_error() && outcome.error().code == make_error_code(expected);
}

} // namespace boxlink::test
