// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/browser.hpp"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace boxlink::cli {
namespace {

// Without what the command's secrets are in.
std::vector<char*> environment_for_others()
{
    std::vector<char*> variables;
    for (char** at = environ; *at != nullptr; ++at) {
        if (!std::string_view(*at).starts_with("BOXLINK_"))
            variables.push_back(*at);
    }
    variables.push_back(nullptr);
    return variables;
}

// Away from our terminal: it is neither to write there nor to end by our Ctrl-C.
class detached_process
{
public:
    detached_process()
    {
        ::posix_spawn_file_actions_init(&files_);
        ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawnattr_init(&attributes_);
        sigset_t by_default;
        ::sigemptyset(&by_default);
        ::sigaddset(&by_default, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes_, &by_default);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~detached_process()
    {
        ::posix_spawnattr_destroy(&attributes_);
        ::posix_spawn_file_actions_destroy(&files_);
    }
    detached_process(detached_process const&) = delete;
    detached_process& operator=(detached_process const&) = delete;

    [[nodiscard]] bool start(std::string program, std::string argument)
    {
        char* const words[] = {program.data(), argument.data(), nullptr};
        pid_t id = 0;
        return ::posix_spawnp(
                   &id, program.c_str(), &files_, &attributes_, words, environment_for_others().data()
               ) == 0;
    }

private:
    posix_spawn_file_actions_t files_;
    posix_spawnattr_t attributes_;
};

} // namespace

bool has_display(surroundings const& around)
{
    return around.variable("DISPLAY") || around.variable("WAYLAND_DISPLAY");
}

bool open_browser(std::string address)
{
    return detached_process().start("xdg-open", std::move(address));
}

} // namespace boxlink::cli
