// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "oauth_fixture.hpp"
#include "signed_assertion.hpp"
#include "testing/app_key.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>

namespace boxlink::testing {

namespace {

constexpr std::string_view bad_signature = "OpenSSL unable to verify data: ";

// One pair for all tests: making one takes long.
const test_key& app_pair()
{
    static const test_key made = make_rsa_key();
    return made;
}

const test_key& other_pair()
{
    static const test_key made = make_rsa_key();
    return made;
}

struct jwt_fixture : oauth_fixture
{
    jwt_fixture() { header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", kid}}; }

    // Good ones, with a `jti` of their own.
    json::object claims()
    {
        return {
            {"iss", "boxlink-test-client"},
            {"sub", "20001"},
            {"box_sub_type", "enterprise"},
            {"aud", "https://api.box.com/oauth2/token"},
            {"jti", "assertion-" + std::to_string(100000 + ++last_jti)},
            {"exp", in(45s)}};
    }

    json::object with(const char* name, json::value value)
    {
        json::object changed = claims();
        changed[name] = std::move(value);
        return changed;
    }

    json::object without(const char* name)
    {
        json::object changed = claims();
        changed.erase(name);
        return changed;
    }

    std::int64_t in(std::chrono::seconds wait) const
    {
        return std::chrono::floor<std::chrono::seconds>(now + wait).time_since_epoch().count();
    }

    http_response present(const std::string& assertion)
    {
        return token(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion
        );
    }

    http_response ask(const json::object& with_claims)
    {
        return present(signed_assertion(header, with_claims, app_pair()));
    }

    std::string user_of(const http_response& answer)
    {
        return std::string(box.users().user_of(text(answer, "access_token")));
    }

    std::string kid = box.add_jwt_key(public_pem(app_pair()));
    json::object header;
    int last_jti = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jwt_grant, jwt_fixture)

BOOST_AUTO_TEST_CASE(for_the_enterprise)
{
    const http_response answer = ask(claims());
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(user_of(answer) == "10001");
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 3600);
    BOOST_TEST(!body_of(answer).contains("refresh_token"));
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    BOOST_TEST(box.take_token_events().granted == 1u);
}

BOOST_AUTO_TEST_CASE(for_a_user)
{
    box.users().add_user("Ann", "42");
    json::object for_ann = with("box_sub_type", "user");
    for_ann["sub"] = "42";
    BOOST_TEST(user_of(ask(for_ann)) == "42");
}

BOOST_AUTO_TEST_CASE(each_algorithm)
{
    const std::pair<const char*, const EVP_MD*> all[] = {
        {"RS256", EVP_sha256()}, {"RS384", EVP_sha384()}, {"RS512", EVP_sha512()}};
    for (const auto& [name, digest] : all) {
        header["alg"] = name;
        for (const auto& [signed_as, used] : all) {
            const http_response answer = present(signed_assertion(header, claims(), app_pair(), used));
            if (used == digest)
                BOOST_TEST(answer.status == 200u, name);
            else
                refused(answer, "invalid_grant", bad_signature);
        }
    }
}

BOOST_AUTO_TEST_CASE(other_algorithms_are_refused)
{
    for (const json::value& name :
         {json::value("none"), json::value("None"), json::value("HS256"), json::value("PS256"),
          json::value("ES256"), json::value("rs256"), json::value(""), json::value(256), json::value()}) {
        header["alg"] = name;
        refused(
            ask(claims()), "invalid_grant",
            "Please check the 'alg' header. RS256, RS384 or RS512 is expected."
        );
    }
    header["alg"] = "none";
    const std::string unsigned_text =
        base64url(json::serialize(header)) + "." + base64url(json::serialize(claims())) + ".";
    BOOST_TEST(present(unsigned_text).status == 400u);
    header["alg"] = "RS256";
    const std::string empty_signature =
        base64url(json::serialize(header)) + "." + base64url(json::serialize(claims())) + ".";
    refused(present(empty_signature), "invalid_grant", bad_signature);
    BOOST_TEST(box.take_token_events().granted == 0u);
}

BOOST_AUTO_TEST_CASE(the_type_is_checked)
{
    for (const json::value& type : {json::value("jwt"), json::value("JOSE"), json::value()}) {
        header["typ"] = type;
        refused(ask(claims()), "invalid_grant", "Please check the 'typ' header. JWT is expected.");
    }
}

BOOST_AUTO_TEST_CASE(the_key_is_found_by_its_id)
{
    const std::string other = box.add_jwt_key(public_pem(other_pair()));
    BOOST_TEST(other != kid);
    BOOST_TEST(ask(claims()).status == 200u);
    BOOST_TEST(kid.size() == 8u);
    for (const json::value& id :
         {json::value(other), json::value("nonsense"), json::value(), json::value(1)}) {
        header["kid"] = id;
        refused(ask(claims()), "invalid_grant", bad_signature);
    }
    header["kid"] = other;
    BOOST_TEST(present(signed_assertion(header, claims(), other_pair())).status == 200u);
}

BOOST_AUTO_TEST_CASE(tampering_is_seen)
{
    const std::string good = signed_assertion(header, claims(), app_pair());
    const auto first = good.find('.');
    const auto last = good.rfind('.');
    const std::string head = good.substr(0, first);
    const std::string signature_part = good.substr(last + 1);
    refused(
        present(head + "." + base64url(json::serialize(with("sub", "42"))) + "." + signature_part),
        "invalid_grant", bad_signature
    );
    json::object longer = header;
    longer["x"] = 1;
    refused(present(base64url(json::serialize(longer)) + good.substr(first)), "invalid_grant", bad_signature);
    std::string flipped = base64url_decode(signature_part).value();
    flipped[100] = static_cast<char>(flipped[100] ^ 1);
    refused(present(good.substr(0, last + 1) + base64url(flipped)), "invalid_grant", bad_signature);
    flipped.resize(200);
    refused(present(good.substr(0, last + 1) + base64url(flipped)), "invalid_grant", bad_signature);
    BOOST_TEST(ERR_peek_error() == 0u);
    // None of them used the `jti` up.
    BOOST_TEST(present(good).status == 200u);
}

BOOST_AUTO_TEST_CASE(what_is_no_assertion_is_refused)
{
    const std::string good = signed_assertion(header, claims(), app_pair());
    refused(present(""), "invalid_request", "Missing parameter. \"assertion\" is required");
    for (const std::string& bad :
         {std::string("a"), std::string("a.b"), good + ".", "." + good, good + "%3D", good + "%0A",
          good.substr(0, good.rfind('.')), base64url("[]") + good.substr(good.find('.')),
          base64url("{") + good.substr(good.find('.'))}) {
        const http_response answer = present(bad);
        BOOST_TEST(text(answer, "error") == "invalid_grant", bad);
        BOOST_TEST(text(answer, "error_description").starts_with("Invalid JWT assertion"), bad);
    }
    BOOST_TEST(present(good).status == 200u);
}

BOOST_AUTO_TEST_CASE(the_issuer_is_the_client)
{
    for (const json::object& bad : {without("iss"), with("iss", "another"), with("iss", 1)})
        refused(
            ask(bad), "invalid_grant", "Please check the 'iss' claim. The client id specified is invalid."
        );
}

BOOST_AUTO_TEST_CASE(the_subject_exists)
{
    box.users().add_user("Ann", "42");
    json::object enterprise_as_user = with("box_sub_type", "user");
    json::object nobody = with("box_sub_type", "user");
    nobody["sub"] = "43";
    for (const json::object& bad :
         {without("sub"), with("sub", "20002"), with("sub", 20001), with("sub", "42"), with("sub", ""),
          enterprise_as_user, nobody})
        refused(ask(bad), "invalid_grant", "Please check the 'sub' claim. The 'sub' specified is invalid.");
    for (const json::object& bad :
         {without("box_sub_type"), with("box_sub_type", "Enterprise"), with("box_sub_type", 1)})
        refused(
            ask(bad), "invalid_grant",
            "Please check the 'box_sub_type' claim. The 'box_sub_type' specified is invalid."
        );
}

BOOST_AUTO_TEST_CASE(the_audience_is_exact)
{
    for (const json::object& bad :
         {without("aud"), with("aud", "https://api.box.com/oauth2/token/"),
          with("aud", "http://api.box.com/oauth2/token"), with("aud", "https://localhost/oauth2/token"),
          with("aud", json::array{"https://api.box.com/oauth2/token"})})
        refused(ask(bad), "invalid_grant", "Please check the 'aud' claim. The 'aud' specified is invalid.");
}

BOOST_AUTO_TEST_CASE(the_expiry_is_near)
{
    now += 500ms;
    BOOST_TEST(ask(with("exp", in(60s))).status == 200u);
    BOOST_TEST(ask(with("exp", in(1s))).status == 200u);
    for (const std::int64_t late : {in(0s), in(-1s), in(-7200s), std::int64_t{0}, std::int64_t{-1}})
        refused(
            ask(with("exp", late)), "invalid_grant",
            "Current date/time MUST be before the expiration date/time listed in the 'exp' claim"
        );
    for (const std::int64_t early : {in(61s), in(7200s), std::numeric_limits<std::int64_t>::max()})
        refused(
            ask(with("exp", early)), "invalid_grant",
            "Please check the 'exp' claim. The 'exp' value exceeds the maximum value of 60 seconds beyond "
            "the issue time."
        );
    for (const json::value& odd :
         {json::value(), json::value(std::to_string(in(45s))),
          json::value(static_cast<double>(in(45s)) + 0.5),
          json::value(std::numeric_limits<std::uint64_t>::max())})
        refused(
            ask(with("exp", odd)), "invalid_grant", "Please check the 'exp' claim. Should be an integer."
        );
    refused(ask(without("exp")), "invalid_grant", "Please check the 'exp' claim. Should be an integer.");
}

BOOST_AUTO_TEST_CASE(the_id_has_a_length)
{
    for (const std::size_t size : {std::size_t{16}, std::size_t{128}})
        BOOST_TEST(ask(with("jti", json::string(size, 'x'))).status == 200u, size);
    for (const json::object& bad :
         {without("jti"), with("jti", json::string(15, 'x')), with("jti", json::string(129, 'x')),
          with("jti", ""), with("jti", 1234567890123456789)})
        refused(
            ask(bad), "invalid_grant",
            "Please check the 'jti' claim. A string of 16 to 128 characters is required."
        );
    BOOST_TEST(box.take_token_events().jti_reuses == 0u);
}

BOOST_AUTO_TEST_CASE(the_id_is_good_once)
{
    constexpr std::string_view used = "Please check the 'jti' claim. A unique 'jti' value is required.";
    const json::object once = claims();
    BOOST_TEST(ask(once).status == 200u);
    refused(ask(once), "invalid_grant", used);
    BOOST_TEST(box.take_token_events().jti_reuses == 1u);

    // Also where it came with something wrong, such as a skewed clock.
    json::object skewed = with("exp", in(-600s));
    BOOST_TEST(ask(skewed).status == 400u);
    skewed["exp"] = in(45s);
    refused(ask(skewed), "invalid_grant", used);
    now += std::chrono::hours(1000);
    skewed["exp"] = in(45s);
    refused(ask(skewed), "invalid_grant", used);
    BOOST_TEST(box.take_token_events().jti_reuses == 2u);
}

BOOST_AUTO_TEST_CASE(the_client_is_checked_first)
{
    const std::string good = signed_assertion(header, claims(), app_pair());
    const std::string form = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=" + good;
    refused(
        send(form_request("/oauth2/token", form)), "invalid_client", "The client credentials are invalid"
    );
    BOOST_TEST(present(good).status == 200u);
}

BOOST_AUTO_TEST_CASE(only_strong_rsa_keys_are_taken)
{
    const test_key curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
    const app_key pair;
    for (const std::string& bad :
         {std::string(), std::string("nonsense"), public_pem(curve), public_pem(make_rsa_key(1024)),
          pair.private_pem})
        BOOST_CHECK_THROW(box.add_jwt_key(bad), std::invalid_argument);
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_CASE(the_app_key_is_encrypted)
{
    const app_key pair;
    BOOST_TEST(pair.private_pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    BOOST_TEST(!private_key(pair.private_pem, "wrong"));
    ERR_clear_error();
    const test_key opened = private_key(pair.private_pem, pair.passphrase);
    BOOST_REQUIRE(opened);
    header["kid"] = box.add_jwt_key(pair.public_pem);
    BOOST_TEST(present(signed_assertion(header, claims(), opened)).status == 200u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
