// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What TLS handshakes cost the client, full ones and those of a resumed session, by turns: client and server talk through memory, and only what the
// client does is counted. How much resuming saves depends on what it spares: to verify the server's certificates.
#include "cpu_time.hpp"
#include "net/tls_context.hpp"
#include "unit/net/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <benchmark/benchmark.h>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using namespace boxlink::net;
using namespace boxlink::net::test;

void require(bool done, char const* what)
{
    if (!done)
        throw std::runtime_error(std::string("TLS: ") + what);
}

enum class key_kind
{
    p256,
    rsa2048,
};

/// Gives a certificate a key of that kind, and the signature of an issuer.
void issue(identity& made, key_kind kind, identity const& issuer)
{
    if (kind == key_kind::rsa2048) {
        made.key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
        require(made.key != nullptr, "no key can be made");
    }
    auto* const certificate = made.certificate.get();
    X509_set_pubkey(certificate, made.key.get());
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate.get()));
    require(X509_sign(certificate, issuer.key.get(), EVP_sha256()) > 0, "a certificate cannot be signed");
}

/// A server, and what its clients must trust.
class server_side
{
public:
    openssl_ptr<SSL_CTX> context;
    std::string trusted;
};

/// The cheapest there is, but for nobody on the Internet.
server_side self_signed()
{
    auto const server = make_server("DNS:box.example", nullptr);
    return {make_server_context(server), server.pem()};
}

/// As nearly all servers have it: a certificate, that of who issued it, and an authority that clients know.
server_side chain_of(key_kind kind)
{
    auto root = make_authority("root");
    issue(root, kind, root);
    auto intermediate = make_authority("intermediate");
    issue(intermediate, kind, root);
    auto server = make_server("DNS:box.example", &intermediate);
    issue(server, kind, intermediate);

    server_side made{make_server_context(server), root.pem()};
    // OpenSSL's macro for this casts in the style of C. The context takes a reference of its own.
    require(
        SSL_CTX_ctrl(made.context.get(), SSL_CTRL_CHAIN_CERT, 1, intermediate.certificate.get()) == 1,
        "the chain cannot be set"
    );
    return made;
}

/// Clients of one server.
class handshakes
{
public:
    explicit handshakes(server_side const& to) : server_(to.context.get())
    {
        auto made = tls_context::make(
            boxlink::client_options().system_trust(false).ca_pem(to.trusted), "box.example"
        );
        require(made.has_value(), made.has_error() ? made.error().message.c_str() : "");
        context_ = std::move(*made);
    }

    /// One from the start to the end of a connection. \return the client's CPU time.
    double shake(bool resumed)
    {
        spent_ = 0;
        {
            openssl_ptr<SSL> server(SSL_new(server_));
            openssl_ptr<SSL> client;
            as_client([&] { client.reset(SSL_new(context_->context().native_handle())); });
            require(server != nullptr && client != nullptr, "no memory");
            connect(*client, *server);
            SSL_set_accept_state(server.get());
            as_client([&] {
                SSL_set_connect_state(client.get());
                require(context_->prepare(client.get()).has_value(), "the client cannot be prepared");
            });
            while (SSL_is_init_finished(client.get()) != 1 || SSL_is_init_finished(server.get()) != 1) {
                as_client([&] { check(*client, SSL_do_handshake(client.get())); });
                check(*server, SSL_do_handshake(server.get()));
            }
            // The tickets come with the first answer.
            std::array<char, 16> byte{};
            require(SSL_write(server.get(), byte.data(), 1) == 1, "the server cannot write");
            as_client([&] {
                require(
                    SSL_read(client.get(), byte.data(), static_cast<int>(byte.size())) == 1,
                    "the client cannot read"
                );
            });
            require(tls_context::resumed(client.get()) == resumed, "resumed, or not, against expectation");
            as_client([&] {
                tls_context::before_free(client.get());
                client.reset();
            });
            tls_context::before_free(server.get());
        }
        return spent_;
    }

private:
    static void connect(SSL& client, SSL& server)
    {
        BIO* ours = nullptr;
        BIO* theirs = nullptr;
        require(BIO_new_bio_pair(&ours, 1 << 16, &theirs, 1 << 16) == 1, "no memory");
        SSL_set_bio(&client, ours, ours);
        SSL_set_bio(&server, theirs, theirs);
    }

    static void check(SSL& side, int returned)
    {
        if (returned == 1)
            return;
        auto const why = SSL_get_error(&side, returned);
        auto const* const text = ERR_reason_error_string(ERR_peek_error());
        require(why == SSL_ERROR_WANT_READ, text != nullptr ? text : "the handshake failed");
    }

    template <class Work>
    void as_client(Work work)
    {
        auto const begin = boxlink::micro::cpu_time();
        work();
        spent_ += boxlink::micro::cpu_time() - begin;
    }

    SSL_CTX* server_;
    std::unique_ptr<tls_context> context_;
    double spent_ = 0;
};

void tls_handshake(benchmark::State& state, server_side (*make)())
try {
    auto const with_tickets = make();
    auto const without = make();
    SSL_CTX_set_num_tickets(without.context.get(), 0);
    handshakes resuming(with_tickets);
    handshakes starting(without);
    resuming.shake(false);
    double full = 0;
    double resumed = 0;
    while (state.KeepRunning()) {
        auto const first = starting.shake(false);
        auto const second = resuming.shake(true);
        full += first;
        resumed += second;
        state.SetIterationTime(first + second);
    }
    auto const pairs = static_cast<double>(state.iterations());
    state.counters["us_full"] = 1e6 * full / pairs;
    state.counters["us_resumed"] = 1e6 * resumed / pairs;
    state.counters["ratio"] = resumed / full;
} catch (std::exception const& failure) {
    state.SkipWithError(failure.what());
}

BENCHMARK_CAPTURE(tls_handshake, self_signed_p256, &self_signed)->UseManualTime();
BENCHMARK_CAPTURE(tls_handshake, chain_p256, [] { return chain_of(key_kind::p256); })->UseManualTime();
BENCHMARK_CAPTURE(tls_handshake, chain_rsa2048, [] { return chain_of(key_kind::rsa2048); })->UseManualTime();

} // namespace
