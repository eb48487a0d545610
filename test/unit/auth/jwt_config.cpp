// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(jwt_config)

using boxlink::errc;
using boxlink::auth::parse_jwt_config;
using namespace std::string_literals;

// Of the shape that the developer console writes; nothing in it is a key.
constexpr std::string_view good = R"({
  "boxAppSettings": {
    "clientID": "not-an-id",
    "clientSecret": "not-a-secret",
    "appAuth": {
      "publicKeyID": "not-a-key-id",
      "privateKey": "-----BEGIN ENCRYPTED PRIVATE KEY-----\nTk9UQUtFWQ==\n-----END ENCRYPTED PRIVATE KEY-----\n",
      "passphrase": "not-a-passphrase"
    }
  },
  "enterpriseID": "12345"
})";

// The good text with a part of it replaced.
std::string with(std::string_view part, std::string_view replacement)
{
    std::string text(good);
    auto const at = text.find(part);
    BOOST_TEST_REQUIRE(at != std::string::npos, part);
    return text.replace(at, part.size(), replacement);
}

std::string with_key(std::string_view key)
{
    std::string_view const begin = "\"privateKey\": ";
    auto const at = good.find(begin) + begin.size();
    return with(good.substr(at, good.find(",\n", at) - at), key);
}

std::string message_of(std::string_view text)
{
    auto const config = parse_jwt_config(text);
    BOOST_TEST_REQUIRE(config.has_error(), text);
    BOOST_TEST(config.error().code == make_error_code(errc::invalid_configuration));
    for (std::string_view const hidden : {"not-a-secret", "Tk9UQUtFWQ", "not-a-passphrase"})
        BOOST_TEST(config.error().to_string().find(hidden) == std::string::npos);
    return config.error().message;
}

BOOST_AUTO_TEST_CASE(all_members)
{
    auto const config = parse_jwt_config(good);
    BOOST_TEST_REQUIRE(config.has_value());
    BOOST_TEST(config->client_id == "not-an-id");
    BOOST_TEST(config->client_secret.reveal() == "not-a-secret");
    BOOST_TEST(config->public_key_id == "not-a-key-id");
    BOOST_TEST(
        config->private_key.reveal() ==
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nTk9UQUtFWQ==\n-----END ENCRYPTED PRIVATE KEY-----\n"
    );
    BOOST_TEST(config->passphrase.reveal() == "not-a-passphrase");
    BOOST_TEST((config->enterprise_id == "12345"));
}

BOOST_AUTO_TEST_CASE(unknown_members_are_skipped)
{
    BOOST_TEST(parse_jwt_config(with("\"clientID\"", "\"new\": [1, {}], \"clientID\"")).has_value());
    BOOST_TEST(parse_jwt_config("\xef\xbb\xbf" + std::string(good) + "\n").has_value());
}

BOOST_AUTO_TEST_CASE(enterprise_ids)
{
    struct row
    {
        std::string_view json;
        std::optional<std::string> id;
    };
    row const rows[] = {
        {"12345", "12345"},
        {"\"0\"", std::nullopt},
        {"0", std::nullopt},
        {"null", std::nullopt},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
    };
    for (row const& each : rows) {
        auto const config = parse_jwt_config(with("\"12345\"", each.json));
        BOOST_TEST_REQUIRE(config.has_value(), each.json);
        BOOST_TEST((config->enterprise_id == each.id), each.json);
    }
    auto const absent = parse_jwt_config(with(",\n  \"enterpriseID\": \"12345\"", ""));
    BOOST_TEST_REQUIRE(absent.has_value());
    BOOST_TEST(!absent->enterprise_id.has_value());

    for (std::string_view const json : {"\"\"", "\"abc\"", "\" 1\"", "-1", "1.5", "1e3", "true", "[]", "{}"})
        BOOST_TEST(
            message_of(with("\"12345\"", json)) ==
                "enterpriseID: is no id; write the digits that the admin console shows, or \"0\" for an app "
                "that acts for users only",
            json
        );
}

BOOST_AUTO_TEST_CASE(each_member_is_needed)
{
    struct row
    {
        std::string_view path;
        std::string_view value;
    };
    constexpr row rows[] = {
        {"boxAppSettings.clientID", "\"not-an-id\""},
        {"boxAppSettings.clientSecret", "\"not-a-secret\""},
        {"boxAppSettings.appAuth.publicKeyID", "\"not-a-key-id\""},
    };
    for (row const& each : rows) {
        auto const begins = [&](std::string_view replacement, std::string_view fault) {
            auto const message = message_of(with(each.value, replacement));
            BOOST_TEST(
                message.starts_with(std::string(each.path).append(": ").append(fault).append("; ")), message
            );
        };
        begins("null", "is missing");
        begins("\"\"", "is empty");
        begins("1", "is no string");
        begins("[\"x\"]", "is no string");
        begins("{}", "is no string");

        auto const name = '"' + std::string(each.path.substr(each.path.rfind('.') + 1)) + '"';
        BOOST_TEST(
            message_of(with(name, "\"renamed\"")).starts_with(std::string(each.path) + ": is missing; ")
        );
    }
    BOOST_TEST(message_of(with_key("null")).starts_with("boxAppSettings.appAuth.privateKey: is missing; "));
    BOOST_TEST(message_of(with_key("\"\"")).starts_with("boxAppSettings.appAuth.privateKey: is empty; "));
    BOOST_TEST(message_of(with_key("7")).starts_with("boxAppSettings.appAuth.privateKey: is no string; "));
}

