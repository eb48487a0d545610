// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/error_body.hpp"

#include "checks.hpp"
#include "model/text.hpp"

BOOST_AUTO_TEST_SUITE(error_body)

using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::errc;
using boxlink::error_info;
using boxlink::model_test::noon;

error_info read(int status, std::string body, std::vector<http_header> headers = {})
{
    return read_error(http_response(status, std::move(headers), std::move(body)), noon);
}

BOOST_AUTO_TEST_CASE(each_status_has_its_code)
{
    struct row
    {
        int status;
        errc code;
    };
    constexpr row rows[] = {
        {100, errc::unexpected_status}, {199, errc::unexpected_status},   {200, errc::unexpected_status},
        {202, errc::not_ready},         {204, errc::unexpected_status},   {206, errc::unexpected_status},
        {301, errc::unexpected_status}, {302, errc::unexpected_status},   {304, errc::unexpected_status},
        {307, errc::unexpected_status}, {399, errc::unexpected_status},   {400, errc::bad_request},
        {401, errc::unauthorized},      {402, errc::bad_request},         {403, errc::forbidden},
        {404, errc::not_found},         {405, errc::method_not_allowed},  {406, errc::bad_request},
        {407, errc::bad_request},       {408, errc::unavailable},         {409, errc::conflict},
        {410, errc::bad_request},       {412, errc::precondition_failed}, {413, errc::bad_request},
        {415, errc::bad_request},       {422, errc::bad_request},         {429, errc::rate_limited},
        {431, errc::bad_request},       {499, errc::bad_request},         {500, errc::unavailable},
        {501, errc::unavailable},       {502, errc::unavailable},         {503, errc::unavailable},
        {504, errc::unavailable},       {507, errc::unavailable},         {599, errc::unavailable},
        {600, errc::unexpected_status}, {999, errc::unexpected_status},   {0, errc::unexpected_status},
    };
    for (row const& each : rows) {
        error_info const info = read(each.status, "");
        BOOST_TEST((info.code == each.code), each.status);
        BOOST_TEST(info.status == each.status);
        BOOST_TEST(!info.message.empty());
        BOOST_TEST(info.attempts.empty());
        BOOST_TEST(!info.may_have_taken_effect);
    }
}

BOOST_AUTO_TEST_CASE(a_complete_error_object)
{
    error_info const info = read(
        404,
        R"({"type":"error","status":404,"code":"not_found","message":"Not Found","help_url":"http://help",
            "request_id":"abc","context_info":{"errors":[
              {"reason":"invalid_parameter","name":"item","message":"Invalid value 'f_1'."},
              {"reason":"second","name":"x","message":"y"}]}})",
        {{"BOX-REQUEST-ID", "0123"}}
    );
    BOOST_TEST(info.box_code == "not_found");
    BOOST_TEST(info.message == "Not Found");
    BOOST_TEST(info.help_url == "http://help");
    BOOST_TEST(info.request_id == "abc");
    BOOST_TEST(info.box_request_id == "0123");
    BOOST_TEST_REQUIRE(info.context.size() == 2u);
    BOOST_TEST(info.context[0].reason == "invalid_parameter");
    BOOST_TEST(info.context[0].name == "item");
    BOOST_TEST(info.context[0].message == "Invalid value 'f_1'.");
    BOOST_TEST(info.context[1].reason == "second");
    BOOST_TEST(info.context_json.starts_with("{\"errors\":["));
    BOOST_TEST(info.context_json.ends_with("]}"));
}

