// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/commands.hpp"

#include <iostream>

int main(int argc, char** argv)
{
    boxlink::cli::guard_standard_streams();
    boxlink::cli::surroundings const around(
        boxlink::cli::process_environment(), std::cin, std::cout, std::cerr
    );
    return static_cast<int>(boxlink::cli::run({argv + 1, argv + argc}, around));
}
