// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "demo_figures.hpp"

#include <algorithm>
#include <cstdio>

namespace demo {
namespace {

milliseconds percentile(std::vector<milliseconds>& values, double share)
{
    auto const index = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + index, values.end());
    return values[static_cast<std::size_t>(index)];
}

void print_counts(char const* title, counts const& entries)
{
    std::printf("\n  %s\n", title);
    for (auto const& [name, count] : entries)
        std::printf("  %8s  %s\n", grouped(count).c_str(), name.c_str());
}

std::string json(counts const& entries)
{
    std::string text;
    for (auto const& [name, count] : entries)
        text.append(text.empty() ? "" : ",").append("\"" + name + "\":" + std::to_string(count));
    return '{' + text + '}';
}

} // namespace

spread::spread(std::vector<milliseconds> values)
{
    if (values.empty())
        return;
    p50 = percentile(values, 0.5);
    p99 = percentile(values, 0.99);
}

std::string grouped(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t i = text.size(); i > 3; i -= 3)
        text.insert(i - 3, 1, ',');
    return text;
}

void print(figures const& sum)
{
    std::printf(
        "%s of %s links made over TLS in %.1f s: %.0f a second\n\n", grouped(sum.links).c_str(),
        grouped(sum.items).c_str(), sum.took.count(), sum.links_per_second()
    );
    std::printf(
        "  answers      p50 %.1f ms, p99 %.1f ms after the request\n", sum.answers.p50.count(),
        sum.answers.p99.count()
    );
    std::printf(
        "  operations   p50 %.2f s, p99 %.2f s after the start of all, waiting in line and retries "
        "included\n",
        sum.operations.p50.count() / 1000, sum.operations.p99.count() / 1000
    );
    std::printf(
        "  connections  %s opened, %s at most at once, %s TLS sessions resumed\n",
        grouped(sum.connections.connects).c_str(), grouped(sum.most_connections).c_str(),
        grouped(sum.connections.tls_resumptions).c_str()
    );
    if (!sum.trouble.empty())
        print_counts("trouble that the server made", sum.trouble);
    if (!sum.retries.empty())
        print_counts("retries by cause, as the client saw it", sum.retries);
}

void print_json(figures const& sum)
{
    std::printf(
        "{\"items\":%zu,\"links\":%zu,\"seconds\":%.3f,\"operations_per_second\":%.1f,", sum.items, sum.links,
        sum.took.count(), sum.links_per_second()
    );
    std::printf(
        "\"answer_ms\":{\"p50\":%.2f,\"p99\":%.2f},\"operation_ms\":{\"p50\":%.2f,\"p99\":%.2f},",
        sum.answers.p50.count(), sum.answers.p99.count(), sum.operations.p50.count(),
        sum.operations.p99.count()
    );
    std::printf(
        "\"connections_opened\":%s,\"tls_resumptions\":%s,\"trouble\":%s,\"retries\":%s}\n",
        std::to_string(sum.connections.connects).c_str(),
        std::to_string(sum.connections.tls_resumptions).c_str(), json(sum.trouble).c_str(),
        json(sum.retries).c_str()
    );
}

} // namespace demo
