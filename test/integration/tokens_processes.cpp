// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Several processes work with one login, whose refresh tokens are good for one use each.

#include "token_fixture.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
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

    /// Lets it do so many operations.
    void ask_for(std::size_t operations) const
    {
        std::string const requests(operations, '\n');
        require(::write(requests_, requests.data(), requests.size()) > 0 ? 0 : errno, "write");
    }

    /// Waits until they are done. \return empty, or what went wrong.
    [[nodiscard]] std::string wait_for(std::size_t operations) const
    {
        std::string told;
        while (told.size() < operations && told.find('!') == std::string::npos) {
            std::array<char, 64> some{};
            auto const got = ::read(answers_, some.data(), operations - told.size());
            if (got <= 0)
                return told + "!the process has ended";
            told.append(some.data(), static_cast<std::size_t>(got));
        }
        if (told.find('!') == std::string::npos)
            return {};
        for (char more = 0; ::read(answers_, &more, 1) == 1;)
            told.push_back(more);
        return told;
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

    temporary_file file;
    std::vector<std::unique_ptr<worker>> workers;
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_processes)

BOOST_FIXTURE_TEST_CASE(one_file_and_two_hundred_rotations, processes_fixture)
{
    constexpr std::size_t operations = 3;
    for (std::size_t round = 0; round < rotations; ++round) {
        // All of them meet the end of the same token, while the others are in the midst of their operations.
        for (auto const& each : workers)
            each->ask_for(operations);
        for (auto const& each : workers)
            BOOST_REQUIRE_EQUAL(each->wait_for(operations), "");
        server.expire_all_tokens();
    }
    auto const seen = server.counters();
    BOOST_TEST(seen.refresh_token_reuses == 0u);
    BOOST_TEST(seen.token_refusals.empty());
    BOOST_TEST(seen.token_requests == rotations);
    BOOST_TEST(seen.tokens_granted == rotations);
}

BOOST_FIXTURE_TEST_CASE(tokens_that_end_in_the_midst_of_operations, processes_fixture)
{
    constexpr std::size_t operations = 50;
    for (auto const& each : workers)
        each->ask_for(operations);
    // Ended after so many requests each, wherever the processes are then.
    for (std::uint64_t requests = 20; requests <= 160; requests += 20) {
        BOOST_TEST(server.wait_until([&](auto const& seen) { return seen.requests >= requests; }));
        server.expire_all_tokens();
    }
    for (auto const& each : workers)
        BOOST_TEST(each->wait_for(operations) == "");
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
    BOOST_TEST(server.counters().token_refusals.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
