// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// boxlink without throwing coroutines: callbacks, futures, and the other completion tokens of Asio. The
// embedded server stands for Box.
#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using boxlink::testing::box_server;

// A callback gets an error code and a value. It runs on the executor that is bound to it, else on the
// client's.
void with_callbacks(boxlink::client box, std::string const& id)
{
    auto on_share = [](boxlink::error_code failure, boxlink::shared_link link) {
        if (failure)
            throw boost::system::system_error(failure); // leaves io.run()
        std::cout << "callback: " << link.url << '\n';
    };
    share(box.file(id), boxlink::link_settings(), on_share);

    // as_result gives it all that is known of a failure: Box's message, the request ids, the attempts.
    auto on_lookup = [](boxlink::result<boxlink::link_lookup> found) {
        if (found)
            throw std::logic_error("there is a file 404");
        std::cout << "callback with as_result: " << found.error().to_string() << '\n';
    };
    get_link(box.file("404"), boxlink::as_result(on_lookup));
}

// The tokens of Asio that report an error without throwing it.
asio::awaitable<void> with_other_tokens(boxlink::client box, std::string id)
{
    boxlink::item report = box.file(id);

    auto [failure, found] = co_await get_link(report, asio::as_tuple(asio::use_awaitable));
    std::cout << "as_tuple: " << failure.message() << ", " << (found.link ? found.link->url : "no link")
              << '\n';

    // boxlink's own: like as_tuple, but with all that is known of a failure in place of the bare code.
    boxlink::result<boxlink::item_info> removed = co_await unshare(report, boxlink::as_result);
    std::cout << "as_result: " << (removed ? "unshared " + removed->id : removed.error().to_string()) << '\n';

    // deferred packs an operation up. Nothing is sent until it is given another token.
    auto later = share(report, boxlink::link_settings(), asio::deferred);
    boxlink::shared_link link = co_await std::move(later)(asio::use_awaitable);
    std::cout << "deferred: " << link.url << '\n';
}

// Futures, for code that knows no Asio: an io_context on a thread of its own does the work, any other thread
// waits. The client must be thread-safe then.
void with_futures(boxlink::client box, std::vector<std::string> const& ids)
{
    std::vector<std::future<boxlink::shared_link>> links;
    for (std::string const& id : ids)
        links.push_back(share(box.file(id), boxlink::link_settings(), asio::use_future));
    for (std::future<boxlink::shared_link>& link : links)
        std::cout << "future: " << link.get().url << '\n'; // throws boost::system::system_error

    auto lookup = get_link(box.file("404"), boxlink::as_result(asio::use_future));
    boxlink::result<boxlink::link_lookup> found = lookup.get(); // throws nothing
    std::cout << "future with as_result: " << found.error().box_code << '\n';
}

boxlink::client connect(asio::io_context& io, box_server const& server)
{
    boxlink::client_options options;
    options.base_url(server.base_url()).ca_pem(server.ca_pem()).system_trust(false).thread_safe(true);
    boxlink::client box(io, boxlink::bearer_token(server.token()), options);
    return box;
}

int main()
try {
    box_server server;
    std::vector<std::string> ids = server.add_files(3);
    asio::io_context io;
    boxlink::client box = connect(io, server);

    with_callbacks(box, ids.front());
    io.run();
    io.restart();

    asio::co_spawn(io, with_other_tokens(box, ids.front()), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
    io.restart();

    auto work = asio::make_work_guard(io); // keeps io.run() from returning while there is nothing to do
    std::jthread worker([&io] { io.run(); });
    with_futures(box, ids);
    work.reset();
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "callbacks_and_futures: " << e.what() << '\n';
    return EXIT_FAILURE;
}
