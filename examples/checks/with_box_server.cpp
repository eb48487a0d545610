// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Runs a program that finds Box by the environment, with the embedded server in Box's place:
//
//   with_box_server LINKS PROGRAM ARGUMENT…
//
// The server has file:12345, folder:12345 and web_link:12345. Fails if the program fails, or if not LINKS of
// the items have a link afterwards.
#include <boxlink/testing/testing.hpp>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace {

class temporary_folder
{
public:
    temporary_folder()
    {
        if (::mkdtemp(path_.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), path_);
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return path_; }

private:
    std::string path_ = (std::filesystem::temp_directory_path() / "with-box-server-XXXXXX").string();
};

void set(char const* variable, std::string const& value)
{
    if (::setenv(variable, value.c_str(), 1) != 0)
        throw std::system_error(errno, std::generic_category(), variable);
}

int run(char** words)
{
    pid_t const child = ::fork();
    if (child == 0) {
        ::execv(words[0], words);
        ::_exit(127);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) < 0)
        throw std::system_error(errno, std::generic_category(), words[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc < 3)
        throw std::invalid_argument("usage: with_box_server LINKS PROGRAM ARGUMENT...");
    auto const expected_links = std::stoul(argv[1]);

    boxlink::testing::box_server server;
    server.add_file("report.pdf", "0", "12345");
    server.add_folder("project", "0", "12345");
    server.add_web_link("bookmark", "0", "12345");

    temporary_folder const folder;
    auto const ca_file = folder.path() / "ca.pem";
    server.write_ca_file(ca_file);
    set("BOXLINK_BASE_URL", server.base_url());
    set("BOXLINK_CA_FILE", ca_file.string());
    set("BOXLINK_TOKEN", server.token());

    if (int const status = run(argv + 2); status != 0)
        throw std::runtime_error("the program ended with status " + std::to_string(status));
    if (auto const links = server.link_count(); links != expected_links)
        throw std::runtime_error("the server has " + std::to_string(links) + " links, not " + argv[1]);
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "with_box_server: " << e.what() << '\n';
    return EXIT_FAILURE;
}
