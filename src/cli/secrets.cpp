// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/secrets.hpp"

#include "auth/private_file.hpp"
#include "cli/refusal.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace boxlink::cli {
namespace {

// Far more than any token or password; keeps a wrong file, such as a disk image, out of memory.
constexpr std::size_t longest_secret = 16 * 1024;

[[noreturn]] void refuse_file(std::string const& option, std::string const& path, int error)
{
    throw usage_error(
        option + ": cannot read '" + path + "': " + std::generic_category().message(error) +
        "; name a readable file whose first line is the secret"
    );
}

// Reads by plain system calls into one block of memory, so that `secret` can wipe the only copy.
std::string read_all(int fd, std::string const& option, std::string const& path)
{
    std::string text(longest_secret, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        ssize_t const got = ::read(fd, text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            refuse_file(option, path, errno);
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

void warn_of_readers(int fd, std::string const& option, std::string const& path, surroundings const& around)
{
    struct stat status = {};
    // Pipes and devices (as of the shell's <(…)) have no permissions that matter.
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0)
        around.say("warning: " + option + ": others can read '" + path + "'; run chmod 600 on it");
}

struct tried_option
{
    std::string_view name;
    std::string_view instead;
};

constexpr std::string_view instead_of_token =
    "set BOXLINK_TOKEN, or put it into a file and name that with --token-file";
constexpr std::string_view instead_of_password = "put it into a variable and name that with --password-env, "
                                                 "or into a file and name that with --password-file";

constexpr std::string_view instead_of_client_secret =
    "set BOXLINK_CLIENT_SECRET, or put it into a file and name that with --client-secret-file";
constexpr std::string_view instead_of_refresh_token =
    "set BOXLINK_REFRESH_TOKEN for the first time, and name the file that is to keep its successors with "
    "--token-store";
constexpr std::string_view instead_of_key =
    "it is in the JSON file that the developer console made; name that with --jwt-config";

constexpr std::array<tried_option, 9> tried_options = {{
    {"--token", instead_of_token},
    {"--access-token", instead_of_token},
    {"--password", instead_of_password},
    {"--passwd", instead_of_password},
    {"--link-password", instead_of_password},
    {"--client-secret", instead_of_client_secret},
    {"--refresh-token", instead_of_refresh_token},
    {"--passphrase", instead_of_key},
    {"--private-key", instead_of_key},
}};

} // namespace

void refuse_secrets(std::vector<std::string> const& arguments)
{
    for (std::string const& argument : arguments) {
        if (argument == "--")
            return;
        std::string_view const name = std::string_view(argument).substr(0, argument.find('='));
        for (tried_option const& tried : tried_options) {
            if (name == tried.name)
                throw usage_error(
                    std::string(name) +
                    ": there is no such option, because every user of this machine can read a command "
                    "line; " +
                    std::string(tried.instead)
                );
        }
    }
}

secret read_secret_file(std::string const& path, std::string const& option, surroundings const& around)
{
    auth::file_descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open())
        refuse_file(option, path, errno);
    std::string text = read_all(file.get(), option, path);

    std::size_t end = text.find('\n');
    if (end == std::string::npos)
        end = text.size();
    if (end == longest_secret)
        throw usage_error(option + ": the first line of '" + path + "' is too long for a secret");
    if (end > 0 && text[end - 1] == '\r')
        --end;
    // Zeroed first, for what lies behind the end of a text is not wiped.
    text.replace(end, std::string::npos, text.size() - end, '\0');
    text.resize(end);
    if (text.empty())
        throw usage_error(option + ": the first line of '" + path + "' is empty; put the secret there");
    warn_of_readers(file.get(), option, path, around);
    return secret(std::move(text));
}

secret
find_secret(std::optional<std::string> const& file, secret_place const& place, surroundings const& around)
{
    std::string const option(place.option);
    if (file) {
        try {
            return read_secret_file(*file, option, around);
        } catch (usage_error const& e) {
            throw configuration_error(e.what());
        }
    }
    std::string const variable(place.variable);
    if (std::optional<std::string> text = around.variable(variable))
        return secret(*std::move(text));
    throw configuration_error(
        "no " + std::string(place.what) + ": set " + variable + ", or name a file that holds it with " +
        option
    );
}

std::optional<secret> find_password(password_source const& source, surroundings const& around)
{
    if (source.file)
        return read_secret_file(*source.file, "--password-file", around);
    if (!source.variable)
        return std::nullopt;
    std::optional<std::string> password = around.variable(*source.variable);
    if (!password)
        throw usage_error("--password-env: the variable that it names is not set or empty; give the "
                          "variable's name, not the password, and "
                          "export the variable");
    return secret(*std::move(password));
}

} // namespace boxlink::cli
