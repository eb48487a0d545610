// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/surroundings.hpp"

#include "cli/terminal_text.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <ostream>
#include <unistd.h>

namespace boxlink::cli {

environment process_environment()
{
    return [](std::string const& name) -> std::optional<std::string> {
        char const* const value = std::getenv(name.c_str());
        if (value == nullptr || *value == '\0')
            return std::nullopt;
        return value;
    };
}

void guard_standard_streams()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    for (int const fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // Open takes the lowest number that is free. Reading only: what is written there fails, as it should.
        if (::fcntl(fd, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) != fd)
            std::abort();
    }
}

void surroundings::say(std::string_view message) const
{
    if (before_saying_)
        before_saying_();
    err_ << "boxlink: " + terminal_text(message) + '\n' << std::flush;
}

} // namespace boxlink::cli