BOOST_AUTO_TEST_CASE(objects_with_parts_missing)
{
    struct row
    {
        std::string_view body;
        std::string_view box_code;
        std::string_view message;
    };
    constexpr row rows[] = {
        {R"({"status":"403","code":"forbidden","message":"m"})", "forbidden", "m"},
        {R"({"code":"Forbidden"})", "Forbidden", "403 without a message"},
        {R"({"message":"m"})", "", "m"},
        {R"({"code":null,"message":null,"request_id":null,"context_info":null})", "",
         "403 without a message"},
        {R"({"code":17,"message":4})", "17", "4"},
        {R"({"code":{"a":1},"message":["x"],"request_id":true})", "", "403 without a message"},
        {R"({"error":"invalid_grant","error_description":"Refresh token has expired"})", "invalid_grant",
         "Refresh token has expired"},
        {R"({"error":"invalid_client"})", "invalid_client", "403 without a message"},
        {R"({"status":403,"error":"Forbidden","error_description":"d","request_id":"r"})", "Forbidden", "d"},
        {R"({"code":"c","error":"e","message":"m","error_description":"d"})", "c", "m"},
        {R"({"context_info":{"message":"from the context"}})", "", "from the context"},
        {R"({"context_info":{"errors":[{"message":"first"},{"message":"second"}]}})", "", "first"},
        {R"({})", "", "403 without a message"},
        {R"({"unknown":{"deep":[1,2,3]}})", "", "403 without a message"},
        {"\xef\xbb\xbf {\"code\":\"bom\"}", "bom", "403 without a message"},
        {R"({"code":"first","code":"last"})", "last", "403 without a message"},
    };
    for (row const& each : rows) {
        error_info const info = read(403, std::string(each.body));
        BOOST_TEST((info.code == errc::forbidden));
        BOOST_TEST(info.status == 403);
        BOOST_TEST(info.box_code == each.box_code, each.body);
        BOOST_TEST(info.message == each.message, each.body);
    }
}

BOOST_AUTO_TEST_CASE(the_shapes_of_context_info)
{
    struct row
    {
        std::string_view context;
        std::size_t entries;
    };
    constexpr row rows[] = {
        {"null", 0},
        {R"({})", 0},
        {R"({"message":"m"})", 1},
        {R"({"message":"m","errors":[{"reason":"r"}]})", 2},
        {R"({"errors":[]})", 0},
        {R"({"errors":null})", 0},
        {R"({"errors":[{},null,1,"x",{"name":"n"}]})", 1},
        {R"({"errors":{"reason":"r","name":"n","message":"m"}})", 1},
        {R"({"conflicts":{"type":"file","id":"1"}})", 0},
        {R"({"conflicts":[{"type":"file","id":"1"}]})", 0},
        {R"("text")", 0},
        {R"([1])", 0},
    };
    for (row const& each : rows) {
        error_info const info = read(409, R"({"code":"c","context_info":)" + std::string(each.context) + "}");
        BOOST_TEST(info.context.size() == each.entries, each.context);
        BOOST_TEST(info.context_json == (each.context == "null" ? "" : each.context));
        BOOST_TEST(info.box_code == "c");
    }
}

