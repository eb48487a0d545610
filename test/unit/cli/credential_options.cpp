// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/credential_options.hpp"

#include "cli/refusal.hpp"
#include "fake_surroundings.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

using variables = std::map<std::string, std::string>;
using change = std::function<void(credential_arguments&)>;

credential_choice chosen(credential_arguments const& args, variables const& set = {})
{
    fake_surroundings fake;
    fake.variables = set;
    return choose_credentials(args, fake.around());
}

template <class Refusal>
std::string refused(credential_arguments const& args, variables const& set = {})
{
    try {
        (void)chosen(args, set);
    } catch (Refusal const& e) {
        return e.what();
    }
    return {};
}

credential_arguments with(std::initializer_list<change> changes)
{
    credential_arguments args;
    for (change const& apply : changes)
        apply(args);
    return args;
}

// Each option, with the name that messages must use.
struct named_change
{
    std::string name;
    change apply;
};

named_change const token_file = {"--token-file", [](auto& args) { args.token_file = "t"; }};
named_change const jwt_config = {"--jwt-config", [](auto& args) { args.jwt_config = "j"; }};
named_change const client_id = {"--client-id", [](auto& args) { args.client_id = "i"; }};
named_change const secret_file = {"--client-secret-file", [](auto& args) { args.client_secret_file = "s"; }};
named_change const enterprise = {"--enterprise", [](auto& args) { args.enterprise = "1"; }};
named_change const user = {"--user", [](auto& args) { args.user = "2"; }};
named_change const store = {"--token-store", [](auto& args) { args.token_store = "k"; }};
named_change const user_tokens = {"--user-tokens", [](auto& args) { args.user_tokens = true; }};

