// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/private_key.hpp"

#include "keys.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(private_keys)

using boxlink::errc;
using boxlink::jwt_algorithm;
using boxlink::secret;
using boxlink::auth::private_key;
using boxlink::test::test_key;

constexpr std::string_view good = "correct horse \xc3\xa9";

boxlink::result<private_key> open(std::string_view pem, std::string_view passphrase = "")
{
    ERR_clear_error();
    auto opened = private_key::open(secret(std::string(pem)), secret(std::string(passphrase)));
    BOOST_TEST(ERR_peek_error() == 0UL, "errors are left for others to find");
    return opened;
}

// Opens the shared key, and nothing but it.
void opens(std::string_view pem, std::string_view passphrase = "")
{
    auto const key = open(pem, passphrase);
    BOOST_TEST_REQUIRE(key.has_value(), key.error().message << '\n' << pem);
    auto const signature = key->sign(jwt_algorithm::rs256, "a message");
    BOOST_TEST_REQUIRE(signature.has_value());
    BOOST_TEST(test_key::shared().verifies("SHA256", "a message", *signature));
}

std::string fault_of(std::string_view pem, std::string_view passphrase = "")
{
    auto const key = open(pem, passphrase);
    BOOST_TEST_REQUIRE(key.has_error());
    BOOST_TEST(key.error().code == make_error_code(errc::invalid_configuration));
    auto const& message = key.error().message;
    BOOST_TEST(message.starts_with("private key: "), message);
    BOOST_TEST(message.find("; ") != std::string::npos, message);
    if (passphrase.size() > 4)
        BOOST_TEST(message.find(passphrase) == std::string::npos, message);
    return message.substr(13, message.find("; ") - 13);
}

std::string replaced(std::string text, std::string_view part, std::string_view replacement)
{
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + replacement.size()))
        text.replace(at, part.size(), replacement);
    return text;
}

boost::test_tools::assertion_result legacy_provider(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result found = boxlink::test::has_legacy_provider();
    found.message() << "OpenSSL has no legacy provider here";
    return found;
}

BOOST_AUTO_TEST_CASE(keys_that_are_not_encrypted)
{
    for (auto const& pem : {test_key::shared().plain(), test_key::shared().traditional()}) {
        opens(pem);
        opens(pem, "a passphrase that nobody needs");
    }
}

BOOST_AUTO_TEST_CASE(encrypted_keys)
{
    auto const& key = test_key::shared();
    for (auto const& pem :
         {key.pbes2("AES-256-CBC", good), key.pbes2("AES-128-CBC", good), key.pbes2("DES-EDE3-CBC", good),
          key.pbes2("DES-EDE3-CBC", good, NID_hmacWithSHA1),
          key.pbes1(NID_pbe_WithSHA1And3_Key_TripleDES_CBC, good), key.traditional("AES-256-CBC", good),
          key.traditional("DES-EDE3-CBC", good)}) {
        opens(pem, good);
        BOOST_TEST(fault_of(pem, "correct horse") == "does not open with the passphrase");
        BOOST_TEST(fault_of(pem) == "is encrypted, and there is no passphrase");
        BOOST_TEST(fault_of(pem, std::string(2000, 'x')) == "does not open with the passphrase");
    }
}

BOOST_AUTO_TEST_CASE(keys_that_are_encrypted_as_of_old, *boost::unit_test::precondition(&legacy_provider))
{
    auto const& key = test_key::shared();
    for (auto const& pem :
         {key.pbes1(NID_pbeWithMD5AndDES_CBC, good), key.pbes1(NID_pbeWithSHA1AndRC2_CBC, good),
          key.pbes1(NID_pbe_WithSHA1And40BitRC2_CBC, good), key.pbes2("DES-CBC", good),
          key.traditional("DES-CBC", good)}) {
        opens(pem, good);
        BOOST_TEST(fault_of(pem, "wrong") == "does not open with the passphrase");
        BOOST_TEST(fault_of(pem) == "is encrypted, and there is no passphrase");
    }
    // Nobody else got the ciphers of old.
    EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "DES-CBC", nullptr);
    BOOST_TEST(cipher == nullptr);
    EVP_CIPHER_free(cipher);
    ERR_clear_error();
}

