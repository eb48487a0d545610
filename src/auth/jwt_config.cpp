// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"

#include "auth/pem.hpp"
#include "model/json_text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::auth {
namespace {

using model::json_object;
using model::json_value;

constexpr std::string_view take_the_file =
    "take the file that Box's developer console makes with 'Generate a Public/Private Keypair'";

// The thing, what is wrong, what to do. Never a word of the file.
error_info refused(std::string_view what, std::string_view fault, std::string_view advice = take_the_file)
{
    return error_info(
        errc::invalid_configuration, std::string(what).append(": ").append(fault).append("; ").append(advice)
    );
}

// An object of the file, whose faults are told with the path of the member that they are in.
class section
{
public:
    section(std::string prefix, json_value value) : prefix_(std::move(prefix)), members_(value) {}

    [[nodiscard]] std::string path(std::string_view name) const { return prefix_ + std::string(name); }

    [[nodiscard]] std::optional<json_value> find(std::string_view name) const noexcept
    {
        return members_.find_value(name);
    }

    [[nodiscard]] result<section> object(std::string_view name) const
    {
        auto const value = find(name);
        if (!value)
            return refused(path(name), "is missing");
        if (!value->is_object())
            return refused(path(name), "is no object");
        return section(path(name) + '.', *value);
    }

    [[nodiscard]] result<std::string> text(std::string_view name) const
    {
        return take(name, &json_value::as_string);
    }

    [[nodiscard]] result<secret> hidden(std::string_view name) const
    {
        return take(name, &json_value::as_secret);
    }

    // Empty if it is missing or null.
    [[nodiscard]] result<secret> optional_hidden(std::string_view name) const
    {
        auto const value = find(name);
        auto text = value ? value->as_secret() : secret();
        if (!text)
            return refused(path(name), "is no string");
        return *std::move(text);
    }

private:
    template <class Text>
    result<Text> take(std::string_view name, std::optional<Text> (json_value::*as)() const) const
    {
        auto const value = find(name);
        if (!value)
            return refused(path(name), "is missing");
        auto text = ((*value).*as)();
        if (!text)
            return refused(path(name), "is no string");
        if (text->empty())
            return refused(path(name), "is empty");
        return *std::move(text);
    }

    std::string prefix_;
    json_object members_;
};

bool is_pem_character(char c)
{
    // The last ones are those of the headers of an RSA PRIVATE KEY that is encrypted.
    return model::is_alphanumeric(c) || std::string_view("+/=\r\n :,-").find(c) != std::string_view::npos;
}

// A key of one of the kinds that can sign RS256, between the lines that say so.
bool is_pem_of(std::string_view pem, std::string_view kind)
{
    std::string const begin = "-----BEGIN " + std::string(kind) + "-----";
    std::string const end = "\n-----END " + std::string(kind) + "-----";
    if (!pem.starts_with(begin) || !pem.ends_with(end) || pem.size() <= begin.size() + end.size())
        return false;
    auto const body = pem.substr(begin.size(), pem.size() - begin.size() - end.size());
    return (body.front() == '\n' || body.front() == '\r') && !model::trimmed(body).empty() &&
           std::all_of(body.begin(), body.end(), is_pem_character);
}

result<void> check_private_key(std::string_view path, secret const& key)
{
    auto const pem = model::trimmed(key.reveal());
    for (std::string_view const kind : {"ENCRYPTED PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY"}) {
        if (is_pem_of(pem, kind))
            return {};
    }
    if (pem.find("\\n") != std::string_view::npos)
        return refused(
            path, "has backslashes where its lines should end", "write \\n in the JSON text, and not \\\\n"
        );
    auto const why =
        fault_of_label(model::trimmed(key.reveal()).starts_with("-----BEGIN ") ? pem_label(pem) : "");
    return why ? refused(path, why->fault, why->advice) : refused(path, broken_key.fault, broken_key.advice);
}

result<std::optional<std::string>> read_enterprise_id(section const& file)
{
    constexpr std::string_view name = "enterpriseID";
    auto const value = file.find(name);
    if (!value)
        return std::optional<std::string>();
    auto id = value->as_text();
    if (!id || !model::is_digits(*id))
        return refused(
            file.path(name), "is no id",
            "write the digits that the admin console shows, or \"0\" for an app that acts for users only"
        );
    if (*id == "0")
        id.reset();
    return id;
}

} // namespace

result<jwt_config> parse_jwt_config(std::string_view json)
{
    constexpr std::string_view the_file = "the app's JSON file";
    if (json.size() > max_jwt_config_size)
        return refused(the_file, "is larger than 64 KiB");
    auto const value = model::parse_json(json);
    if (!value)
        return refused(the_file, "is no valid JSON (" + value.error().message() + ')');
    if (!value->is_object())
        return refused(the_file, "is JSON, but no object");

    section const file("", *value);
    auto const settings = file.object("boxAppSettings");
    if (!settings)
        return settings.error();
    auto client_id = settings->text("clientID");
    if (!client_id)
        return client_id.error();
    auto client_secret = settings->hidden("clientSecret");
    if (!client_secret)
        return client_secret.error();
    auto const app_auth = settings->object("appAuth");
    if (!app_auth)
        return app_auth.error();
    auto public_key_id = app_auth->text("publicKeyID");
    if (!public_key_id)
        return public_key_id.error();
    auto private_key = app_auth->hidden("privateKey");
    if (!private_key)
        return private_key.error();
    if (auto const good = check_private_key(app_auth->path("privateKey"), *private_key); !good)
        return good.error();
    auto passphrase = app_auth->optional_hidden("passphrase");
    if (!passphrase)
        return passphrase.error();
    auto enterprise_id = read_enterprise_id(file);
    if (!enterprise_id)
        return enterprise_id.error();

    jwt_config config;
    config.client_id = *std::move(client_id);
    config.client_secret = *std::move(client_secret);
    config.public_key_id = *std::move(public_key_id);
    config.private_key = *std::move(private_key);
    config.passphrase = *std::move(passphrase);
    config.enterprise_id = *std::move(enterprise_id);
    return config;
}

} // namespace boxlink::auth
