// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace {

void check(int error, char const* what)
{
    if (error != 0)
        throw std::system_error(error, std::generic_category(), what);
}

struct pipe_ends
{
    int read = -1;
    int write = -1;
};

pipe_ends make_pipe()
{
    std::array<int, 2> ends{};
    check(::pipe2(ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
    return {ends[0], ends[1]};
}

void close_if_open(int& fd)
{
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> out;
    for (std::string& text : texts)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// False at the end of the file.
bool read_some(int fd, std::string& text)
{
    std::array<char, 4096> buffer;
    ssize_t const got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR)
        return true;
    if (got <= 0)
        return false;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string read_line_of(int fd)
{
    std::string line;
    char c = 0;
    while (::read(fd, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

} // namespace

child_process::child_process(
    std::string const& program,
    std::vector<std::string> const& arguments,
    environment const& variables,
    std::string const& input,
    output what
)
{
    pipe_ends in = make_pipe();
    pipe_ends out = make_pipe();
    pipe_ends err = make_pipe();
    if (what == output::closed)
        close_if_open(out.read);

    std::vector<std::string> words = {program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> settings;
    for (auto const& [name, value] : variables)
        settings.push_back(name + '=' + value);

    posix_spawn_file_actions_t actions;
    check(::posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    ::posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
    int const error = ::posix_spawn(
        &pid_, program.c_str(), &actions, nullptr, pointers(words).data(), pointers(settings).data()
    );
    ::posix_spawn_file_actions_destroy(&actions);

    ::close(in.read);
    ::close(out.write);
    ::close(err.write);
    out_ = out.read;
    err_ = err.read;
    ssize_t const written = input.empty() ? 0 : ::write(in.write, input.data(), input.size());
    ::close(in.write);
    check(error, program.c_str());
    if (written != static_cast<ssize_t>(input.size()))
        throw std::runtime_error("the input does not fit into a pipe");
}

child_process::~child_process()
{
    close_if_open(out_);
    close_if_open(err_);
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void child_process::send(int signal) const
{
    ::kill(pid_, signal);
}

std::string child_process::read_line()
{
    return read_line_of(out_);
}

std::string child_process::read_error_line()
{
    return read_line_of(err_);
}

ended_process child_process::wait()
{
    ended_process end;
    while (out_ >= 0 || err_ >= 0) {
        std::array<pollfd, 2> waiting = {{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0)
            continue;
        if (waiting[0].revents != 0 && !read_some(out_, end.out))
            close_if_open(out_);
        if (waiting[1].revents != 0 && !read_some(err_, end.err))
            close_if_open(err_);
    }
    int status = 0;
    check(::waitpid(pid_, &status, 0) == pid_ ? 0 : errno, "waitpid");
    pid_ = -1;
    if (WIFEXITED(status))
        end.status = WEXITSTATUS(status);
    else
        end.signal = WTERMSIG(status);
    return end;
}