variables const everything = {
    {"BOXLINK_TOKEN", "t"},
    {"BOXLINK_JWT_CONFIG", "from-environment"},
    {"BOXLINK_CLIENT_ID", "from-environment"},
    {"BOXLINK_CLIENT_SECRET", "s"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(choosing_credentials)

BOOST_AUTO_TEST_CASE(options_choose_whatever_the_environment_says)
{
    for (variables const& set : {variables(), everything}) {
        auto const token = chosen(with({token_file.apply}), set);
        BOOST_TEST((token.kind == credential_kind::access_token && token.file == "t"));

        auto const signing = chosen(with({jwt_config.apply, user_tokens.apply}), set);
        BOOST_TEST((signing.kind == credential_kind::jwt && signing.file == "j" && !signing.subject));
        auto const signing_for = chosen(with({jwt_config.apply, user.apply}), set);
        BOOST_TEST((signing_for.subject->type() == "user" && signing_for.subject->id() == "2"));

        auto const app = chosen(with({client_id.apply, enterprise.apply}), set);
        BOOST_TEST((app.kind == credential_kind::client_credentials && app.client_id == "i" && !app.file));
        BOOST_TEST((app.subject->type() == "enterprise" && app.subject->id() == "1"));

        auto const login = chosen(with({client_id.apply, secret_file.apply, store.apply}), set);
        BOOST_TEST((login.kind == credential_kind::login && login.client_id == "i" && login.file == "k"));
    }
}

BOOST_AUTO_TEST_CASE(the_environment_fills_in)
{
    auto const by_token = chosen({}, {{"BOXLINK_TOKEN", "t"}, {"BOXLINK_CLIENT_ID", "i"}});
    BOOST_TEST((by_token.kind == credential_kind::access_token && !by_token.file));
    auto const by_file = chosen({}, {{"BOXLINK_JWT_CONFIG", "j"}, {"BOXLINK_CLIENT_ID", "i"}});
    BOOST_TEST((by_file.kind == credential_kind::jwt && by_file.file == "j"));
    auto const by_id = chosen(with({user.apply}), {{"BOXLINK_CLIENT_ID", "i"}, {"BOXLINK_TOKEN", "t"}});
    BOOST_TEST((by_id.kind == credential_kind::client_credentials && by_id.client_id == "i"));
    auto const for_other = chosen(with({user.apply}), {{"BOXLINK_JWT_CONFIG", "j"}, {"BOXLINK_TOKEN", "t"}});
    BOOST_TEST((for_other.kind == credential_kind::jwt && for_other.subject->id() == "2"));
    auto const login = chosen(with({store.apply}), everything);
    BOOST_TEST((login.kind == credential_kind::login && login.client_id == "from-environment"));
}

BOOST_AUTO_TEST_CASE(contradictions_name_both)
{
    std::pair<named_change, std::vector<named_change>> const pairs[] = {
        {token_file, {jwt_config, client_id, secret_file, enterprise, user, store, user_tokens}},
        {jwt_config, {client_id, secret_file, store}},
        {store, {enterprise, user, user_tokens}},
        {enterprise, {user}},
    };
    for (auto const& [one, others] : pairs) {
        for (named_change const& other : others) {
            auto const message = refused<usage_error>(with({one.apply, other.apply, client_id.apply}));
            auto const without = refused<usage_error>(with({one.apply, other.apply}));
            BOOST_TEST(message != "", one.name + other.name);
            BOOST_TEST(without.find(one.name) != std::string::npos, without);
            BOOST_TEST(without.find(other.name) != std::string::npos, without);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_left_out)
{
    struct
    {
        credential_arguments args;
        variables set;
        std::string says;
    } const cases[] = {
        {with({client_id.apply}), {}, "--enterprise ID, --user ID, or --token-store"},
        {with({secret_file.apply}), everything, "--enterprise ID, --user ID, or --token-store"},
        {with({store.apply}), {}, "BOXLINK_CLIENT_ID"},
        {with({user.apply}), {{"BOXLINK_TOKEN", "t"}}, "BOXLINK_CLIENT_ID"},
        {with({user_tokens.apply}), {{"BOXLINK_TOKEN", "t"}}, "--user-tokens"},
        {with({jwt_config.apply, [](auto& args) { args.user = "me"; }}), {}, "--user: \"me\""},
        {with({client_id.apply, [](auto& args) { args.enterprise = ""; }}), {}, "--enterprise"},
    };
    for (auto const& c : cases) {
        auto const message = refused<usage_error>(c.args, c.set);
        BOOST_TEST(message.find(c.says) != std::string::npos, message);
    }
}

BOOST_AUTO_TEST_CASE(nothing_or_too_much_in_the_environment)
{
    auto const nothing = refused<configuration_error>({}, {{"BOXLINK_CLIENT_ID", "i"}});
    for (char const* way : {"BOXLINK_TOKEN", "--token-file", "--jwt-config", "--client-id", "boxlink login"})
        BOOST_TEST(nothing.find(way) != std::string::npos, nothing);
    auto const two = refused<configuration_error>({}, everything);
    BOOST_TEST(two.starts_with("BOXLINK_TOKEN and BOXLINK_JWT_CONFIG are both set"), two);
    auto const apps = refused<configuration_error>(with({user.apply}), everything);
    BOOST_TEST(apps.starts_with("BOXLINK_CLIENT_ID and BOXLINK_JWT_CONFIG are both set"), apps);
}

BOOST_AUTO_TEST_CASE(descriptions)
{
    BOOST_TEST(chosen({}, {{"BOXLINK_TOKEN", "hunter2"}}).describe() == "access token of BOXLINK_TOKEN");
    BOOST_TEST(chosen(with({token_file.apply})).describe() == "access token of t");
    BOOST_TEST(chosen(with({jwt_config.apply, user.apply})).describe() == "app with JWT of j, for user 2");
    BOOST_TEST(
        chosen(with({client_id.apply, enterprise.apply})).describe() ==
        "app i with client credentials, for enterprise 1"
    );
    BOOST_TEST(chosen(with({client_id.apply, store.apply})).describe() == "login kept in k, app i");
}

BOOST_AUTO_TEST_SUITE_END()
