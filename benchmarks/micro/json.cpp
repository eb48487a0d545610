// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// From settings to the bytes of a request, and from the bytes of an answer to a link.
#include "answer_text.hpp"
#include "model/box_answer.hpp"
#include "model/box_request.hpp"
#include "net/http_wire.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <string>
#include <utility>

namespace {

using namespace boxlink;

link_settings few_settings()
{
    return link_settings().access(access_level::company);
}

link_settings many_settings(std::chrono::system_clock::time_point now)
{
    return link_settings()
        .access(access_level::open)
        .password(secret(std::string("correct horse battery")))
        .expires_at(now + std::chrono::hours(72))
        .can_download(true)
        .can_edit(false);
}

/// Settings out: the checks, the target and the JSON.
void settings_to_request(benchmark::State& state, bool many)
{
    auto const now = std::chrono::system_clock::now();
    auto const item = item_ref::file("1000000");
    auto const settings = many ? many_settings(now) : few_settings();
    request_options const options;
    for (auto _ : state) {
        auto request = model::share_request(item, settings, options, now);
        if (request.has_error())
            return state.SkipWithError(request.error().message.c_str());
        benchmark::DoNotOptimize(request);
    }
}

void request_to_text(benchmark::State& state)
{
    net::request_writer const writer(net::server_address(net::url_scheme::https, "api.box.com", 443), {});
    secret const token(std::string(32, 't'));
    auto const request = model::share_request(
        item_ref::file("1000000"), few_settings(), request_options(), std::chrono::system_clock::now()
    );
    net::request_buffer out;
    for (auto _ : state) {
        if (auto const written = writer.write(out, request.value(), token); written.has_error())
            return state.SkipWithError(written.error().message.c_str());
        benchmark::DoNotOptimize(out.text().data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.text().size()));
}

/// An answer that comes at once, by a reader that has read others before.
void read_answer(benchmark::State& state, bool and_link)
{
    std::string text;
    micro::append_answer(text, "1000000");
    net::response_reader reader;
    for (auto _ : state) {
        reader.reset();
        if (reader.feed(text) != net::response_reader::state::done)
            return state.SkipWithError("the answer is not read to its end");
        if (!and_link)
            continue;
        auto link = model::read_share_answer(reader.response());
        if (link.has_error())
            return state.SkipWithError(link.error().message.c_str());
        benchmark::DoNotOptimize(link);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void answer_to_link(benchmark::State& state)
{
    std::string text;
    micro::append_answer(text, "1000000");
    net::response_reader reader;
    reader.reset();
    if (reader.feed(text) != net::response_reader::state::done)
        return state.SkipWithError("the answer is not read to its end");
    for (auto _ : state) {
        auto link = model::read_share_answer(reader.response());
        if (link.has_error())
            return state.SkipWithError(link.error().message.c_str());
        benchmark::DoNotOptimize(link);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(reader.response().body.size()));
}

BENCHMARK_CAPTURE(settings_to_request, one_setting, false);
BENCHMARK_CAPTURE(settings_to_request, five_settings, true);
BENCHMARK(request_to_text);
BENCHMARK_CAPTURE(read_answer, bytes_only, false);
BENCHMARK(answer_to_link);
BENCHMARK_CAPTURE(read_answer, bytes_and_link, true);

} // namespace
