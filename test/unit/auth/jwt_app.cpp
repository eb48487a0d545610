// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"
#include "support/temporary_folder.hpp"

#include <boxlink/jwt_app.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>

BOOST_AUTO_TEST_SUITE(jwt_apps)

using namespace boxlink;

constexpr std::string_view good =
    R"({"boxAppSettings":{"clientID":"the-client","clientSecret":"hidden","appAuth":{"publicKeyID":"the-key-id",)"
    R"("privateKey":"-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----\n","passphrase":"hidden pass"}},)"
    R"("enterpriseID":"12345"})";

class folder
{
public:
    std::string file(std::string_view text, ::mode_t mode = 0600)
    {
        auto const path = folder_.file("app.json");
        std::filesystem::remove(path);
        std::ofstream(path) << text;
        BOOST_TEST_REQUIRE(::chmod(path.c_str(), mode) == 0);
        return path;
    }

    [[nodiscard]] std::string path() const { return folder_.path().string(); }

private:
    test::temporary_folder folder_;
};

std::string message_of(result<jwt_app> const& app)
{
    BOOST_TEST_REQUIRE(app.has_error());
    BOOST_TEST(app.error().code == make_error_code(errc::invalid_configuration));
    BOOST_TEST(app.error().message.find("hidden") == std::string::npos);
    return app.error().message;
}

void check_good(result<jwt_app> const& app)
{
    BOOST_TEST_REQUIRE(app.has_value());
    BOOST_TEST(app->app().client_id() == "the-client");
    BOOST_TEST(app->app().client_secret().reveal() == "hidden");
    BOOST_TEST(app->public_key_id() == "the-key-id");
    BOOST_TEST(app->private_key().reveal().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    BOOST_TEST(app->passphrase().reveal() == "hidden pass");
    BOOST_TEST((app->enterprise_id() == "12345"));
    BOOST_TEST((app->algorithm() == jwt_algorithm::rs256));
}

BOOST_AUTO_TEST_CASE(from_parts)
{
    jwt_app app(oauth_app("id", secret("s")), "kid", secret("key"));
    BOOST_TEST(app.app().client_id() == "id");
    BOOST_TEST(app.public_key_id() == "kid");
    BOOST_TEST(app.private_key().reveal() == "key");
    BOOST_TEST(app.passphrase().empty());
    BOOST_TEST(!app.enterprise_id());
    BOOST_TEST(app.warning().empty());
    BOOST_TEST((app.algorithm(jwt_algorithm::rs512).algorithm() == jwt_algorithm::rs512));
}

BOOST_AUTO_TEST_CASE(from_json)
{
    auto const app = jwt_app::from_json(good);
    check_good(app);
    BOOST_TEST(app->warning().empty());
    BOOST_TEST(message_of(jwt_app::from_json("{}")).starts_with("boxAppSettings: is missing; "));
}

BOOST_AUTO_TEST_CASE(from_file)
{
    folder place;
    auto const app = jwt_app::from_file(place.file(good));
    check_good(app);
    BOOST_TEST(app->warning().empty());
}

BOOST_AUTO_TEST_CASE(files_that_others_can_read)
{
    folder place;
    for (::mode_t const mode : {0640U, 0604U, 0644U, 0666U}) {
        auto const path = place.file(good, mode);
        auto const app = jwt_app::from_file(path);
        check_good(app);
        BOOST_TEST(
            app->warning() == '"' + path +
                                  "\": other users of this machine can read it, and the private key in it; "
                                  "take that from them with 'chmod 600'"
        );
    }
    for (::mode_t const mode : {0400U, 0600U, 0700U, 0622U}) {
        auto const app = jwt_app::from_file(place.file(good, mode));
        check_good(app);
        BOOST_TEST(app->warning().empty());
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_no_use)
{
    folder place;
    auto const missing = place.path() + "/none.json";
    BOOST_TEST(message_of(jwt_app::from_file(missing))
                   .starts_with('"' + missing + "\": cannot be read (No such file or directory); "));
    BOOST_TEST(message_of(jwt_app::from_file(place.path()))
                   .starts_with('"' + place.path() + "\": cannot be read (Is a directory); "));
    BOOST_TEST(message_of(jwt_app::from_file("")).starts_with("\"\": cannot be read ("));

    auto const empty = place.file("");
    BOOST_TEST(message_of(jwt_app::from_file(empty))
                   .starts_with('"' + empty + "\": the app's JSON file: is no valid JSON ("));
    auto const other = place.file("{\"hidden\":1}");
    BOOST_TEST(
        message_of(jwt_app::from_file(other)).starts_with('"' + other + "\": boxAppSettings: is missing; ")
    );
}

BOOST_AUTO_TEST_CASE(sizes)
{
    folder place;
    std::string text(good);
    text.resize(auth::max_jwt_config_size, ' ');
    check_good(jwt_app::from_file(place.file(text)));
    text += ' ';
    auto const path = place.file(text);
    BOOST_TEST(
        message_of(jwt_app::from_file(path)) ==
        '"' + path + "\": is larger than 64 KiB; is it the right file?"
    );
    BOOST_TEST(
        message_of(jwt_app::from_file("/dev/zero")) ==
        "\"/dev/zero\": is larger than 64 KiB; is it the right file?"
    );
}

// As in 'boxlink --jwt-config <(vault ...)'.
BOOST_AUTO_TEST_CASE(pipes)
{
    int ends[2];
    BOOST_TEST_REQUIRE(::pipe(ends) == 0);
    BOOST_TEST_REQUIRE(::write(ends[1], good.data(), good.size()) == static_cast<::ssize_t>(good.size()));
    ::close(ends[1]);
    auto const app = jwt_app::from_file("/dev/fd/" + std::to_string(ends[0]));
    ::close(ends[0]);
    check_good(app);
    BOOST_TEST(app->warning().empty());
}

BOOST_AUTO_TEST_SUITE_END()
