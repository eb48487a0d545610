// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Random tables: what is given in turns is what there is.

#include "bulk/table/table_rows.hpp"
#include "unit/bulk/table/table_texts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

// Makes tables of every kind.
class table_maker
{
public:
    explicit table_maker(unsigned seed) : random_(seed)
    {
        is_csv_ = chance(60);
        line_end_ = is_csv_ ? pick<std::string>({"\n", "\r\n", "\r"}) : pick<std::string>({"\n", "\r\n"});
        faults_ = pick<unsigned>({0, 0, 5, 60});
        large_rows_ = pick<unsigned>({0, 0, 0, 3});
    }

    [[nodiscard]] table_format format() const noexcept
    {
        return is_csv_ ? table_format::csv : table_format::json_lines;
    }

    std::string table()
    {
        std::string text = chance(30) ? "\xef\xbb\xbf" : "";
        if (is_csv_)
            text += (chance(20) ? "\"item\",as_user,access,password" : "item,as_user,access,password") +
                    line_end_;
        for (unsigned const user : users()) {
            text += row(user) + line_end_;
            if (chance(5))
                text += line_end_;
        }
        if (chance(20))
            text.resize(text.size() - std::min(text.size(), line_end_.size()));
        return text;
    }

private:
    unsigned below(unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random_); }
    bool chance(unsigned percent) { return below(100) < percent; }

    template <class T>
    T pick(std::vector<T> const& from)
    {
        return from[below(static_cast<unsigned>(from.size()))];
    }

    // The user of each row: sorted, mixed or in runs.
    std::vector<unsigned> users()
    {
        unsigned const count = pick<unsigned>({1, 2, 5, 60, 128, 129, 400});
        std::vector<unsigned> all(below(1'500));
        for (auto& user : all)
            user = below(count);
        unsigned const kind = below(3);
        if (kind == 0)
            std::sort(all.begin(), all.end());
        for (std::size_t i = 1; kind == 1 && i < all.size(); ++i) {
            if (chance(80))
                all[i] = all[i - 1];
        }
        return all;
    }

    std::string row(unsigned user)
    {
        std::string const item = "file:" + std::to_string(below(100'000) + 1);
        // The first user is whom the client acts as.
        std::string const as_user = user == 0 ? "" : std::to_string(user);
        if (chance(faults_))
            return wrong_row(item, as_user);
        if (!is_csv_)
            return R"({"item":")" + item + R"(","as_user":")" + as_user + '"' +
                   (chance(large_rows_)
                        ? R"(,"access":"open","password":")" + std::string(below(60'000) + 8, 'x') + '"'
                        : "") +
                   '}';
        std::string password = chance(large_rows_) ? std::string(below(60'000) + 8, 'x') : "";
        if (chance(20))
            password = "\"Correct" + pick<std::string>({"\n", "\r\n", "\r", "\"\"", ",", "\n\n"}) + "horse7" +
                       password + '"';
        return item + ',' + as_user + ',' + (password.empty() ? "" : "open") + ',' + password;
    }

    std::string wrong_row(std::string const& item, std::string const& as_user)
    {
        if (!is_csv_)
            return pick<std::string>({"x", "{", R"({"item":"nothing"})", R"({"colour":1})", "\xff"});
        return pick<std::string>(
            {"nothing," + as_user + ",,", item, item + ',' + as_user + ",nobody,", item + ",me,,",
             item + ',' + as_user + ",,\"never closed", item + ",\"a\"b,,", item + ',' + as_user + ",\xff,"}
        );
    }

    std::mt19937 random_;
    bool is_csv_ = true;
    std::string line_end_;
    unsigned faults_ = 0;
    unsigned large_rows_ = 0;
};

std::vector<job_entry> read_in_order(table_format format, std::string_view text)
{
    job_reader reader(format, plain());
    reader.feed(text);
    reader.finish();
    std::vector<job_entry> all;
    while (job_entry* const entry = reader.next())
        all.push_back(std::move(*entry));
    return all;
}

std::string in_full(job_entry const& entry)
{
    auto const written = std::visit([](auto const& row) { return std::string(row.text.reveal()); }, entry);
    return described(entry) + " written " + written;
}

// Whose run each row stands in.
std::vector<std::string> owners_of(std::vector<job_entry> const& all)
{
    std::vector<std::string> owners;
    std::optional<std::string> owner;
    for (job_entry const& entry : all) {
        if (auto const* const row = std::get_if<job_row>(&entry)) {
            bool const is_first = !owner;
            owner = row->job.as_user.value_or("");
            if (is_first)
                std::fill(owners.begin(), owners.end(), *owner);
        }
        owners.push_back(owner.value_or(""));
    }
    return owners;
}

void check(unsigned seed)
{
    BOOST_TEST_CONTEXT("seed " << seed)
    {
        table_maker maker(seed);
        std::string const text = maker.table();
        auto const whole = read_in_order(maker.format(), text);
        auto const owners = owners_of(whole);
        table_file const file = table_of(text);
        auto const survey = surveyed(file, maker.format()).first;
        BOOST_TEST_REQUIRE(survey.rows == whole.size());
        auto const all = given(file, survey);
        BOOST_TEST_REQUIRE(all.size() == whole.size());

        // Whether each is the row that it is in order, and each user's rows are in order, and none has to wait for more than one turn of the others.
        std::map<std::string, std::pair<std::uint64_t, std::size_t>> last;
        std::size_t const users = std::set<std::string>(owners.begin(), owners.end()).size();
        std::size_t const lanes = std::min(users, max_table_lanes);
        for (std::size_t turn = 0; turn < all.size(); ++turn) {
            auto const index = index_of(all[turn]);
            BOOST_REQUIRE_LT(index, whole.size());
            BOOST_REQUIRE_EQUAL(in_full(all[turn]), in_full(whole[index]));
            auto const [before, is_new] = last.try_emplace(owners[index], index, turn);
            if (turn < lanes)
                BOOST_REQUIRE(is_new);
            if (is_new)
                continue;
            BOOST_REQUIRE_LT(before->second.first, index);
            BOOST_REQUIRE_LE(turn - before->second.second, lanes);
            before->second = {index, turn};
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(random_tables_are_given_as_they_are)
{
    for (unsigned seed = 1; seed <= 50; ++seed)
        check(seed);
    unsigned const fresh = std::random_device()();
    BOOST_TEST_MESSAGE("seed " << fresh);
    check(fresh);
}
