// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal_record.hpp"

#include "bulk/records/job_states.hpp"
#include "model/text.hpp"

#include <boost/crc.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace boxlink::bulk {
namespace {

constexpr std::size_t checksum_length = 8;

struct named_kind
{
    std::string_view name;
    journal_record::kind kind;
    std::size_t words;
};

constexpr std::array<named_kind, 7> kinds = {{
    {"started", journal_record::kind::started, 2},
    {"done", journal_record::kind::done, 2},
    {"failed", journal_record::kind::failed, 3},
    {"unknown", journal_record::kind::unknown, 2},
    {"left", journal_record::kind::left, 2},
    {"retry", journal_record::kind::retry, 1},
    {"commit", journal_record::kind::commit, 4},
}};

std::array<char, checksum_length> checksum_of(std::string_view record)
{
    boost::crc_optimal<32, 0x1edc6f41, 0xffffffff, 0xffffffff, true, true> crc;
    crc.process_bytes(record.data(), record.size());
    std::array<char, checksum_length> text;
    auto rest = crc.checksum();
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, rest >>= 4)
        *digit = "0123456789abcdef"[rest & 0xf];
    return text;
}

std::optional<std::uint64_t> number_of(std::string_view word)
{
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || !model::is_digits(word))
        return std::nullopt;
    return number;
}

// At most five, which is one more than there may be.
std::size_t split(std::string_view text, std::array<std::string_view, 5>& words)
{
    std::size_t count = 0;
    while (count < words.size()) {
        auto const blank = text.find(' ');
        words[count++] = text.substr(0, blank);
        if (blank == std::string_view::npos)
            break;
        text.remove_prefix(blank + 1);
    }
    return count;
}

} // namespace

void append_journal_line(std::string& out, std::string_view record)
{
    auto const checksum = checksum_of(record);
    out.append(checksum.data(), checksum.size());
    out += ' ';
    out += record;
    out += '\n';
}

std::optional<std::string_view> record_of_line(std::string_view line)
{
    if (line.size() <= checksum_length || line[checksum_length] != ' ')
        return std::nullopt;
    auto const record = line.substr(checksum_length + 1);
    auto const checksum = checksum_of(record);
    if (!std::equal(checksum.begin(), checksum.end(), line.begin()))
        return std::nullopt;
    return record;
}

std::optional<journal_record> journal_record::parse(std::string_view text)
{
    std::array<std::string_view, 5> words;
    std::size_t const count = split(text, words);
    for (named_kind const& each : kinds) {
        if (words[0] != each.name || count != each.words)
            continue;
        journal_record record(each.kind);
        if (count == 1)
            return record;
        auto const first = number_of(words[1]);
        if (!first)
            return std::nullopt;
        if (each.kind == kind::commit) {
            auto const second = number_of(words[2]);
            auto const third = number_of(words[3]);
            if (!second || !third)
                return std::nullopt;
            record.since = *first;
            record.results = *second;
            record.failed = *third;
            return record;
        }
        if (*first >= job_states::limit)
            return std::nullopt;
        record.index = *first;
        return record;
    }
    return std::nullopt;
}

} // namespace boxlink::bulk
