// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "fixture.hpp"
#include "unit/testing/raw_client.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sys/stat.h>

using boxlink::testing::client_tls;
using boxlink::testing::fault;
using boxlink::testing::raw_client;
using words = std::vector<std::string>;
namespace asio = boost::asio;

namespace {

std::string request_for(std::string const& target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
}

// Where an address points, without the scheme and the server.
std::string target_of(std::string const& url)
{
    return url.substr(url.find('/', url.find("://") + 3));
}

// The test plays the browser.
class login_fixture : public command_fixture
{
public:
    std::string store = scratch.file("tokens.json");

    login_fixture()
    {
        variables.erase("BOXLINK_TOKEN");
        variables["BOXLINK_CLIENT_ID"] = server.client_id();
        variables["BOXLINK_CLIENT_SECRET"] = server.client_secret();
    }

    [[nodiscard]] child_process start_login(words more = {}) const
    {
        more.insert(more.begin(), {"login", "--token-store", store});
        return start(more);
    }

    // The address that the command shows.
    static std::string shown_address(child_process& login)
    {
        // A blank line before it, and none at the end of the output.
        std::string line = login.read_line();
        for (int before = 0; before < 3 && !line.starts_with("https://"); ++before)
            line = login.read_line();
        return line;
    }

    // Where Box's page sends the browser.
    [[nodiscard]] std::string agree(std::string const& address)
    {
        client_tls tls(server);
        raw_client box(server, tls);
        BOOST_TEST(!box.handshake());
        auto const answer = box.ask(request_for(target_of(address)));
        BOOST_TEST(answer.status == 302U);
        std::string_view const name = "Location: ";
        auto const at = answer.head.find(name);
        BOOST_TEST_REQUIRE(at != std::string::npos);
        auto const begin = at + name.size();
        return answer.head.substr(begin, answer.head.find("\r\n", begin) - begin);
    }

    // What the command's page says.
    static std::string visit(std::string const& url)
    {
        std::string const host = "http://localhost:";
        BOOST_TEST_REQUIRE(url.starts_with(host));
        asio::io_context io;
        asio::ip::tcp::socket socket(io);
        auto const port = static_cast<std::uint16_t>(std::stoul(url.substr(host.size())));
        socket.connect({asio::ip::address_v4::loopback(), port});
        asio::write(socket, asio::buffer(request_for(target_of(url))));
        std::string page;
        boost::system::error_code ignored;
        asio::read(socket, asio::dynamic_buffer(page), ignored);
        return page;
    }

