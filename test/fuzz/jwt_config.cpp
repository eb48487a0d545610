// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input is the JSON file of an app, in which each `$` stands for a text that must not be seen again.

#include "auth/jwt_config.hpp"

#include "fuzz/fuzz.hpp"
#include "model/json_text.hpp"
#include "model/text.hpp"

#include <initializer_list>
#include <utility>

using namespace boxlink::auth;
using boxlink::errc;
using boxlink::fuzz::require;
using boxlink::model::append_json_string;

namespace {

constexpr std::string_view hidden = "Tk9UQUtFWU5PUkFTRUNSRVQ";

using members = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string strings(members all)
{
    std::string out;
    for (auto const& [name, value] : all) {
        append_json_string(out, name);
        out += ':';
        append_json_string(out, value);
        out += ',';
    }
    return out;
}

std::string written(jwt_config const& config)
{
    return R"({"boxAppSettings":{)" +
           strings({{"clientID", config.client_id}, {"clientSecret", config.client_secret.reveal()}}) +
           R"("appAuth":{)" +
           strings(
               {{"publicKeyID", config.public_key_id},
                {"privateKey", config.private_key.reveal()},
                {"passphrase", config.passphrase.reveal()}}
           ) +
           R"("more":{}}},"enterpriseID":")" + config.enterprise_id.value_or("0") + R"("})";
}

bool equal(jwt_config const& a, jwt_config const& b)
{
    return a.client_id == b.client_id && a.client_secret.reveal() == b.client_secret.reveal() &&
           a.public_key_id == b.public_key_id && a.private_key.reveal() == b.private_key.reveal() &&
           a.passphrase.reveal() == b.passphrase.reveal() && a.enterprise_id == b.enterprise_id;
}

void check_settings(jwt_config const& config, std::string_view text)
{
    require(text.size() <= max_jwt_config_size, "the text is no larger than allowed");
    require(!config.client_id.empty() && !config.client_secret.empty(), "there is a client");
    require(!config.public_key_id.empty(), "the key has a name");
    auto const key = boxlink::model::trimmed(config.private_key.reveal());
    require(key.starts_with("-----BEGIN ") && key.ends_with(" PRIVATE KEY-----"), "the key is PEM");
    require(key.find_first_of(std::string_view("\\\0\"", 3)) == std::string_view::npos, "the key is text");
    if (config.enterprise_id)
        require(
            boxlink::model::is_digits(*config.enterprise_id) && *config.enterprise_id != "0",
            "the enterprise's id is one"
        );
}

void check_refusal(boxlink::error_info const& failure)
{
    require(failure.code == make_error_code(errc::invalid_configuration), "the code of a refusal");
    std::string const& message = failure.message;
    require(
        message.starts_with("boxAppSettings") || message.starts_with("enterpriseID: ") ||
            message.starts_with("the app's JSON file: "),
        "the message names the member"
    );
    require(message.find("; ") != std::string::npos, "the message says what to do");
    require(message.size() < 300 && !boxlink::model::has_control(message), "the message is a short line");
    require(failure.to_string().find(hidden) == std::string::npos, "nothing of the file is quoted");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = boxlink::fuzz::with_hidden_texts(boxlink::fuzz::input(data, size).rest(), hidden);
    auto const config = parse_jwt_config(text);
    if (!config) {
        check_refusal(config.error());
        return 0;
    }
    check_settings(*config, text);
    auto const again = parse_jwt_config(written(*config));
    // Escapes can make what is written longer than what was read.
    if (again)
        require(equal(*config, *again), "what is written is read back");
    else
        require(written(*config).size() > max_jwt_config_size, "what is written can be read");
    return 0;
}