// The padding of one wrong passphrase in 256 is right by chance.
BOOST_AUTO_TEST_CASE(wrong_passphrases_are_called_so_every_time)
{
    auto const& key = test_key::shared();
    for (auto const& pem :
         {key.pbes1(NID_pbe_WithSHA1And3_Key_TripleDES_CBC, good), key.traditional("AES-128-CBC", good)})
        for (int i = 0; i < 600; ++i)
            BOOST_TEST(fault_of(pem, std::to_string(i)) == "does not open with the passphrase");
}

BOOST_AUTO_TEST_CASE(ciphers_that_nobody_knows)
{
    auto const pem = replaced(test_key::shared().traditional("AES-256-CBC", good), "AES-256-CBC", "ROT13");
    BOOST_TEST(fault_of(pem, good) == "is encrypted in a way that OpenSSL does not know on this machine");
}

BOOST_AUTO_TEST_CASE(line_ends)
{
    for (auto const& pem :
         {test_key::shared().plain(), test_key::shared().pbes2("AES-256-CBC", good),
          test_key::shared().traditional("AES-256-CBC", good)}) {
        opens(replaced(pem, "\n", "\r\n"), good);
        opens(replaced(pem, "\n", "\\n"), good);
        opens(replaced(pem, "\n", "\\r\\n"), good);
        opens(pem.substr(0, pem.size() - 1), good);
        opens("\n  \n" + pem + "\n\n", good);
    }
}

BOOST_AUTO_TEST_CASE(what_stands_around_a_key)
{
    auto const& key = test_key::shared();
    opens("Bag Attributes\n    friendlyName: box\n" + key.certificate() + key.plain() + key.certificate());
}

BOOST_AUTO_TEST_CASE(other_things)
{
    BOOST_TEST(fault_of("") == "is missing");
    BOOST_TEST(fault_of(" \n") == "is missing");
    BOOST_TEST(fault_of("MIIEvQIBADANBgkqhkiG9w0BAQEF") == "is no private key in PEM format");
    BOOST_TEST(
        fault_of("-----BEGIN DH PARAMETERS-----\nTk9U\n-----END DH PARAMETERS-----\n") ==
        "is no private key in PEM format"
    );
    BOOST_TEST(fault_of(test_key::shared().public_half()) == "is a public key");
    BOOST_TEST(
        fault_of("-----BEGIN RSA PUBLIC KEY-----\nTk9U\n-----END RSA PUBLIC KEY-----\n") == "is a public key"
    );
    BOOST_TEST(fault_of(test_key::shared().certificate()) == "is a certificate");
    BOOST_TEST(
        fault_of("-----BEGIN CERTIFICATE REQUEST-----\nTk9U\n-----END CERTIFICATE REQUEST-----\n") ==
        "is a certificate"
    );
    BOOST_TEST(
        fault_of("-----BEGIN OPENSSH PRIVATE KEY-----\nTk9U\n-----END OPENSSH PRIVATE KEY-----\n") ==
        "is in OpenSSH's format"
    );
    BOOST_TEST(
        fault_of("-----BEGIN EC PRIVATE KEY-----\nTk9U\n-----END EC PRIVATE KEY-----\n") == "is no RSA key"
    );
    BOOST_TEST(fault_of(test_key::ec().plain()) == "is no RSA key");
    BOOST_TEST(fault_of(test_key::ec().pbes2("AES-256-CBC", good), good) == "is no RSA key");
    BOOST_TEST(fault_of(test_key::shared().plain() + std::string(64 * 1024, ' ')) == "is larger than 64 KiB");
}

BOOST_AUTO_TEST_CASE(short_keys)
{
    auto const pem = test_key::rsa(1024).plain();
    BOOST_TEST(fault_of(pem) == "has 1024 bits");
}

