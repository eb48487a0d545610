// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/result_line.hpp"

#include "bulk/table/csv_reader.hpp"

#include <boost/asio/error.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

bulk_outcome shared()
{
    bulk_outcome out(99, bulk_job(item_ref::file("7")));
    out.job.as_user = "42";
    out.duration = 1'500'900us;
    shared_link& link = out.link.emplace();
    link.item.name = "=a \"b\", c\nd";
    link.item.etag = "3";
    link.url = "https://app.box.com/s/abc";
    link.access = access_level::open;
    link.effective_access = access_level::other;
    link.effective_access_text = "galaxy";
    link.effective_permission = effective_permission::can_download;
    link.is_password_enabled = true;
    link.expires_at = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31);
    return out;
}

bulk_outcome failed(errc code)
{
    bulk_outcome out(0, bulk_job(item_ref::folder("8"), bulk_action::unshare));
    error_info& info = out.failure.emplace(code, "+no \"such\" item");
    info.status = 404;
    info.box_code = "not_found";
    info.request_id = "r1";
    info.box_request_id = "b1";
    info.attempts.resize(2);
    return out;
}

template <class... Parts>
std::string line_of(table_format format, Parts const&... parts)
{
    std::string line = "a line before\n";
    std::size_t const begin = line.size();
    append_result_line(line, format, parts...);
    return line.substr(begin);
}

std::vector<std::string> cells(std::string const& line)
{
    BOOST_TEST(line.ends_with("\r\n"));
    csv_reader reader;
    reader.feed(line);
    reader.finish();
    csv_record const* const record = reader.next();
    BOOST_TEST_REQUIRE(record != nullptr);
    std::vector<std::string> out;
    for (csv_cell const& cell : record->cells)
        out.emplace_back(cell.text);
    BOOST_TEST(reader.next() == nullptr);
    return out;
}

row_error wrong_row()
{
    row_error out(5, "access", "\"x\" is no access; write open");
    out.index = 3;
    out.text = secret(std::string("hidden"));
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(result_lines)

BOOST_AUTO_TEST_CASE(json)
{
    BOOST_TEST(
        line_of(table_format::json_lines, job_place(5, 7), shared()) ==
        R"({"item":"file:7","ok":true,"url":"https://app.box.com/s/abc","download_url":null,"vanity_url":null,)"
        R"("vanity_name":null,"access":"open","effective_access":"galaxy","effective_permission":"can_download",)"
        R"("is_password_enabled":true,"expires_at":"2027-01-31T00:00:00+00:00","permissions":{"can_download":null,)"
        R"("can_preview":null,"can_edit":null},"download_count":0,"preview_count":0,"etag":"3",)"
        R"("name":"=a \"b\", c\nd","operation":"share","as_user":"42","index":5,"line":7,"duration_ms":1500})"
        "\n"
    );
    BOOST_TEST(
        line_of(table_format::json_lines, job_place(5, 0), failed(errc::not_found)) ==
        R"({"item":"folder:8","ok":false,"error":{"code":"not_found","status":404,"message":"+no \"such\" item",)"
        R"("request_id":"r1","box_request_id":"b1","box_code":"not_found","context":[],"retry_after_ms":null,)"
        R"("attempts":2,"may_have_taken_effect":false},"operation":"unshare","as_user":null,"index":5,"line":null,)"
        R"("duration_ms":0})"
        "\n"
    );
    bulk_outcome const removed(0, bulk_job(item_ref::file("1"), bulk_action::unshare));
    BOOST_TEST(
        line_of(table_format::json_lines, job_place(0, 2), removed) ==
        R"({"item":"file:1","ok":true,"etag":null,"name":null,"operation":"unshare","as_user":null,"index":0,)"
        R"("line":2,"duration_ms":0})"
        "\n"
    );
    auto const wrong = boost::json::parse(line_of(table_format::json_lines, wrong_row()));
    BOOST_TEST(wrong.at("item").is_null());
    BOOST_TEST(wrong.at("index").as_int64() == 3);
    BOOST_TEST(wrong.at("error").at("code").as_string() == "invalid_argument");
    BOOST_TEST(
        wrong.at("error").at("message").as_string() == "line 5, column access: \"x\" is no access; write open"
    );
}

BOOST_AUTO_TEST_CASE(csv)
{
    using row = std::vector<std::string>;
    row const header = cells(std::string(results_header(table_format::csv)));
    BOOST_TEST(results_header(table_format::json_lines).empty());
    row const success = {
        "5",
        "7",
        "file:7",
        "file",
        "7",
        "share",
        "42",
        "ok",
        "https://app.box.com/s/abc",
        "open",
        "galaxy",
        "can_download",
        "true",
        "2027-01-31T00:00:00+00:00",
        "'=a \"b\", c\nd",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "1500"};
    BOOST_TEST(cells(line_of(table_format::csv, job_place(5, 7), shared())) == success);
    row const failure = {
        "5",
        "",
        "folder:8",
        "folder",
        "8",
        "unshare",
        "",
        "failed",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "not_found",
        "404",
        "not_found",
        "'+no \"such\" item",
        "r1",
        "b1",
        "2",
        "0"};
    BOOST_TEST(cells(line_of(table_format::csv, job_place(5, 0), failed(errc::not_found))) == failure);
    row const wrong = {
        "3",
        "5",
        "",
        "",
        "",
        "",
        "",
        "failed",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "invalid_argument",
        "",
        "",
        "line 5, column access: \"x\" is no access; write open",
        "",
        "",
        "0",
        ""};
    BOOST_TEST(cells(line_of(table_format::csv, wrong_row())) == wrong);
    for (row const& each : {success, failure, wrong})
        BOOST_TEST(each.size() == header.size());
}

BOOST_AUTO_TEST_CASE(results_in_a_word)
{
    auto const word = [](bulk_outcome const& outcome) {
        return cells(line_of(table_format::csv, job_place(0, 0), outcome))[7];
    };
    bulk_outcome looked(0, bulk_job(item_ref::file("1"), bulk_action::get_link));
    BOOST_TEST(word(looked) == "no_link");
    looked.link = shared().link;
    BOOST_TEST(word(looked) == "ok");
    BOOST_TEST(word(bulk_outcome(0, bulk_job(item_ref::file("1"), bulk_action::unshare))) == "ok");
    BOOST_TEST(word(failed(errc::outcome_unknown)) == "unknown");
    bulk_outcome late = failed(errc::deadline_exceeded);
    BOOST_TEST(word(late) == "failed");
    late.failure->may_have_taken_effect = true;
    BOOST_TEST(word(late) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
