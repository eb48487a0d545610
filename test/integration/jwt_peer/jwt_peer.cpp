// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Prints an assertion for others to verify.
// usage: PASSPHRASE=... jwt_peer KEY_FILE RS256|RS384|RS512 SECONDS_SINCE_1970

#include "auth/jwt_assertion.hpp"

#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace boxlink;

namespace {

jwt_algorithm algorithm_of(std::string_view name)
{
    if (name == "RS256")
        return jwt_algorithm::rs256;
    if (name == "RS384")
        return jwt_algorithm::rs384;
    if (name == "RS512")
        return jwt_algorithm::rs512;
    throw std::invalid_argument("no such algorithm");
}

std::string content_of(char const* path)
{
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

secret made(char const* key_file, char const* algorithm, char const* time)
{
    char const* const passphrase = std::getenv("PASSPHRASE");
    auto const key =
        auth::private_key::open(secret(content_of(key_file)), secret(passphrase ? passphrase : "")).value();
    auth::assertion_claims const claims(
        "the-client", box_subject::enterprise("12345"), "the-key-id", algorithm_of(algorithm)
    );
    auto const now = std::chrono::sys_seconds(std::chrono::seconds(std::stoll(time)));
    return auth::make_assertion(claims, key, now).value();
}

} // namespace

int main(int count, char** arguments)
try {
    if (count != 4)
        throw std::invalid_argument("usage: jwt_peer KEY_FILE ALGORITHM TIME");
    std::cout << made(arguments[1], arguments[2], arguments[3]).reveal() << '\n';
    return EXIT_SUCCESS;
} catch (std::exception const& failure) {
    std::cerr << "jwt_peer: " << failure.what() << '\n';
    return EXIT_FAILURE;
}
