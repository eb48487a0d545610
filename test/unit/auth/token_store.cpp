// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "support/run.hpp"
#include "support/temporary_folder.hpp"

#include <boxlink/error.hpp>
#include <boxlink/token_store.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#define BOOST_TEST_MODULE boxlink_token_store
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace boxlink;
using boxlink::test::run;
using boxlink::test::run_ready;
using boxlink::test::run_until;
namespace asio = boost::asio;
namespace fs = std::filesystem;
using std::chrono::seconds;
using std::chrono::system_clock;

namespace {

constexpr char const* hidden = "hidden-refresh-token";

stored_tokens tokens_of(std::string refresh_token)
{
    stored_tokens tokens;
    tokens.refresh_token = secret(std::move(refresh_token));
    return tokens;
}

// A file in a directory of its own.
class store_fixture
{
public:
    test::temporary_folder folder;
    fs::path const& directory = folder.path();
    asio::io_context io;

    std::string path() const { return folder.file("tokens.json"); }

    void write(std::string const& text, fs::perms mode = fs::perms(0600)) const
    {
        std::ofstream(path(), std::ios::binary) << text;
        fs::permissions(path(), mode);
    }

    std::string text() const
    {
        std::ifstream file(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string refresh_token(std::string const& file = "")
    {
        auto const store = file_token_store(file.empty() ? path() : file);
        return std::string(run(io, store->load()).refresh_token.reveal());
    }

    void save(std::string refresh_token)
    {
        auto const store = file_token_store(path());
        run(io, store->save(tokens_of(std::move(refresh_token))));
    }

    // What a failing operation tells, which is never a secret.
    template <class T>
    error_info failure(asio::awaitable<T> work)
    {
        try {
            run(io, std::move(work));
        } catch (error const& e) {
            BOOST_TEST(std::string(e.what()).find(hidden) == std::string::npos, e.what());
            return e.info();
        }
        BOOST_ERROR("nothing was thrown");
        return error_info();
    }

    error_info load_failure(std::string const& file = "")
    {
        auto const store = file_token_store(file.empty() ? path() : file);
        return failure(store->load());
    }

    error_info save_failure(std::string const& file = "")
    {
        auto const store = file_token_store(file.empty() ? path() : file);
        return failure(store->save(tokens_of(hidden)));
    }

    std::size_t files() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), {}));
    }
};

pid_t start_worker(std::string what, std::string path, std::string more)
{
    std::string program = BOXLINK_TOKEN_STORE_WORKER;
    char* const words[] = {program.data(), what.data(), path.data(), more.data(), nullptr};
    pid_t worker = 0;
    if (::posix_spawn(&worker, program.c_str(), nullptr, nullptr, words, environ) != 0)
        throw std::runtime_error(program);
    return worker;
}

