// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/// \file
/// A process of its own that uses a token file, for the tests of what happens between processes and when one is killed.

#include "support/run.hpp"

#include <boxlink/error.hpp>
#include <boxlink/token_store.hpp>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace asio = boost::asio;

namespace {

bool die_before_rename = false;

// Reads a number out of the refresh token and puts the next one there, as a refresh does.
asio::awaitable<void> count(std::shared_ptr<boxlink::token_store> store, int times)
{
    for (int i = 0; i < times; ++i) {
        std::shared_ptr<void> const held = co_await store->lock();
        boxlink::stored_tokens tokens = co_await store->load();
        int const last = std::atoi(std::string(tokens.refresh_token.reveal()).c_str());
        tokens.refresh_token = boxlink::secret(std::to_string(last + 1));
        co_await store->save(tokens);
    }
}

asio::awaitable<void> save(std::shared_ptr<boxlink::token_store> store, std::string refresh_token)
{
    boxlink::stored_tokens tokens;
    tokens.refresh_token = boxlink::secret(std::move(refresh_token));
    co_await store->save(tokens);
}

} // namespace

// In place of the C library's.
extern "C" int rename(char const* from, char const* to) noexcept
{
    if (die_before_rename)
        std::raise(SIGKILL);
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

// Ends with 0, or with 3 if the store reported a failure that the disk is full.
int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    std::string const what = argv[1];
    auto const store = boxlink::file_token_store(argv[2]);
    asio::io_context io;
    try {
        if (what == "count") {
            boxlink::test::run(io, count(store, std::atoi(argv[3])));
        } else if (what == "die-before-rename") {
            die_before_rename = true;
            boxlink::test::run(io, save(store, argv[3]));
        } else if (what == "fill-the-disk") {
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit const bytes = {10, 10};
            if (::setrlimit(RLIMIT_FSIZE, &bytes) != 0)
                return 2;
            boxlink::test::run(io, save(store, argv[3]));
        }
    } catch (boxlink::error const& e) {
        bool const told = e.code() == boxlink::errc::token_unavailable && e.info().cause.value() == EFBIG;
        return told ? 3 : 4;
    }
    return 0;
}
