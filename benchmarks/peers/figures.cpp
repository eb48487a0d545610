// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What came of a comparison: reads the lines that compare.sh collects and prints, for each server and each number
// of connections, medians, spread, and how boxlink compares with each client.
//
//   figures FILE [--plot-data FOLDER]
//
// Each line is {"server":"nginx","round":1,"figures":{the line of a driver}}. For the plot, a file SERVER.dat has a
// block of connections, requests a second and p99 for each client.
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace json = boost::json;

class run
{
public:
    explicit run(json::object const& line)
    {
        auto const number = [&](char const* name) { return line.at(name).to_number<double>(); };
        requests_per_second = number("rps");
        cpu = (number("cpu_user_s") + number("cpu_sys_s")) * 1e6 / number("n");
        p50 = number("p50_ms");
        p99 = number("p99_ms");
        memory = number("max_rss_kb") / 1024;
        connections = number("connections");
        errors = number("errors");
    }

    double requests_per_second;
    /// In µs a request.
    double cpu;
    double p50;
    double p99;
    /// In MiB.
    double memory;
    double connections;
    double errors;
};

using member = double run::*;

/// The runs of one client, by round.
using rounds = std::map<std::int64_t, run>;

/// What was asked of all clients alike.
class setting
{
public:
    std::string server;
    std::int64_t connections;

    friend auto operator<=>(setting const&, setting const&) = default;
};

/// The clients in the order in which they first ran.
class clients
{
public:
    rounds& operator[](std::string const& name)
    {
        auto const found =
            std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.first == name; });
        return found != all.end() ? found->second : all.emplace_back(name, rounds()).second;
    }

    std::vector<std::pair<std::string, rounds>> all;
};

using results = std::map<setting, clients>;

results read(std::string const& path)
{
    std::ifstream file(path);
    if (!file)
        throw std::runtime_error("'" + path + "' cannot be read");
    results all;
    for (std::string text; std::getline(file, text);) {
        auto const value = json::parse(text);
        auto const& line = value.as_object();
        auto const& figures = line.at("figures").as_object();
        setting const where{
            std::string(line.at("server").as_string()), figures.at("c").to_number<std::int64_t>()};
        auto& of_client = all[where][std::string(figures.at("peer").as_string())];
        of_client.emplace(line.at("round").to_number<std::int64_t>(), run(figures));
    }
    if (all.empty())
        throw std::runtime_error("'" + path + "' has no figures");
    return all;
}

/// The value below which this share of them is.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    double const at = share * static_cast<double>(values.size() - 1);
    auto const below = static_cast<std::size_t>(at);
    auto const above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], at - std::floor(at));
}

std::vector<double> values_of(rounds const& of_client, member what)
{
    std::vector<double> values;
    for (auto const& [round, one] : of_client)
        values.push_back(one.*what);
    return values;
}

double median_of(rounds const& of_client, member what)
{
    return quantile(values_of(of_client, what), 0.5);
}

/// Three digits or more: 12345, 123, 12.3, 1.23.
std::string shown(double value)
{
    int const decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// Median (first to third quartile).
std::string with_spread(std::vector<double> const& values)
{
    std::string text = shown(quantile(values, 0.5));
    if (values.size() > 1) {
        text.append(" (").append(shown(quantile(values, 0.25)));
        text.append("–").append(shown(quantile(values, 0.75))).append(")");
    }
    return text;
}

/// boxlink's value divided by the other's, of each round that has both.
std::vector<double> ratios(rounds const& ours, rounds const& theirs, member what)
{
    std::vector<double> values;
    for (auto const& [round, one] : theirs) {
        if (auto const found = ours.find(round); found != ours.end())
            values.push_back(found->second.*what / (one.*what));
    }
    return values;
}

/// A table in Markdown, with columns that stand one below the other.
class table
{
public:
    using row = std::vector<std::string>;

    explicit table(row head) : rows_{std::move(head)} {}

    void add(row cells) { rows_.push_back(std::move(cells)); }

    void print() const
    {
        std::vector<std::size_t> widths(rows_.front().size());
        for (row const& cells : rows_) {
            for (std::size_t i = 0; i < cells.size(); ++i)
                widths[i] = std::max(widths[i], width(cells[i]));
        }
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            print(rows_[i], widths);
            if (i == 0)
                print_line(widths);
        }
        std::cout << '\n';
    }

private:
    // In characters of UTF-8.
    static std::size_t width(std::string_view text)
    {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        }));
    }

    static void print(row const& cells, std::vector<std::size_t> const& widths)
    {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            std::string const space(widths[i] - width(cells[i]), ' ');
            std::cout << (i == 0 ? "| " + cells[i] + space : " | " + space + cells[i]);
        }
        std::cout << " |\n";
    }

    static void print_line(std::vector<std::size_t> const& widths)
    {
        for (std::size_t i = 0; i < widths.size(); ++i)
            std::cout << '|' << std::string(widths[i] + 1, '-') << (i == 0 ? '-' : ':');
        std::cout << "|\n";
    }

    std::vector<row> rows_;
};

