// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/token_store.hpp>

#include <utility>

namespace boxlink {
namespace {

class memory_store final : public token_store
{
public:
    explicit memory_store(secret refresh_token) { tokens_.refresh_token = std::move(refresh_token); }

    boost::asio::awaitable<stored_tokens> load() override { co_return tokens_; }

    boost::asio::awaitable<void> save(stored_tokens tokens) override
    {
        tokens_ = std::move(tokens);
        co_return;
    }

    std::string name() const override { return "memory"; }

private:
    stored_tokens tokens_;
};

} // namespace

std::shared_ptr<token_store> memory_token_store(secret refresh_token)
{
    return std::make_shared<memory_store>(std::move(refresh_token));
}

} // namespace boxlink