    // All that the command says from now on.
    ended_process end_of(child_process& login) const
    {
        auto end = login.wait();
        check_no_secret(end);
        return end;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(logins, login_fixture)

BOOST_AUTO_TEST_CASE(a_login_is_kept)
{
    std::string const jane = server.add_user("Jane Roe");
    server.set_consent(jane);
    child_process login = start_login();
    std::string const address = shown_address(login);
    BOOST_TEST(address.starts_with(server.base_url() + "/api/oauth2/authorize?"), address);
    BOOST_TEST(address.find("code_challenge_method=S256") != std::string::npos, address);
    std::string const back = agree(address);

    std::string wrong = back;
    wrong.back() = wrong.back() == 'x' ? 'y' : 'x';
    BOOST_TEST(visit(wrong).starts_with("HTTP/1.1 400 "));
    auto const origin = back.substr(0, back.find("/callback"));
    BOOST_TEST(visit(origin + "/favicon.ico").starts_with("HTTP/1.1 404 "));
    std::string const page = visit(back);
    BOOST_TEST(page.starts_with("HTTP/1.1 200 "), page);
    BOOST_TEST(page.find("go back to the terminal") != std::string::npos, page);

    auto const end = end_of(login);
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.err == "");
    BOOST_TEST(end.out.find("Logged in as Jane Roe") != std::string::npos, end.out);
    BOOST_TEST(end.out.find(store) != std::string::npos, end.out);
    BOOST_TEST((std::filesystem::status(store).permissions() == std::filesystem::perms(0600)));

    auto const token = run({"token", "--token-store", store});
    BOOST_TEST(token.out.find("Jane Roe") != std::string::npos, token.err);
    // The access token of the login is still good.
    BOOST_TEST(server.counters().token_requests == 1U);
}

BOOST_AUTO_TEST_CASE(another_login_takes_its_place)
{
    for (std::string const& name : {std::string("Jane Roe"), std::string("John Doe")}) {
        server.set_consent(server.add_user(name));
        child_process login = start_login({"--no-browser", "-v"});
        visit(agree(shown_address(login)));
        BOOST_TEST(end_of(login).status == 0);
        BOOST_TEST(run({"token", "--token-store", store}).out.find(name) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_user_who_refuses)
{
    server.set_consent(std::nullopt);
    child_process login = start_login();
    BOOST_TEST(visit(agree(shown_address(login))).find("Nobody is logged in") != std::string::npos);
    auto const end = end_of(login);
    BOOST_TEST(end.status == 3);
    BOOST_TEST(end.err.find("did not agree") != std::string::npos, end.err);
    BOOST_TEST(!std::filesystem::exists(store));
}

BOOST_AUTO_TEST_CASE(a_code_that_box_refuses)
{
    child_process login = start_login();
    std::string const back = agree(shown_address(login));
    auto const code = back.find("code=") + 5;
    std::string const other = back.substr(0, code) + "not-a-code" + back.substr(back.find('&', code));
    BOOST_TEST(visit(other).starts_with("HTTP/1.1 200 "));
    auto const end = end_of(login);
    BOOST_TEST(end.status == 3, end.err);
    BOOST_TEST(end.err.find("log in again") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("not-a-code") == std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(a_wrong_client_secret)
{
    variables["BOXLINK_CLIENT_SECRET"] = "a-wrong-secret";
    secrets.push_back("a-wrong-secret");
    child_process login = start_login({"-v"});
    visit(agree(shown_address(login)));
    auto const end = end_of(login);
    BOOST_TEST(end.status == 3, end.err);
    BOOST_TEST(end.err.find("client secret") != std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(nobody_comes)
{
    auto const end = run({"login", "--token-store", store, "--timeout", "1ms"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.find("in time") != std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_the_wait)
{
    child_process login = start_login();
    BOOST_TEST(shown_address(login) != "");
    login.send(SIGINT);
    auto const end = end_of(login);
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.err.find("interrupted") != std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(the_port_and_the_page_can_be_chosen)
{
    asio::io_context io;
    asio::ip::tcp::acceptor taken(io, {asio::ip::address_v4::loopback(), 0});
    std::string const port = std::to_string(taken.local_endpoint().port());
    auto const end = run({"login", "--token-store", store, "--redirect-port", port});
    BOOST_TEST(end.status == 3);
    BOOST_TEST(end.err.find("--redirect-port") != std::string::npos, end.err);

    taken.close();
    child_process login =
        start_login({"--redirect-port", port, "--authorize-url", "https://box.example/agree", "--no-browser"}
        );
    std::string const address = shown_address(login);
    BOOST_TEST(address.starts_with("https://box.example/agree?"), address);
    BOOST_TEST(
        address.find("http%3A%2F%2Flocalhost%3A" + port + "%2Fcallback") != std::string::npos, address
    );
}

BOOST_AUTO_TEST_CASE(tokens_that_could_not_be_kept_are_no_login)
{
    scratch.write("tokens.json", R"({"version":1,"refresh_token":"an-old-one"})");
    child_process login = start_login();
    std::string const back = agree(shown_address(login));
    // In the place of the file that is to take the place of the old one.
    std::filesystem::create_directory(store + ".new-" + std::to_string(login.id()) + "-1");
    visit(back);
    auto const end = end_of(login);
    BOOST_TEST(end.status == 3, end.err);
    BOOST_TEST(end.err.find("warning: ") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("could not be stored") != std::string::npos, end.err);
    BOOST_TEST(end.out.find("Logged in") == std::string::npos, end.out);
}

BOOST_AUTO_TEST_CASE(the_browser_gets_the_address_and_nothing_else)
{
    std::string const pipe = scratch.file("seen");
    BOOST_TEST(::mkfifo(pipe.c_str(), 0600) == 0);
    std::string const browser =
        scratch.write("xdg-open", "#!/bin/sh\n{ printf '%s\\n' \"$#\" \"$1\"; env; } > '" + pipe + "'\n");
    std::filesystem::permissions(browser, std::filesystem::perms(0700));
    variables["DISPLAY"] = ":0";
    variables["PATH"] = std::filesystem::path(browser).parent_path().string() + ":/usr/bin:/bin";
    child_process login = start_login();
    std::string const address = shown_address(login);

    std::ifstream seen(pipe);
    std::string line;
    std::getline(seen, line);
    BOOST_TEST(line == "1");
    std::getline(seen, line);
    BOOST_TEST(line == address);
    bool has_display = false;
    while (std::getline(seen, line)) {
        has_display |= line == "DISPLAY=:0";
        BOOST_TEST(!line.starts_with("BOXLINK_"), line);
        BOOST_TEST(line.find(server.client_secret()) == std::string::npos);
    }
    BOOST_TEST(has_display);
}

BOOST_AUTO_TEST_SUITE_END()