void print_clients(clients const& who)
{
    table figures(
        {"client", "requests/s", "CPU µs a request", "p50 ms", "p99 ms", "memory MiB", "connections",
         "errors"}
    );
    for (auto const& [name, runs] : who.all) {
        auto const errors = values_of(runs, &run::errors);
        figures.add(
            {name, with_spread(values_of(runs, &run::requests_per_second)),
             with_spread(values_of(runs, &run::cpu)), with_spread(values_of(runs, &run::p50)),
             with_spread(values_of(runs, &run::p99)), shown(median_of(runs, &run::memory)),
             std::to_string(std::llround(median_of(runs, &run::connections))),
             std::to_string(std::llround(*std::max_element(errors.begin(), errors.end())))}
        );
    }
    figures.print();
}

void print_ratios(clients const& who, rounds const& ours)
{
    table compared({"boxlink divided by", "requests/s", "CPU", "p50", "p99"});
    bool any = false;
    for (auto const& [name, runs] : who.all) {
        if (&runs == &ours)
            continue;
        auto const ratio = [&](member what) { return with_spread(ratios(ours, runs, what)); };
        compared.add(
            {name, ratio(&run::requests_per_second), ratio(&run::cpu), ratio(&run::p50), ratio(&run::p99)}
        );
        any = true;
    }
    if (any)
        compared.print();
}

void print(results const& all)
{
    for (auto const& [where, who] : all) {
        std::size_t most = 0;
        for (auto const& [name, runs] : who.all)
            most = std::max(most, runs.size());
        std::cout << where.server << ", " << where.connections
                  << (where.connections == 1 ? " connection, " : " connections, ") << most
                  << (most == 1 ? " round\n\n" : " rounds: median (first to third quartile)\n\n");
        print_clients(who);
        auto const ours = std::find_if(who.all.begin(), who.all.end(), [](auto const& one) {
            return one.first == "boxlink";
        });
        if (ours != who.all.end())
            print_ratios(who, ours->second);
    }
}

void write_plot_data(results const& all, std::string const& folder)
{
    std::map<std::string, std::map<std::string, std::string>> blocks;
    for (auto const& [where, who] : all) {
        for (auto const& [name, runs] : who.all) {
            std::string line = std::to_string(where.connections);
            for (member const what : {&run::requests_per_second, &run::p99})
                line.append(" ").append(std::to_string(median_of(runs, what)));
            blocks[where.server][name].append(line).append("\n");
        }
    }
    for (auto const& [server, of_clients] : blocks) {
        std::string const path = folder + '/' + server + ".dat";
        std::ofstream file(path);
        for (auto const& [name, lines] : of_clients)
            file << name << '\n' << lines << "\n\n";
        if (!file.flush())
            throw std::runtime_error("'" + path + "' cannot be written");
    }
}

bool any_failed(results const& all)
{
    bool any = false;
    for (auto const& [where, who] : all) {
        for (auto const& [name, runs] : who.all) {
            for (auto const& [round, one] : runs) {
                if (one.errors == 0)
                    continue;
                std::cerr << "figures: " << one.errors << " requests of " << name << " to " << where.server
                          << " failed in round " << round << ": its figures say nothing\n";
                any = true;
            }
        }
    }
    return any;
}

} // namespace

int main(int argc, char** argv)
try {
    std::vector<std::string> const words(argv + 1, argv + argc);
    bool const plots = words.size() == 3 && words[1] == "--plot-data";
    if (words.size() != 1 && !plots)
        throw std::invalid_argument("usage: figures FILE [--plot-data FOLDER]");
    auto const all = read(words[0]);
    print(all);
    if (plots)
        write_plot_data(all, words[2]);
    return any_failed(all) ? EXIT_FAILURE : EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "figures: " << e.what() << '\n';
    return EXIT_FAILURE;
}