BOOST_AUTO_TEST_CASE(bodies_that_are_no_error_object)
{
    struct row
    {
        std::string_view body;
        std::string_view message;
    };
    constexpr row rows[] = {
        {"", "502 with an empty body"},
        {" \r\n", "502 with an empty body"},
        {"<html><head><title>502 Bad Gateway</title></head><body>…</body></html>",
         R"(502 with an HTML body: "502 Bad Gateway")"},
        {"\n<!DOCTYPE html>\n<HTML><TITLE lang=\"en\">\n  Bad\n  Gateway </TITLE>",
         R"(502 with an HTML body: "Bad\n  Gateway")"},
        {"<html><body>nothing</body></html>", "502 with an HTML body"},
        {"<html><title></title>", "502 with an HTML body"},
        {"<html><title>cut off in the ti", R"(502 with an HTML body: "cut off in the ti")"},
        {"<html><title", "502 with an HTML body"},
        {"<", "502 with an HTML body"},
        {"upstream connect error", R"(502 with a text body: "upstream connect error")"},
        {R"({"type":"error","code":"unavai)",
         R"(502 with a body that is not JSON: "{"type":"error","code":"unavai")"},
        {"{\"message\":\"\xff\"}", "502 with a body that is not JSON: \"{\"message\":\"\xef\xbf\xbd\"}\""},
        {"[1,", R"(502 with a body that is not JSON: "[1,")"},
        {"[1,2]", R"(502 with a JSON body: "[1,2]")"},
        {"\"text\"", R"(502 with a JSON body: ""text"")"},
        {"null", R"(502 with a JSON body: "null")"},
        {"\x1b[2Jboo\r\n", R"(502 with a text body: "\x1b[2Jboo")"},
    };
    for (row const& each : rows) {
        error_info const info = read(502, std::string(each.body), {{"box-request-id", "b"}});
        BOOST_TEST((info.code == errc::unavailable));
        BOOST_TEST(info.status == 502);
        BOOST_TEST(info.box_request_id == "b");
        BOOST_TEST(info.message == each.message);
    }
}

BOOST_AUTO_TEST_CASE(a_body_cut_anywhere_keeps_the_status)
{
    std::string const body =
        R"({"type":"error","status":409,"code":"name_temporarily_reserved","message":"Wait \u00e9\n","context_info":{"conflicts":[{"id":"1"}]},"request_id":"r"})";
    for (std::size_t length = 0; length <= body.size(); ++length) {
        error_info const info = read(409, body.substr(0, length));
        BOOST_TEST(info.status == 409);
        BOOST_TEST((info.code == errc::conflict));
        BOOST_TEST(!info.message.empty());
        BOOST_TEST(is_transient_conflict(info) == (length == body.size()));
    }
}

BOOST_AUTO_TEST_CASE(text_is_bounded)
{
    std::string const huge(1'000'000, 'x');
    std::string errors;
    for (int n = 0; n < 1000; ++n)
        errors += (n == 0 ? "" : ",") + ("{\"message\":\"" + huge.substr(0, 900) + "\"}");
    for (error_info const& info :
         {read(500, huge, {{"box-request-id", huge}}), read(500, "{" + huge), read(500, "<title>" + huge),
          read(500, "{\"code\":\"" + huge + "\",\"message\":\"" + huge + "\"}"),
          read(500, "{\"request_id\":\"" + huge + "\",\"help_url\":\"" + huge + "\"}"),
          read(500, "{\"context_info\":{\"errors\":[" + errors + "]}}"),
          read(
              401, "",
              {{"WWW-Authenticate", "Bearer error=\"" + huge + "\", error_description=\"" + huge + "\""}}
          )}) {
        BOOST_TEST(info.message.size() < 2100u);
        BOOST_TEST(info.box_code.size() < 300u);
        BOOST_TEST(info.request_id.size() < 300u);
        BOOST_TEST(info.box_request_id.size() < 300u);
        BOOST_TEST(info.help_url.size() < 2100u);
        BOOST_TEST(info.context.size() <= 16u);
        BOOST_TEST(info.context_json.size() <= 16u * 1024);
        BOOST_TEST(is_utf8(info.to_string()));
    }
}

BOOST_AUTO_TEST_CASE(redirects_are_not_followed)
{
    for (int const status : {301, 302, 303, 307, 308}) {
        error_info const info =
            read(status, "<title>Moved</title>", {{"Location", "https://other.example/?token=1"}});
        BOOST_TEST((info.code == errc::unexpected_status));
        BOOST_TEST(info.message.find("redirects are never followed") != std::string::npos);
        BOOST_TEST(info.to_string().find("other.example") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_challenge_speaks_for_an_empty_body)
{
    error_info const info = read(
        401, "",
        {{"WWW-Authenticate",
          R"(Bearer realm="Service", error="invalid_token", error_description="The \"access\" token is invalid.")"}}
    );
    BOOST_TEST(info.box_code == "invalid_token");
    BOOST_TEST(info.message == R"(The "access" token is invalid.)");
    error_info const both =
        read(401, R"({"code":"c","message":"m"})", {{"WWW-Authenticate", "Bearer error=x"}});
    BOOST_TEST(both.box_code == "c");
    BOOST_TEST(both.message == "m");
}

BOOST_AUTO_TEST_CASE(retry_after_is_read_in_any_case)
{
    BOOST_TEST((read(429, "", {{"retry-AFTER", "7"}}).retry_after == 7s));
    BOOST_TEST((read(202, "", {{"Retry-After", "0.25"}}).retry_after == 250ms));
    BOOST_TEST(
        (read(
             503, "",
             {{"date", "Wed, 01 Jul 2026 10:00:00 GMT"}, {"Retry-After", "Wed, 01 Jul 2026 10:02:00 GMT"}}
         ).retry_after == 2min)
    );
    BOOST_TEST((read(503, "", {{"Retry-After", "Wed, 01 Jul 2026 12:02:00 GMT"}}).retry_after == 2min));
    BOOST_TEST(!read(429, "", {{"Retry-After", "soon"}}).retry_after.has_value());
    BOOST_TEST(!read(429, "").retry_after.has_value());
}

BOOST_AUTO_TEST_CASE(expired_tokens)
{
    auto const expired = [](int status, std::string challenge, std::string body = {}) {
        return is_expired_token(
            http_response(status, {{"WWW-Authenticate", std::move(challenge)}}, std::move(body))
        );
    };
    BOOST_TEST(expired(401, R"(Bearer realm="Service", error="invalid_token", error_description="x")"));
    BOOST_TEST(expired(401, "bearer ERROR=invalid_token"));
    BOOST_TEST(!expired(401, R"(Bearer realm="Service")"));
    BOOST_TEST(!expired(401, R"(Bearer error="insufficient_scope")"));
    BOOST_TEST(!expired(401, R"(Bearer error_description="invalid_token")"));
    BOOST_TEST(!expired(403, R"(Bearer error="invalid_token")"));
    BOOST_TEST(!expired(400, R"(Bearer error="invalid_token")"));
    BOOST_TEST(!is_expired_token(http_response(401)));
    BOOST_TEST(!is_expired_token(http_response(401, {}, R"({"code":"unauthorized"})")));
}

BOOST_AUTO_TEST_CASE(transient_conflicts)
{
    auto const transient = [](int status, std::string code) {
        return is_transient_conflict(read(status, R"({"code":")" + code + "\"}"));
    };
    BOOST_TEST(transient(409, "operation_blocked_temporary"));
    BOOST_TEST(transient(409, "name_temporarily_reserved"));
    BOOST_TEST(!transient(409, "item_name_in_use"));
    BOOST_TEST(!transient(409, ""));
    BOOST_TEST(!transient(403, "operation_blocked_temporary"));
    BOOST_TEST(!is_transient_conflict(read(409, "")));
}

BOOST_AUTO_TEST_CASE(secrets_are_removed_from_all_text)
{
    std::string_view const secret = "p\"ss w\xc3\xb6rd";
    std::string const in_json = "p\\\"ss w\xc3\xb6rd";
    std::string const in_header = "p%22ss%20w%C3%B6rd";
    error_info info = read(
        400,
        R"({"code":")" + in_json + R"(","message":"Invalid value ')" + in_json + R"(', twice )" + in_json +
            R"(","help_url":"http://x/?)" + in_header + R"(","request_id":")" + in_json +
            R"(","context_info":{"errors":[{"reason":")" + in_json + R"(","name":")" + in_json +
            R"(","message":")" + in_json + R"("}]}})",
        {{"box-request-id", in_header}}
    );
    redact(info, secret);
    BOOST_TEST(info.message == "Invalid value '[secret]', twice [secret]");
    BOOST_TEST(info.box_request_id == "[secret]");
    BOOST_TEST(
        info.context_json == R"({"errors":[{"reason":"[secret]","name":"[secret]","message":"[secret]"}]})"
    );
    std::string const all =
        info.to_string() + info.context_json + info.help_url + info.context.front().reason;
    for (std::string_view const form : {secret, std::string_view(in_json), std::string_view(in_header)})
        BOOST_TEST(all.find(form) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(secrets_that_are_cut_off_are_removed)
{
    std::string_view const secret = "0123456789abcdef";
    for (std::size_t length = 0; length <= secret.size(); ++length) {
        std::string body(200 - length, '-');
        error_info info = read(502, body.append(secret) + "-");
        redact(info, secret);
        BOOST_TEST(info.message.find("0123") == std::string::npos, info.message);
    }
}

BOOST_AUTO_TEST_CASE(short_text_is_not_redacted)
{
    error_info info(errc::bad_request, "abc and abcd");
    redact(info, "");
    redact(info, "abc");
    BOOST_TEST(info.message == "abc and abcd");
    redact(info, "abcd");
    BOOST_TEST(info.message == "abc and [secret]");
}

BOOST_AUTO_TEST_SUITE_END()
