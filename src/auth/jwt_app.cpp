// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_config.hpp"
#include "auth/secret_file.hpp"
#include "model/text.hpp"

#include <boxlink/jwt_app.hpp>

#include <utility>

namespace boxlink {

jwt_app::jwt_app(oauth_app app, std::string public_key_id, secret private_key, secret passphrase)
    : app_(std::move(app)), public_key_id_(std::move(public_key_id)), private_key_(std::move(private_key)),
      passphrase_(std::move(passphrase))
{}

result<jwt_app> jwt_app::from_json(std::string_view text)
{
    auto config = auth::parse_jwt_config(text);
    if (!config)
        return config.error();
    jwt_app app(
        oauth_app(std::move(config->client_id), std::move(config->client_secret)),
        std::move(config->public_key_id), std::move(config->private_key), std::move(config->passphrase)
    );
    app.enterprise_id_ = std::move(config->enterprise_id);
    return app;
}

result<jwt_app> jwt_app::from_file(std::string const& path)
{
    auto const file = auth::read_secret_file(path, auth::max_jwt_config_size);
    if (!file)
        return file.error();
    constexpr std::size_t max_path_shown = 200;
    auto const name = model::quoted(path, max_path_shown);
    auto app = from_json(file->content.reveal());
    if (!app)
        return error_info(app.error().code, name + ": " + app.error().message);
    if (file->others_can_read)
        app->warning_ = name + ": other users of this machine can read it, and the private key in it; take "
                               "that from them with 'chmod 600'";
    return app;
}

jwt_app& jwt_app::algorithm(jwt_algorithm signing)
{
    algorithm_ = signing;
    return *this;
}

} // namespace boxlink