BOOST_AUTO_TEST_CASE(a_passphrase_is_not_needed)
{
    for (std::string_view const value : {"null", "\"\""}) {
        auto const config = parse_jwt_config(with("\"not-a-passphrase\"", value));
        BOOST_TEST_REQUIRE(config.has_value(), value);
        BOOST_TEST(config->passphrase.empty());
    }
    auto const config = parse_jwt_config(with("\"passphrase\"", "\"renamed\""));
    BOOST_TEST_REQUIRE(config.has_value());
    BOOST_TEST(config->passphrase.empty());
    for (std::string_view const value : {"1", "true", "[]", "{}"})
        BOOST_TEST(message_of(with("\"not-a-passphrase\"", value))
                       .starts_with("boxAppSettings.appAuth.passphrase: is no string; "));
}

BOOST_AUTO_TEST_CASE(each_object_is_needed)
{
    BOOST_TEST(message_of("{}").starts_with("boxAppSettings: is missing; "));
    BOOST_TEST(message_of(R"({"boxAppSettings":"x"})").starts_with("boxAppSettings: is no object; "));
    BOOST_TEST(message_of(with("\"appAuth\"", "\"x\"")).starts_with("boxAppSettings.appAuth: is missing; "));
    BOOST_TEST(message_of(R"({"boxAppSettings":{"clientID":"a","clientSecret":"b","appAuth":[]}})")
                   .starts_with("boxAppSettings.appAuth: is no object; "));
}

BOOST_AUTO_TEST_CASE(advice)
{
    BOOST_TEST(
        message_of("{}") ==
        "boxAppSettings: is missing; take the file that Box's developer console makes with "
        "'Generate a Public/Private Keypair'"
    );
}

BOOST_AUTO_TEST_CASE(accepted_keys)
{
    for (std::string_view const key :
         {R"("-----BEGIN PRIVATE KEY-----\nTk9U\nQUtF\n-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\r\nTk9U\r\n-----END PRIVATE KEY-----\r\n")",
          R"("\n-----BEGIN RSA PRIVATE KEY-----\u000aTk9U+\/==\n-----END RSA PRIVATE KEY-----\n\n")",
          R"("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\nTk9U\n-----END RSA PRIVATE KEY-----\n")"})
        BOOST_TEST(parse_jwt_config(with_key(key)).has_value(), key);
}

BOOST_AUTO_TEST_CASE(refused_keys)
{
    auto const check = [](std::string_view key, std::string_view fault) {
        auto const message = message_of(with_key(key));
        auto const begin = std::string("boxAppSettings.appAuth.privateKey: ").append(fault).append("; ");
        BOOST_TEST(message.starts_with(begin), message << '\n' << key);
    };
    for (std::string_view const key :
         {R"(" ")", R"("Tk9UQUtFWQ==")", R"("-----BEGIN \n-----END ")",
          R"("-----BEGIN KEY-----\nTk9U\n-----END KEY-----")"})
        check(key, "is no private key in PEM format");
    for (std::string_view const key :
         {R"("-----BEGIN PRIVATE KEY-----")", R"("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----Tk9U\n-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\nTk9U-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\nTk9U\n-----END RSA PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\nTk9U\n-----END PRIVATE KEY-----\nmore")",
          R"("-----BEGIN PRIVATE KEY-----\nTk9U\u0000\n-----END PRIVATE KEY-----")",
          R"("-----BEGIN PRIVATE KEY-----\nTk\u00e9U\n-----END PRIVATE KEY-----")"})
        check(key, "is broken");
    check(R"("-----BEGIN PUBLIC KEY-----\nTk9U\n-----END PUBLIC KEY-----")", "is a public key");
    check(R"("-----BEGIN CERTIFICATE-----\nTk9U\n-----END CERTIFICATE-----")", "is a certificate");
    check(R"("-----BEGIN EC PRIVATE KEY-----\nTk9U\n-----END EC PRIVATE KEY-----")", "is no RSA key");
    check(
        R"("-----BEGIN OPENSSH PRIVATE KEY-----\nTk9U\n-----END OPENSSH PRIVATE KEY-----")",
        "is in OpenSSH's format"
    );
    BOOST_TEST(
        message_of(with_key(R"("-----BEGIN PRIVATE KEY-----\\nTk9U\\n-----END PRIVATE KEY-----\\n")")) ==
        "boxAppSettings.appAuth.privateKey: has backslashes where its lines should end; write \\n in the "
        "JSON "
        "text, and not \\\\n"
    );
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_settings)
{
    for (std::string_view const text : {"", "not JSON: not-a-secret", "{", "{\"boxAppSettings\"", "<html>"})
        BOOST_TEST(message_of(text).starts_with("the app's JSON file: is no valid JSON ("), text);
    for (std::string_view const text : {"[]", "\"not-a-secret\"", "1", "null"})
        BOOST_TEST(message_of(text).starts_with("the app's JSON file: is JSON, but no object; "), text);
}

BOOST_AUTO_TEST_CASE(bounds)
{
    auto text = std::string(good);
    text.resize(64 * 1024, ' ');
    BOOST_TEST(parse_jwt_config(text).has_value());
    text += ' ';
    BOOST_TEST(message_of(text).starts_with("the app's JSON file: is larger than 64 KiB; "));

    auto const nested = [](std::size_t depth) {
        return with(
            "\"clientID\"", "\"new\":" + std::string(depth, '[') + std::string(depth, ']') + ",\"clientID\""
        );
    };
    BOOST_TEST(parse_jwt_config(nested(30)).has_value());
    BOOST_TEST(message_of(nested(31)).starts_with("the app's JSON file: is no valid JSON ("));
}

BOOST_AUTO_TEST_SUITE_END()
