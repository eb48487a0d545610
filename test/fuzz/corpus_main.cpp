// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Runs a fuzzer over the files of a folder, where the compiler has no libFuzzer.

#include "fuzz/fuzz.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argc > 0 ? argv[0] : "fuzz_corpus");
        return EXIT_FAILURE;
    }
    int count = 0;
    for (auto const& entry : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        boxlink::fuzz::require(file.good() || file.eof(), "the file can be read");
        // What ends the program tells nothing of the input: this does.
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout);
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
        ++count;
    }
    boxlink::fuzz::require(count > 0, "the folder has files");
    return EXIT_SUCCESS;
}