int end_of(pid_t worker)
{
    int status = 0;
    BOOST_TEST(::waitpid(worker, &status, 0) == worker);
    return status;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(stores, store_fixture)

BOOST_AUTO_TEST_CASE(memory)
{
    auto const empty = memory_token_store();
    BOOST_TEST(run(io, empty->load()).refresh_token.empty());
    auto const store = memory_token_store(secret("r1"));
    BOOST_TEST(run(io, store->load()).refresh_token.reveal() == "r1");
    BOOST_TEST(!run(io, store->lock()));
    run(io, store->save(tokens_of("r2")));
    BOOST_TEST(run(io, store->load()).refresh_token.reveal() == "r2");
    BOOST_TEST(store->name() == "memory");
}

BOOST_AUTO_TEST_CASE(all_that_is_saved_is_loaded)
{
    auto const end = system_clock::time_point(seconds(1'800'000'000));
    stored_tokens tokens = tokens_of("r\"\\\n\xc3\xa9");
    tokens.access = access_token(secret("a1"), end + std::chrono::milliseconds(999));
    tokens.is_in_doubt = true;
    auto const store = file_token_store(path());
    run(io, store->save(tokens));
    auto const loaded = run(io, store->load());
    BOOST_TEST(loaded.refresh_token.reveal() == tokens.refresh_token.reveal());
    BOOST_TEST(loaded.access.text.reveal() == "a1");
    BOOST_TEST((loaded.access.expires_at == end));
    BOOST_TEST(loaded.is_in_doubt);

    run(io, store->save(tokens_of("r2")));
    auto const next = run(io, store->load());
    BOOST_TEST(next.refresh_token.reveal() == "r2");
    BOOST_TEST((next.access.text.empty() && !next.access.expires_at && !next.is_in_doubt));
    BOOST_TEST(store->name() == path());
}

BOOST_AUTO_TEST_CASE(the_text_of_the_file)
{
    stored_tokens tokens = tokens_of("r1");
    tokens.access = access_token(secret("a1"), system_clock::time_point(seconds(1'800'000'000)));
    tokens.is_in_doubt = true;
    auto const store = file_token_store(path());
    run(io, store->save(tokens));
    BOOST_TEST(
        text() == "{\n  \"version\": 1,\n  \"refresh_token\": \"r1\",\n  \"refresh_token_in_doubt\": true,\n"
                  "  \"access_token\": \"a1\",\n  \"access_token_expires_at\": 1800000000\n}\n"
    );
    run(io, store->save(stored_tokens()));
    BOOST_TEST(text() == "{\n  \"version\": 1\n}\n");
}

BOOST_AUTO_TEST_CASE(the_file_is_its_owners_only)
{
    auto const mask = ::umask(0777);
    save("r1");
    auto const store = file_token_store(path());
    auto const held = run(io, store->lock());
    ::umask(mask);
    BOOST_TEST((fs::status(path()).permissions() == fs::perms(0600)));
    BOOST_TEST(((fs::status(path() + ".lock").permissions() & fs::perms(0177)) == fs::perms::none));
    BOOST_TEST(files() == 2U);
}

BOOST_AUTO_TEST_CASE(nothing_was_saved_yet)
{
    BOOST_TEST(refresh_token() == "");
    for (char const* const nothing :
         {"", " \n", "{\"version\":1}", "{\"version\":1,\"refresh_token\":null}"}) {
        write(nothing);
        BOOST_TEST(refresh_token() == "");
    }
}

BOOST_AUTO_TEST_CASE(unknown_members_are_skipped)
{
    write(R"({"version": 1, "new": {"refresh_token": "x"}, "refresh_token": "r1"})");
    BOOST_TEST(refresh_token() == "r1");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_tokens)
{
    struct
    {
        std::string text;
        std::string says;
    } const cases[] = {
        {"{\"refresh_token\":\"hidden-refresh-token\"", "it is no valid JSON"},
        {"hidden-refresh-token", "it is no valid JSON"},
        {"[]", "no object"},
        {"{\"refresh_token\":\"hidden-refresh-token\"}", "version is missing"},
        {"{\"version\":\"1\"}", "version is no whole number"},
        {"{\"version\":1.0}", "version is no whole number"},
        {"{\"version\":2,\"refresh_token\":\"hidden-refresh-token\"}", "its version is 2"},
        {"{\"version\":1,\"refresh_token\":[\"hidden-refresh-token\"]}", "refresh_token is no string"},
        {"{\"version\":1,\"refresh_token_in_doubt\":1}", "refresh_token_in_doubt is neither"},
        {"{\"version\":1,\"access_token\":7}", "access_token is no string"},
        {"{\"version\":1,\"access_token_expires_at\":1e9}", "access_token_expires_at is no whole number"},
        {"{\"version\":1,\"access_token_expires_at\":-1}", "access_token_expires_at is no time"},
        {"{\"version\":1,\"access_token_expires_at\":9223372037}", "access_token_expires_at is no time"},
    };
    for (auto const& c : cases) {
        write(c.text);
        auto const info = load_failure();
        BOOST_TEST((info.code == errc::token_unavailable));
        for (std::string const& part : {c.says, path(), std::string("remove it and log in again")})
            BOOST_TEST(info.message.find(part) != std::string::npos, info.message);
    }
}

BOOST_AUTO_TEST_CASE(bounds)
{
    std::string const good = R"({"version":1,"refresh_token":"r1"})";
    write(good + std::string(64 * 1024 - good.size(), ' '));
    BOOST_TEST(refresh_token() == "r1");
    write(good + std::string(64 * 1024 - good.size() + 1, ' '));
    auto const info = load_failure();
    BOOST_TEST((info.code == errc::invalid_configuration));
    BOOST_TEST(info.message.find("too large") != std::string::npos, info.message);

    auto const store = file_token_store((directory / "other").string());
    BOOST_TEST((failure(store->save(tokens_of(std::string(64 * 1024, 'x')))).code == errc::token_unavailable)
    );
    BOOST_TEST((failure(store->save(tokens_of("\xff"))).code == errc::token_unavailable));
    BOOST_TEST(!fs::exists(directory / "other"));
}

BOOST_AUTO_TEST_CASE(a_file_that_others_can_read_or_write_is_refused)
{
    std::string const before = R"({"version":1,"refresh_token":"hidden-refresh-token"})";
    for (unsigned const mode : {0640U, 0620U, 0610U, 0604U, 0602U, 0644U}) {
        write(before, fs::perms(mode));
        for (auto const& info : {load_failure(), save_failure()}) {
            BOOST_TEST((info.code == errc::invalid_configuration), mode);
            BOOST_TEST(info.message.find(path()) != std::string::npos, info.message);
            BOOST_TEST(info.message.find("chmod 600") != std::string::npos, info.message);
        }
        BOOST_TEST(text() == before);
    }
    BOOST_TEST(files() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_refused)
{
    fs::create_directory(path(), directory);
    std::string const fifo = (directory / "fifo").string();
    BOOST_TEST(::mkfifo(fifo.c_str(), 0600) == 0);
    fs::create_symlink("loop", directory / "loop");
    for (std::string const& file :
         {path(), fifo, std::string("/dev/null"), (directory / "loop").string(),
          (directory / "missing" / "tokens.json").string(), path() + "/", std::string("a\0b", 3)}) {
        BOOST_TEST((load_failure(file).code == errc::invalid_configuration), file);
        BOOST_TEST((save_failure(file).code == errc::invalid_configuration), file);
    }
    auto const unnamed = file_token_store("");
    BOOST_TEST((failure(unnamed->load()).code == errc::invalid_configuration));
    BOOST_TEST((failure(unnamed->lock()).code == errc::invalid_configuration));
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_stays_and_its_file_is_replaced)
{
    fs::create_directory(directory / "real");
    fs::create_symlink("real/tokens", directory / "second");
    fs::create_symlink(directory / "second", path());
    save("r1");
    BOOST_TEST((fs::is_symlink(path()) && fs::is_symlink(directory / "second")));
    BOOST_TEST(fs::is_regular_file(fs::symlink_status(directory / "real" / "tokens")));
    BOOST_TEST(refresh_token() == "r1");
    BOOST_TEST(refresh_token((directory / "real" / "tokens").string()) == "r1");

    auto const store = file_token_store(path());
    auto const held = run(io, store->lock());
    BOOST_TEST(fs::exists(directory / "real" / "tokens.lock"));
}

BOOST_AUTO_TEST_CASE(a_relative_name_stays_where_it_was)
{
    auto const before = fs::current_path();
    fs::current_path(directory);
    auto const store = file_token_store("tokens.json");
    fs::current_path(before);
    run(io, store->save(tokens_of("r1")));
    BOOST_TEST(refresh_token() == "r1");
}

BOOST_AUTO_TEST_CASE(failures_of_the_system_are_told)
{
    fs::create_directory(path() + ".lock");
    auto const store = file_token_store(path());
    auto const info = failure(store->lock());
    BOOST_TEST((info.code == errc::token_unavailable));
    BOOST_TEST((info.cause == boost::system::errc::is_a_directory));
    BOOST_TEST(info.message.find(path() + ".lock") != std::string::npos, info.message);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file)
{
    save("r1");
    int const status = end_of(start_worker("fill-the-disk", path(), "r2"));
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 3));
    BOOST_TEST(refresh_token() == "r1");
    BOOST_TEST(files() == 1U);
}

BOOST_AUTO_TEST_CASE(who_is_killed_leaves_the_old_file_and_nothing_for_long)
{
    save("r1");
    int const status = end_of(start_worker("die-before-rename", path(), "r2"));
    BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    BOOST_TEST(refresh_token() == "r1");
    BOOST_TEST(files() == 2U);

    // Of another process that lives, of nobody, and, where numbers of processes come again, of one that had ours.
    std::ofstream(path() + ".new-" + std::to_string(::getppid()) + "-1");
    std::ofstream(path() + ".new-" + std::to_string(::getpid()) + "-999");
    std::ofstream(path() + ".new-1x-1");
    std::ofstream(path() + ".new");
    save("r3");
    BOOST_TEST(refresh_token() == "r3");
    BOOST_TEST(files() == 4U);
}

BOOST_AUTO_TEST_CASE(the_lock_keeps_others_out_until_it_is_dropped)
{
    auto const first = file_token_store(path());
    auto const second = file_token_store(path());
    auto held = run(io, first->lock());
    bool taken = false;
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            auto const also_held = co_await second->lock();
            taken = true;
        },
        asio::detached
    );
    run_ready(io);
    BOOST_TEST(!taken);
    held.reset();
    run_until(io, [&] { return taken; });
    // The coroutine has dropped it again.
    run_until(io, [&] { return io.stopped() || io.poll_one() == 0; });
    held = run(io, first->lock());
    BOOST_TEST(held != nullptr);
}

BOOST_AUTO_TEST_CASE(waiting_for_the_lock_can_be_cancelled)
{
    auto const first = file_token_store(path());
    auto const second = file_token_store(path());
    auto const held = run(io, first->lock());
    asio::cancellation_signal cancellation;
    std::exception_ptr thrown;
    bool ended = false;
    asio::co_spawn(
        io, second->lock(),
        asio::bind_cancellation_slot(
            cancellation.slot(),
            [&](std::exception_ptr failure, std::shared_ptr<void>) {
                thrown = failure;
                ended = true;
            }
        )
    );
    run_ready(io);
    cancellation.emit(asio::cancellation_type::terminal);
    run_until(io, [&] { return ended; });
    BOOST_TEST_REQUIRE((thrown != nullptr));
    BOOST_CHECK_EXCEPTION(
        std::rethrow_exception(thrown), boost::system::system_error,
        [](boost::system::system_error const& e) { return e.code() == asio::error::operation_aborted; }
    );
}

BOOST_AUTO_TEST_CASE(a_lock_whose_file_was_removed_counts_no_more)
{
    auto const store = file_token_store(path());
    auto first = run(io, store->lock());
    bool taken = false;
    asio::co_spawn(io, store->lock(), [&](std::exception_ptr, std::shared_ptr<void>) { taken = true; });
    run_ready(io);
    fs::remove(path() + ".lock");
    auto second = run(io, store->lock());
    first.reset();
    // The one that waits gets the lock of the file that it has open, and must see that it is the wrong one.
    for (int looks = 0; looks < 5; ++looks)
        io.run_one();
    BOOST_TEST(!taken);
    second.reset();
    run_until(io, [&] { return taken; });
}

BOOST_AUTO_TEST_CASE(processes_lose_no_update)
{
    constexpr int times = 200;
    std::vector<pid_t> workers;
    for (int i = 0; i < 4; ++i)
        workers.push_back(start_worker("count", path(), std::to_string(times)));
    for (pid_t const worker : workers) {
        int const status = end_of(worker);
        BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
    BOOST_TEST(refresh_token() == std::to_string(4 * times));
    BOOST_TEST(files() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
