// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// No secret is in any text that boxlink hands out, even if a server sends it back in every place that it can.

#include "fixture.hpp"
#include "printing.hpp"
#include "timed_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <functional>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

constexpr char const* password = "S3cr€t & \"more\"/100%";
constexpr char const* password_in_json = R"(S3cr€t & \"more\"/100%)";
constexpr char const* password_in_ascii_json = R"(S3cr\u20ac\u0074 \u0026 \"more\"\/100%)";
constexpr char const* password_in_header = "S3cr%E2%82%ACt%20%26%20%22more%22%2F100%25";
constexpr char const* link = "https://app.box.com/s/verysecretlinkaddress";
constexpr char const* link_in_ascii_json = R"(https:\/\/app.box.com\/s\/verysecretlinkaddress)";
constexpr char const* link_in_header = "https%3A%2F%2Fapp.box.com%2Fs%2Fverysecretlinkaddress";

void collect(std::vector<std::string>& texts, error_info const& failure)
{
    texts.insert(
        texts.end(), {failure.to_string(), failure.code.message(), failure.cause.message(), failure.box_code,
                      failure.message, failure.operation, failure.request_id, failure.box_request_id,
                      failure.help_url, failure.context_json}
    );
    for (auto const& entry : failure.context)
        texts.insert(texts.end(), {entry.reason, entry.name, entry.message});
}

void collect(std::vector<std::string>& texts, attempt_report const& report)
{
    texts.insert(
        texts.end(), {report.operation, report.box_request_id, report.deprecation, report.code.message()}
    );
}

/// A server that sends back what it must not, and how.
struct echo_case
{
    std::string name;
    /// Makes the answer from a secret as it is, as JSON has it, and as a header has it.
    std::function<fault(std::string const& plain, std::string const& json, std::string const& header)> answer;

    friend std::ostream& operator<<(std::ostream& out, echo_case const& one) { return out << one.name; }
};

echo_case in_json(std::string const& before, std::string const& after, unsigned status = 400)
{
    return {before, [=](std::string const&, std::string const& json, std::string const&) {
                return fault().status(status).body(before + json + after, "application/json");
            }};
}

echo_case in_header(std::string const& name, std::string const& before = "", std::string const& after = "")
{
    return {name + " " + before, [=](std::string const&, std::string const&, std::string const& header) {
                return fault().status(401).empty_body().header(name, before + header + after);
            }};
}

echo_case in_text(std::string const& before, std::string const& after, unsigned status, char const* type)
{
    return {before, [=](std::string const& plain, std::string const&, std::string const&) {
                return fault().status(status).body(before + plain + after, type);
            }};
}

