// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// How to test code that uses boxlink: against the embedded server, over real TLS, with the trouble that Box
// makes now and then. Everything is in this process; use the test framework that you like.
#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using boxlink::testing::box_server;
using boxlink::testing::fault;
using boxlink::testing::kind;

// --- The service under test --------------------------------------------------------------------------------

// Publishes an invoice under a readable address if that is free, else under the one that Box makes up.
asio::awaitable<std::string> publish_invoice(boxlink::item invoice, std::string number)
{
    boxlink::link_settings settings;
    settings.access(boxlink::access_level::company).expires_in(std::chrono::days(30));
    boxlink::link_settings with_name = settings;
    with_name.vanity_name("acme-invoice-" + number);

    boxlink::result<boxlink::shared_link> link = co_await share(invoice, with_name, boxlink::as_result);
    if (!link && link.error().code == boxlink::errc::conflict)
        link = co_await share(invoice, settings, boxlink::as_result);
    co_return link.value().vanity_url.value_or(link->url); // value() throws boxlink::error
}

// --- Its tests ---------------------------------------------------------------------------------------------

void expect(bool condition, char const* what)
{
    if (!condition)
        throw std::logic_error(what);
}

// A Box with one invoice, and a client that trusts it.
class fixture
{
public:
    fixture() : box_(connect(io_, server)) {}

    // Runs the service to its end; throws what it throws.
    std::string publish()
    {
        std::future<std::string> address =
            asio::co_spawn(io_, publish_invoice(box_.file(invoice), "2026-0001"), asio::use_future);
        io_.run();
        io_.restart();
        return address.get();
    }

    box_server server;
    std::string invoice = server.add_file("invoice.pdf");

private:
    static boxlink::client connect(asio::io_context& io, box_server const& server)
    {
        boxlink::client_options options;
        options.base_url(server.base_url()).ca_pem(server.ca_pem()).system_trust(false);
        boxlink::client box(io, boxlink::bearer_token(server.token()), options);
        return box;
    }

    asio::io_context io_;
    boxlink::client box_;
};

void the_address_is_readable()
{
    fixture test;
    std::string const address = test.publish();
    expect(address.ends_with("/acme-invoice-2026-0001"), "the address has the vanity name");

    // Look at what the server has, rather than at what the code under test says.
    auto const link = test.server.link_of(kind::file, test.invoice);
    expect(link && link->access == "company", "the link is for the company");
    expect(link->unshared_at.has_value(), "the link expires");
}

void a_taken_name_is_no_failure()
{
    fixture test;
    std::string const other = test.server.add_file("other.pdf");
    test.server.add_link(kind::file, other, R"({"vanity_name": "acme-invoice-2026-0001"})");

    test.publish();
    auto const link = test.server.link_of(kind::file, test.invoice);
    expect(link && !link->vanity_name, "the invoice has a link without a vanity name");
    expect(test.server.counters().answers(409) == 1, "Box refused the name once");
}

void any_other_conflict_falls_back_too()
{
    // What is hard to bring about is injected: here a 409 for the first change of this file.
    fixture test;
    test.server.inject(fault().method("PUT").item(kind::file, test.invoice).status(409));
    test.publish();
    expect(test.server.link_of(kind::file, test.invoice).has_value(), "the invoice has a link");
}

void an_overloaded_box_is_asked_again()
{
    fixture test;
    auto const overload = test.server.inject(fault().status(503));
    test.publish();
    expect(test.server.fired(overload) == 1, "the 503 was met");
    expect(test.server.counters().requests == 2, "the second attempt did it");
}

void a_lost_answer_is_no_failure()
{
    // The link is made, and the connection breaks before the answer is sent.
    fixture test;
    test.server.inject(fault().method("PUT").applied().reset());
    test.publish();
    expect(test.server.link_count() == 1, "there is one link");
}

void a_missing_invoice_is_told()
{
    fixture test;
    test.server.remove_item(kind::file, test.invoice);
    try {
        test.publish();
    } catch (boxlink::error const& e) {
        expect(e.code() == boxlink::errc::not_found, "the error says what is wrong");
        return;
    }
    expect(false, "the service throws");
}

int main()
{
    std::pair<char const*, void (*)()> const tests[] = {
        {"the address is readable", the_address_is_readable},
        {"a taken name is no failure", a_taken_name_is_no_failure},
        {"any other conflict falls back too", any_other_conflict_falls_back_too},
        {"an overloaded Box is asked again", an_overloaded_box_is_asked_again},
        {"a lost answer is no failure", a_lost_answer_is_no_failure},
        {"a missing invoice is told", a_missing_invoice_is_told},
    };
    int failures = 0;
    for (auto const& [name, test] : tests) {
        try {
            test();
            std::cout << "ok      " << name << '\n';
        } catch (std::exception const& e) {
            std::cout << "FAILED  " << name << ": " << e.what() << '\n';
            ++failures;
        }
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
