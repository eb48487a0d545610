// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/seeded_token_store.hpp"

#include <utility>

namespace boxlink::cli {
namespace {

class seeded_store final : public token_store
{
public:
    seeded_store(std::shared_ptr<token_store> store, secret refresh_token)
        : store_(std::move(store)), seed_(std::move(refresh_token))
    {}

    boost::asio::awaitable<std::shared_ptr<void>> lock() override { return store_->lock(); }

    boost::asio::awaitable<stored_tokens> load() override
    {
        stored_tokens tokens = co_await store_->load();
        if (tokens.refresh_token.empty() && tokens.access.text.empty())
            tokens.refresh_token = seed_;
        co_return tokens;
    }

    boost::asio::awaitable<void> save(stored_tokens tokens) override
    {
        return store_->save(std::move(tokens));
    }

    std::string name() const override { return store_->name(); }

private:
    std::shared_ptr<token_store> store_;
    secret seed_;
};

} // namespace

std::shared_ptr<token_store> seeded_token_store(std::shared_ptr<token_store> store, secret refresh_token)
{
    return std::make_shared<seeded_store>(std::move(store), std::move(refresh_token));
}

} // namespace boxlink::cli
