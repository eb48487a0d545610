// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: the size of the pieces on a line, then the records of a journal, to which checksums are added, except to those after `!`. In a
// commit, `#` stands for where the last one ended.

#include "bulk/records/journal_reader.hpp"
#include "bulk/records/journal_record.hpp"
#include "fuzz/fuzz.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <optional>

using namespace boxlink;
using namespace boxlink::bulk;
using boxlink::fuzz::require;

namespace {

std::string journal_of(boxlink::fuzz::input input)
{
    std::string out;
    std::size_t since = 0;
    while (!input.rest().empty()) {
        bool const has_end = input.rest().find('\n') != std::string_view::npos;
        std::string record(input.line());
        if (record.starts_with('!')) {
            out.append(record, 1);
            out += has_end ? "\n" : "";
            continue;
        }
        bool const is_commit = record.starts_with("commit ");
        if (auto const mark = record.find('#'); is_commit && mark != std::string::npos)
            record.replace(mark, 1, std::to_string(since));
        append_journal_line(out, record);
        since = is_commit ? out.size() : since;
    }
    return out;
}

class told
{
public:
    std::optional<std::string> failure;
    bool has_header = false;
    std::uint64_t size = 0;
    std::uint64_t results = 0;
    std::uint64_t failed = 0;
    std::string states;

    friend bool operator==(told const&, told const&) = default;
};

told read(std::string_view text, std::size_t piece)
{
    journal_header const expected{std::chrono::sys_seconds()};
    journal_reader reader(expected);
    told out;
    auto const note = [&out](result<void> const& taken) {
        if (!taken)
            out.failure = taken.error().message;
        return taken.has_value();
    };
    bool is_good = true;
    for (; is_good && !text.empty(); text.remove_prefix(std::min(piece, text.size())))
        is_good = note(reader.feed(text.substr(0, piece)));
    if (!is_good || !note(reader.finish()))
        return out;
    out.has_header = reader.has_header();
    out.size = reader.size();
    out.results = reader.results_size();
    out.failed = reader.failed_size();
    for (std::uint64_t const index :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, job_states::limit - 1})
        out.states += "-sdfu"[static_cast<int>(reader.states().at(index))];
    for (auto const count :
         {reader.states().started(), reader.states().done(), reader.states().failed(),
          reader.states().unknown()})
        out.states += ' ' + std::to_string(count);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    auto const piece = static_cast<std::size_t>(std::clamp<std::int64_t>(input.number(), 1, 100'000));
    std::string const text = journal_of(input);
    told const whole = read(text, text.size() + 1);
    require(whole == read(text, piece), "pieces do not matter");
    if (whole.failure) {
        require(whole.failure->find("; ") != std::string::npos, "the message says what to do");
        require(whole.failure->size() < 600 && model::is_utf8(*whole.failure), "the message is short");
        require(!model::has_control(*whole.failure), "the message is a line");
        return 0;
    }
    require(whole.has_header == (whole.size > 0), "the header is committed");
    require(
        whole.size <= text.size() && (whole.size == 0 || text[whole.size - 1] == '\n'), "whole lines count"
    );
    require(
        read(std::string_view(text).substr(0, whole.size), text.size() + 1) == whole,
        "what is dropped tells nothing"
    );
    return 0;
}
