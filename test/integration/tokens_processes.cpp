// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Several processes work with one login, whose refresh tokens are good for one use each.

#include "token_fixture.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace boxlink::test {
namespace {

constexpr std::size_t process_count = 4;
constexpr std::size_t rotations = 200;

void require(int failure, char const* what)
{
    if (failure != 0)
        throw std::system_error(failure, std::generic_category(), what);
}

/// A process that does one operation for each request.
class worker
{
public:
    explicit worker(std::vector<std::string> words)
    {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        require(::pipe2(in.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
        require(::pipe2(out.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
        posix_spawn_file_actions_t actions;
        require(::posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
        ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        words.insert(words.begin(), BOXLINK_TOKEN_WORKER);
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        auto const failure =
            ::posix_spawn(&pid_, BOXLINK_TOKEN_WORKER, &actions, nullptr, arguments.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]);
        ::close(out[1]);
        requests_ = in[1];
        answers_ = out[0];
        require(failure, "posix_spawn");
    }
    ~worker()
    {
        ::close(requests_);
        ::close(answers_);
        int status = 0;
        ::waitpid(pid_, &status, 0);
    }
    worker(worker const&) = delete;
    worker& operator=(worker const&) = delete;

    /// Lets it do one operation.
    void ask() const { require(::write(requests_, "\n", 1) == 1 ? 0 : errno, "write"); }

    /// Readable when an operation is over.
    [[nodiscard]] int answers() const noexcept { return answers_; }

    /// Waits until an operation is over. \return empty, or what went wrong.
    [[nodiscard]] std::string answer() const
    {
        char first = '!';
        if (::read(answers_, &first, 1) != 1)
            return "the process has ended";
        std::string failure;
        for (char more = 0; first == '!' && ::read(answers_, &more, 1) == 1;)
            failure.push_back(more);
        return first == '.' ? failure : "failed: " + failure;
    }

private:
    pid_t pid_ = 0;
    int requests_ = -1;
    int answers_ = -1;
};

struct processes_fixture : token_fixture
{
    processes_fixture()
    {
        std::filesystem::remove(file.path());
        stored_tokens first;
        first.refresh_token = secret(server.issue_refresh_token(server.default_user()));
        run(file_token_store(file.path().string())->save(first));
        require(
            ::setenv("BOXLINK_CLIENT_SECRET", server.client_secret().c_str(), 1) == 0 ? 0 : errno, "setenv"
        );
        auto const id = server.add_file();
        for (std::size_t n = 0; n < process_count; ++n) {
            workers.push_back(std::make_unique<worker>(std::vector<std::string>{
                server.base_url(), ca.path().string(), server.client_id(), file.path().string(), id}));
        }
    }
    ~processes_fixture()
    {
        workers.clear();
        std::error_code ignored;
        std::filesystem::remove(file.path().string() + ".lock", ignored);
    }

    /// Keeps all processes busy until each of them has succeeded in an operation that was begun after this call.
    void until_all_succeed()
    {
        std::array<bool, process_count> is_asked{};
        std::array<bool, process_count> is_done{};
        while (std::find(is_done.begin(), is_done.end(), false) != is_done.end()) {
            std::array<pollfd, process_count> wanted{};
            for (std::size_t n = 0; n < process_count; ++n)
                wanted[n] = {workers[n]->answers(), POLLIN, 0};
            BOOST_REQUIRE_GT(::poll(wanted.data(), wanted.size(), -1), 0);
            for (std::size_t n = 0; n < process_count; ++n) {
                if (wanted[n].revents == 0)
                    continue;
                BOOST_REQUIRE_EQUAL(workers[n]->answer(), "");
                is_done[n] = is_asked[n];
                workers[n]->ask();
                is_asked[n] = true;
            }
        }
    }

    temporary_file file;
    std::vector<std::unique_ptr<worker>> workers;
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_processes)

// A token ends while all processes are in the midst of operations, but not before each has used the one that was got after the last end: who is refused
// with a token that is new is refused for good.
BOOST_FIXTURE_TEST_CASE(one_file_and_two_hundred_rotations, processes_fixture)
{
    for (auto const& each : workers)
        each->ask();
    until_all_succeed();
    for (std::size_t n = 1; n < rotations; ++n) {
        server.expire_all_tokens();
        until_all_succeed();
    }
    for (auto const& each : workers)
        BOOST_TEST(each->answer() == "");
    auto const seen = server.counters();
    BOOST_TEST(seen.refresh_token_reuses == 0u);
    BOOST_TEST(seen.token_refusals.empty());
    BOOST_TEST(seen.token_requests == rotations);
    BOOST_TEST(seen.tokens_granted == rotations);
    BOOST_TEST_MESSAGE(
        process_count << " processes made " << seen.requests_with("GET") << " requests with " << rotations
                      << " tokens; " << seen.answers(401) << " met one that had expired"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