std::vector<echo_case> const echo_cases = {
    in_json(R"({"type":"error","message":"Bad value: )", R"("})"),
    in_json(R"({"type":"error","message":"Bad value: )", R"("})", 503),
    in_json(R"({"type":"error","code":")", R"("})"),
    in_json(R"({"type":"error","request_id":")", R"("})"),
    in_json(R"({"type":"error","help_url":"https://example.com/?q=)", R"("})"),
    in_json(R"({"type":"error","context_info":{"message":")", R"("}})"),
    in_json(R"({"type":"error","context_info":{"errors":[{"reason":")", R"("}]}})"),
    in_json(R"({"type":"error","context_info":{"errors":[{"name":")", R"("}]}})"),
    in_json(R"({"type":"error","context_info":{"errors":[{"message":"a )", R"( b"}]}})"),
    in_json(R"({"type":"error","context_info":{"conflicts":[{"name":")", R"("}]}})", 409),
    in_json(R"({"type":"error","context_info":{")", R"(":1}})"),
    in_json(R"({"error":"invalid_grant","error_description":")", R"("})"),
    in_json(R"({"error":")", R"("})"),
    in_json(R"({"unexpected":")", R"("})"),
    in_json(R"({"shared_link":{"access":")", R"("}})", 200),
    in_json(R"({"type":"error","message":")", R"("})", 200),
    in_json(R"({"cut":")", "", 200),
    in_json(R"({"type":"error","message":")" + std::string(2040, 'x'), R"("})"),
    in_json(R"({"type":"error","message":")" + std::string(2030, 'x'), R"("})"),
    in_text("<html><title>Hello ", "</title></html>", 502, "text/html"),
    in_text("You sent ", " to the wrong server", 500, "text/plain"),
    in_text("", "", 504, "text/plain"),
    in_text(std::string(185, 'x'), "", 504, "text/plain"),
    in_text("", "", 200, "application/json"),
    in_header("box-request-id"),
    in_header("Deprecation"),
    in_header("Box-API-Deprecated-Reason"),
    in_header("Location", "https://example.com/?"),
    in_header("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"", "\""),
    in_header("WWW-Authenticate", "Bearer error=\"", "\""),
    in_header("Retry-After"),
};

struct secrets_fixture : client_fixture
{
    secrets_fixture() { box = make_client(server_fixture::options().observer(log)); }

    /// What must not be found, with what is left of it when the end is cut off.
    [[nodiscard]] std::vector<std::string> forbidden() const
    {
        return {server.token().substr(0, 8), "S3cr", "verysecret", "SomeUser", "ProxyPass",
                "U29tZVVzZXI6UHJveHlQYXNz"};
    }

    void check(error_info const& failure)
    {
        std::vector<std::string> texts;
        collect(texts, failure);
        texts.emplace_back(error(failure).what());
        for (auto const& report : log->reports)
            collect(texts, report);
        for (auto const& text : texts) {
            for (auto const& secret_part : forbidden())
                BOOST_TEST(text.find(secret_part) == std::string::npos, text);
        }
        log->reports.clear();
    }

    /// Does all operations that a secret goes with, against a server that sends it back in every way.
    void check_all(echo_case const& one)
    {
        auto const settings = link_settings().password(password);
        auto const query = link_query(link).password(password);
        auto const once = request_options().max_attempts(1).deadline(1s);
        for (auto const& json : {password_in_json, password_in_ascii_json}) {
            server.inject(one.answer(password, json, password_in_header));
            check(run(share(box.file("1"), settings, once, as_result)).error());
            server.inject(one.answer(password, json, password_in_header));
            check(run(find(box, query, once, as_result)).error());
        }
        for (auto const& json : {link, link_in_ascii_json}) {
            server.inject(one.answer(link, json, link_in_header));
            check(run(find(box, query, once, as_result)).error());
        }
        server.inject(one.answer(server.token(), server.token(), server.token()));
        check(run(unshare(box.file("1"), once, as_result)).error());
        server.inject(one.answer(server.token(), server.token(), server.token()));
        check(run(get_link(box.file("1"), once, as_result)).error());
    }

    std::shared_ptr<attempt_log> log = std::make_shared<attempt_log>();
};

BOOST_FIXTURE_TEST_SUITE(secrets, secrets_fixture)

BOOST_DATA_TEST_CASE(echoed_by_the_server, data::make(echo_cases), one)
{
    check_all(one);
}

BOOST_AUTO_TEST_CASE(the_whole_request_echoed)
{
    server.record_requests(true);
    auto const settings = link_settings().password(password);
    auto const query = link_query(link).password(password);
    auto const once = request_options().max_attempts(1);
    BOOST_TEST(run(share(box.file("1"), settings, as_result)).has_error());
    BOOST_TEST(run(find(box, query, as_result)).has_error());
    auto const requests = server.requests();
    BOOST_REQUIRE_EQUAL(requests.size(), 2U);

    server.inject(fault().status(400).body(requests[0].raw, "message/http"));
    check(run(share(box.file("1"), settings, as_result)).error());
    server.inject(fault().status(400).body(requests[1].raw, "message/http"));
    check(run(find(box, query, as_result)).error());
    // An answer that is the request is no answer.
    server.inject(fault().raw(requests[1].raw));
    check(run(find(box, query, once, as_result)).error());
    server.inject(fault().raw("HTTP/1.1 200 " + requests[1].raw).close());
    check(run(find(box, query, once, as_result)).error());
}

BOOST_AUTO_TEST_CASE(wrong_and_missing_passwords)
{
    auto const id = server.add_file();
    server.add_link(testing::kind::file, id, R"({"password":"Another-1","vanity_name":"verysecretname"})");
    auto const url = "https://app.box.com/v/verysecretname";
    check(run(find(box, link_query(url).password(password), as_result)).error());
    check(run(find(box, url, as_result)).error());
    check(run(find(box, link, as_result)).error());
}

BOOST_AUTO_TEST_CASE(refused_before_they_are_sent)
{
    auto const weak = link_settings().password("verysecret");
    auto const misplaced = link_settings().password(password).access(access_level::company);
    auto const control = request_options().header("X-Key", "verysecret\r\n");
    auto const reserved = request_options().header("Authorization", "Bearer verysecret");
    check(run(share(box.file("1"), weak, as_result)).error());
    check(run(share(box.file("1"), misplaced, as_result)).error());
    check(run(get_link(box.file("1"), control, as_result)).error());
    check(run(get_link(box.file("1"), reserved, as_result)).error());
    for (char const* url :
         {"verysecret", "https://verysecret@host/", "https://app.box.com/s/verysecret\n",
          "https://:/verysecret"})
        check(run(find(box, url, as_result)).error());
    check(item_ref::parse("https://app.box.com/s/verysecret").error());
}

template <class Make>
error_info configuration_error(Make make)
{
    try {
        make();
    } catch (error const& thrown) {
        return thrown.info();
    }
    BOOST_ERROR("the configuration was accepted");
    return {};
}

BOOST_AUTO_TEST_CASE(configurations_that_are_refused)
{
    std::vector<client_options> const bad_options = {
        server_fixture::options().base_url("https://SomeUser:ProxyPass@localhost"),
        server_fixture::options().proxy("http://SomeUser:ProxyPass@"),
        server_fixture::options().proxy("ftp://SomeUser:ProxyPass@proxy:1"),
        server_fixture::options().proxy("http://SomeUser:ProxyPass@proxy:99999999"),
        server_fixture::options().proxy("SomeUser:ProxyPass@proxy"),
        server_fixture::options().proxy("http://SomeUser:ProxyPass@proxy/path"),
        server_fixture::options().proxy("http://SomeUser:ProxyPass@pro xy"),
    };
    for (auto const& options : bad_options) {
        auto const failure = configuration_error([&] { return make_client(options); });
        BOOST_TEST(failure.code == errc::invalid_configuration);
        check(failure);
    }
    auto const failure = configuration_error([&] {
        return client(io, bearer_token("verysecret\r\nX: 1"), server_fixture::options());
    });
    BOOST_TEST(failure.code == errc::invalid_configuration);
    check(failure);
}

/// What a proxy can say to a request for a tunnel.
std::vector<fault> const proxy_answers = {
    fault().status(407).header("Proxy-Authenticate", "Basic realm=\"SomeUser:ProxyPass\""),
    fault().status(403).body("SomeUser:ProxyPass U29tZVVzZXI6UHJveHlQYXNz", "text/plain"),
    fault().raw("HTTP/1.1 502 SomeUser:ProxyPass\r\n\r\n"),
    fault().raw("Proxy-Authorization: Basic U29tZVVzZXI6UHJveHlQYXNz\r\n\r\n"),
    fault().raw("HTTP/1.1 200 OK\r\n\r\nSomeUser:ProxyPass"),
    fault().reset(),
    fault().garbage(),
};

BOOST_AUTO_TEST_CASE(credentials_of_a_proxy)
{
    testing::box_server proxy(testing::server_options().plain_http(true));
    auto const address = "localhost:" + std::to_string(proxy.port());
    box = make_client(server_fixture::options().proxy("http://SomeUser:ProxyPass@" + address).observer(log));
    proxy.record_requests(true);
    auto const once = request_options().max_attempts(1);
    for (auto const& answer : proxy_answers) {
        proxy.inject(answer);
        auto const failure = run(get_link(box.file("1"), once, as_result)).error();
        BOOST_TEST(failure.to_string().find(address) != std::string::npos, failure.to_string());
        check(failure);
    }
    // It was sent to the proxy, and the token was not.
    BOOST_TEST(proxy.requests().size() == proxy_answers.size());
    for (auto const& request : proxy.requests()) {
        BOOST_TEST(
            request.raw.find("Proxy-Authorization: Basic U29tZVVzZXI6UHJveHlQYXNz\r\n") != std::string::npos
        );
        BOOST_TEST(request.raw.find(server.token()) == std::string::npos);
    }
    BOOST_TEST(server.counters().connections_accepted == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
