// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_end.hpp"

#include "model/text.hpp"

namespace boxlink::cli {
namespace {

std::string number_of(std::uint64_t count, std::string const& what)
{
    return model::counted(count) + ' ' + what;
}

std::string in_words(bulk_tally const& tally)
{
    std::string out = number_of(tally.done, "done");
    out += ", " + number_of(tally.failed + tally.unknown, "failed");
    if (tally.unknown > 0)
        out += " (" + number_of(tally.unknown, "of them may have taken effect)");
    if (tally.rejected > 0)
        out += ", " + number_of(tally.rejected, "wrong and passed over");
    return out;
}

} // namespace

std::string describe(bulk::table_survey const& survey)
{
    std::string out = number_of(survey.rows, survey.rows == 1 ? "row" : "rows");
    if (survey.is_broken)
        return "the table as a whole cannot be read";
    return out + ", " + (survey.faults == 0 ? "all good" : number_of(survey.faults, "of them wrong"));
}

std::string bulk_end::how() const
{
    if (ending.failure)
        return "broken off";
    if (ending.refusal)
        return "stopped: the credentials are refused";
    if (ending.is_complete)
        return remaining() == 0 ? "finished" : "finished as many as were asked for";
    switch (stop) {
    case bulk_stop::none:
        break;
    case bulk_stop::interrupted:
        return "interrupted";
    case bulk_stop::out_of_time:
        return "out of time";
    case bulk_stop::lost_output:
        return "stopped: standard output cannot be written";
    }
    return "broken off";
}

std::string bulk_end::text() const
{
    std::string out = how() + ": " + in_words(tally);
    if (all.over() > tally.over())
        out += "; with earlier runs " + in_words(all);
    if (remaining() > 0)
        out += "; " + number_of(remaining(), "of ") + number_of(rows, "rows remain");
    if (ending.failure)
        out += ". " + ending.failure->to_string();
    else if (ending.refusal)
        out += ". " + ending.refusal->to_string();
    return out;
}

std::string bulk_end::advice(bulk_arguments const& args) const
{
    auto const failures = all.failed + all.unknown;
    if (remaining() > 0 && args.journal)
        return "the same command with --resume goes on from here";
    if (remaining() > 0)
        return "there is no journal to go on from; next time, --journal FILE keeps one";
    if (failures > 0 && args.journal)
        return "the same command with --retry-failed does once more what failed";
    if (failures > 0 && args.failed)
        return "the rows that failed are in " + *args.failed + ", ready to be fed again";
    return {};
}

exit_code bulk_end::code() const noexcept
{
    if (ending.refusal)
        return exit_code::configuration;
    if (ending.failure || stop == bulk_stop::lost_output)
        return exit_code::failed;
    if (!ending.is_complete && stop == bulk_stop::interrupted)
        return exit_code::interrupted;
    if (!ending.is_complete && stop == bulk_stop::out_of_time)
        return exit_code::deadline;
    return all.failed + all.unknown + all.rejected > 0 ? exit_code::failed : exit_code::done;
}

} // namespace boxlink::cli