BOOST_AUTO_TEST_CASE(broken_keys)
{
    for (auto const& pem :
         {test_key::shared().plain(), test_key::shared().traditional(),
          test_key::shared().pbes2("AES-256-CBC", good)}) {
        auto const middle = pem.find('\n', pem.size() / 2);
        std::string const broken[] = {
            pem.substr(0, middle),
            pem.substr(0, middle) + pem.substr(pem.find('\n', middle + 1)),
            pem.substr(0, pem.rfind("-----END")),
            replaced(pem, "-----END ", "-----END MORE "),
            pem.substr(0, pem.find('\n') + 1) + "Tk9U\n" + pem.substr(pem.rfind("-----END")),
            pem.substr(0, pem.find('\n') + 1) + "\n" + pem.substr(pem.rfind("-----END")),
            replaced(pem, "PRIVATE KEY", "PRIVATE KEY "),
        };
        for (auto const& each : broken) {
            auto const fault = fault_of(each, good);
            BOOST_TEST(
                (fault == "is broken" || fault == "is no private key in PEM format"), fault << '\n'
                                                                                            << each
            );
        }
    }
}

BOOST_AUTO_TEST_CASE(wrong_labels)
{
    auto const encrypted = test_key::shared().pbes2("AES-256-CBC", good);
    BOOST_TEST(fault_of(replaced(encrypted, "ENCRYPTED PRIVATE", "PRIVATE"), good) == "is broken");
    BOOST_TEST(fault_of(replaced(encrypted, "ENCRYPTED PRIVATE", "RSA PRIVATE"), good) == "is broken");
    auto const plain = test_key::shared().plain();
    BOOST_TEST(fault_of(replaced(plain, "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), good) == "is broken");
}

// What is well-formed, but whose numbers do not belong together.
BOOST_AUTO_TEST_CASE(damaged_keys)
{
    auto const pem = test_key::shared().plain();
    int found = 0;
    for (std::size_t at = 300; at < 1500; at += 97) {
        auto damaged = pem;
        if (damaged[at] == '\n')
            continue;
        damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
        auto const key = open(damaged);
        // OpenSSL does without what a key has twice if that part is damaged: then it signs well.
        if (key)
            BOOST_TEST(test_key::shared().verifies("SHA256", "x", *key->sign(jwt_algorithm::rs256, "x")));
        else
            found += fault_of(damaged) == "is broken" ? 1 : 0;
    }
    BOOST_TEST(found > 0);
}

BOOST_AUTO_TEST_CASE(truncations)
{
    auto const pem = test_key::shared().plain();
    for (std::size_t size = 1; size < pem.size() - 2; size += 7)
        BOOST_TEST(open(pem.substr(0, size)).has_error(), size);
}

BOOST_AUTO_TEST_CASE(algorithms)
{
    auto const key = open(test_key::shared().plain());
    BOOST_TEST_REQUIRE(key.has_value());
    struct row
    {
        jwt_algorithm algorithm;
        char const* digest;
    };
    for (row const& each :
         {row{jwt_algorithm::rs256, "SHA256"}, row{jwt_algorithm::rs384, "SHA384"},
          row{jwt_algorithm::rs512, "SHA512"}}) {
        for (std::string_view const message : {"", "a message"}) {
            auto const signature = key->sign(each.algorithm, message);
            BOOST_TEST_REQUIRE(signature.has_value());
            BOOST_TEST(signature->size() == 256U);
            BOOST_TEST(test_key::shared().verifies(each.digest, message, *signature));
            BOOST_TEST(!test_key::shared().verifies(each.digest, "another", *signature));
        }
    }
}

BOOST_AUTO_TEST_CASE(copies_share_the_key)
{
    auto key = open(test_key::shared().plain());
    BOOST_TEST_REQUIRE(key.has_value());
    auto const copy = *key;
    key = boxlink::error_info();
    BOOST_TEST(test_key::shared().verifies("SHA256", "x", *copy.sign(jwt_algorithm::rs256, "x")));
}

BOOST_AUTO_TEST_SUITE_END()
