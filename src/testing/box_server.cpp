// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/app_key.hpp"
#include "testing/listener.hpp"
#include "testing/service.hpp"
#include "testing/tls_identity.hpp"
#include "testing/tls_settings.hpp"

#include <boxlink/testing/box_server.hpp>

#include <boost/json/serialize.hpp>

#include <fstream>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace boxlink::testing {

class box_server::impl
{
public:
    explicit impl(const server_options& options)
        : plain_http(options.plain_http()), certificates(options.identity()),
          tls(make_tls_context(options, certificates)), shared(options),
          port(shared, plain_http ? nullptr : &tls, options.port())
    {
        port.start();
    }

    // Calls `use(items, now, state)`.
    template <class Use>
    auto with_state(Use use)
    {
        return shared.with([&use](exchange& box, time_point now) { return use(box.state(), now); });
    }

    // Adds an item by its parent and returns its id.
    std::string add(kind what, std::string name, const std::string& parent, std::string id)
    {
        return with_state([&](box_state& state, time_point now) {
            const auto second = std::chrono::floor<std::chrono::seconds>(now);
            return state.items().add(what, std::move(name), parent, std::move(id), second).id;
        });
    }

    // Takes its time, so that it must not be done with the exchange locked.
    void make_jwt_config()
    {
        const app_key key;
        const std::string key_id =
            with_state([&](box_state& state, time_point) { return state.add_jwt_key(key.public_pem); });
        const boost::json::value app_auth{
            {"publicKeyID", key_id}, {"privateKey", key.private_pem}, {"passphrase", key.passphrase}};
        const boost::json::value settings{
            {"clientID", box_state::client_id},
            {"clientSecret", box_state::client_secret},
            {"appAuth", app_auth}};
        jwt_config = boost::json::serialize(boost::json::object{
            {"boxAppSettings", settings}, {"enterpriseID", box_state::enterprise_id}});
    }

    std::once_flag jwt_config_made;
    std::string jwt_config;
    bool plain_http;
    server_certificates certificates;
    boost::asio::ssl::context tls;
    service shared;
    listener port;
};

box_server::box_server(server_options options) : impl_(std::make_unique<impl>(options)) {}

box_server::~box_server() = default;

void box_server::stop()
{
    impl_->port.stop();
}

std::string box_server::base_url() const
{
    return (impl_->plain_http ? "http://localhost:" : "https://localhost:") + std::to_string(port());
}

std::uint16_t box_server::port() const noexcept
{
    return impl_->port.port();
}

const std::string& box_server::ca_pem() const noexcept
{
    return impl_->certificates.ca_pem();
}

void box_server::write_ca_file(const std::filesystem::path& path) const
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << ca_pem() << std::flush;
    if (!file)
        throw std::runtime_error(
            "embedded server: cannot write the authority to " + path.string() +
            ": check the folder and its permissions"
        );
}

std::string box_server::default_user() const
{
    return impl_->with_state([](box_state& state, time_point) { return state.users().default_user(); });
}

std::string box_server::add_user(std::string name, std::string id)
{
    return impl_->with_state([&](box_state& state, time_point) {
        return state.users().add_user(std::move(name), std::move(id));
    });
}

std::string box_server::token() const
{
    return impl_->with_state([](box_state& state, time_point) { return state.users().default_token(); });
}

std::string box_server::issue_token(std::string_view user_id, std::chrono::seconds lifetime)
{
    return impl_->with_state([&](box_state& state, time_point now) {
        return state.users().issue_access(user_id, now + lifetime);
    });
}

std::string box_server::issue_refresh_token(std::string_view user_id)
{
    return impl_->with_state([&](box_state& state, time_point now) {
        return state.users().issue_refresh(user_id, now);
    });
}

std::string box_server::issue_authorization_code(
    std::string_view user_id, std::string_view redirect_uri, std::string_view challenge
)
{
    return impl_->with_state([&](box_state& state, time_point now) {
        return state.issue_code(authorization(user_id, redirect_uri, challenge), now);
    });
}

void box_server::set_consent(std::optional<std::string> user_id)
{
    impl_->with_state([&](box_state& state, time_point) { state.set_consent(std::move(user_id)); });
}

void box_server::expire_token(std::string_view token)
{
    impl_->with_state([&](box_state& state, time_point) { state.users().expire(token); });
}

void box_server::expire_all_tokens()
{
    impl_->with_state([](box_state& state, time_point) { state.users().expire_all(); });
}

void box_server::refuse_token(std::string_view token)
{
    impl_->with_state([&](box_state& state, time_point) { state.users().refuse(token); });
}

void box_server::revoke_token(std::string_view token)
{
    impl_->with_state([&](box_state& state, time_point) { static_cast<void>(state.users().forget(token)); });
}

std::string box_server::client_id() const
{
    return std::string(box_state::client_id);
}

std::string box_server::client_secret() const
{
    return std::string(box_state::client_secret);
}

std::string box_server::enterprise_id() const
{
    return std::string(box_state::enterprise_id);
}

std::string box_server::add_jwt_key(std::string_view public_key_pem)
{
    return impl_->with_state([&](box_state& state, time_point) { return state.add_jwt_key(public_key_pem); });
}

std::string box_server::jwt_config_json() const
{
    std::call_once(impl_->jwt_config_made, [this] { impl_->make_jwt_config(); });
    return impl_->jwt_config;
}

std::string box_server::add_file(std::string name, std::string parent, std::string id)
{
    return impl_->add(kind::file, std::move(name), parent, std::move(id));
}

std::string box_server::add_folder(std::string name, std::string parent, std::string id)
{
    return impl_->add(kind::folder, std::move(name), parent, std::move(id));
}

std::string box_server::add_web_link(std::string name, std::string parent, std::string id)
{
    return impl_->add(kind::web_link, std::move(name), parent, std::move(id));
}

std::vector<std::string> box_server::add_files(std::size_t count, std::string parent)
{
    std::vector<std::string> ids;
    ids.reserve(count);
    impl_->with_state([&](box_state& state, time_point now) {
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        for (std::size_t i = 1; i <= count; ++i) {
            std::string name = "file " + std::to_string(i) + ".txt";
            ids.push_back(state.items().add(kind::file, std::move(name), parent, {}, second).id);
        }
    });
    return ids;
}

std::string box_server::add_app_item(std::string application_type, std::string id)
{
    return impl_->with_state([&](box_state& state, time_point now) {
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        item& made = state.items().add(kind::app_item, application_type, {}, std::move(id), second);
        made.application_type = std::move(application_type);
        state.add_link(made, "{}", now);
        return made.id;
    });
}

stored_link box_server::add_link(kind what, std::string_view id, std::string_view settings)
{
    return impl_->with_state([&](box_state& state, time_point now) {
        return state.add_link(state.items().at(what, id), settings, now);
    });
}

void box_server::remove_link(kind what, std::string_view id)
{
    impl_->with_state([&](box_state& state, time_point now) {
        state.remove_link(state.items().at(what, id), now);
    });
}

void box_server::remove_item(kind what, std::string_view id)
{
    impl_->with_state([&](box_state& state, time_point) { state.items().remove(state.items().at(what, id)); }
    );
}

void box_server::restrict_to(kind what, std::string_view id, std::string_view user_id)
{
    impl_->with_state([&](box_state& state, time_point) {
        if (!state.users().has_user(user_id))
            throw std::out_of_range(
                "user " + std::string(user_id) + " does not exist on the embedded server: add it first"
            );
        state.items().at(what, id).only_for = user_id;
    });
}

std::optional<stored_link> box_server::link_of(kind what, std::string_view id) const
{
    return impl_->with_state([&](box_state& state, time_point now) {
        const stored_link* const link = state.items().link_of(state.items().at(what, id), now);
        return link ? std::optional<stored_link>(*link) : std::nullopt;
    });
}

std::string box_server::etag_of(kind what, std::string_view id) const
{
    return impl_->with_state([&](box_state& state, time_point) {
        return std::to_string(state.items().at(what, id).etag);
    });
}

std::size_t box_server::item_count() const
{
    return impl_->with_state([](box_state& state, time_point) { return state.items().size(); });
}

std::size_t box_server::link_count() const
{
    return impl_->with_state([](box_state& state, time_point now) { return state.items().link_count(now); });
}

void box_server::touch(kind what, std::string_view id)
{
    impl_->with_state([&](box_state& state, time_point now) { state.touch(state.items().at(what, id), now); }
    );
}

fault_id box_server::inject(const fault& what)
{
    return impl_->shared.with([&](exchange& box, time_point) { return box.faults().inject(what); });
}

void box_server::remove_fault(fault_id which)
{
    impl_->shared.with([which](exchange& box, time_point) { box.faults().remove(which); });
}

void box_server::clear_faults()
{
    impl_->shared.with([](exchange& box, time_point) { box.faults().clear(); });
}

std::uint64_t box_server::fired(fault_id which) const
{
    return impl_->shared.with([which](exchange& box, time_point) { return box.faults().fired(which); });
}

void box_server::apply_late_writes()
{
    impl_->shared.with([](exchange& box, time_point now) { box.apply_late_writes(now); });
}

void box_server::set_rate_limit(std::optional<rate_limit> limit)
{
    impl_->with_state([&limit](box_state& state, time_point) { state.set_rate_limit(limit); });
}

void box_server::set_latency(latency value)
{
    impl_->shared.with([&value](exchange& box, time_point) { box.set_latency(value); });
}

std::size_t box_server::close_connections()
{
    return impl_->port.close_idle();
}

std::size_t box_server::reset_connections()
{
    return impl_->port.reset_all();
}

server_counters box_server::counters() const
{
    return impl_->shared.seen().snapshot();
}

void box_server::reset_counters()
{
    impl_->shared.seen().reset();
}

bool box_server::wait_until(
    const std::function<bool(const server_counters&)>& condition, std::chrono::milliseconds limit
) const
{
    return impl_->shared.seen().wait_until(condition, limit);
}

void box_server::record_requests(bool on)
{
    impl_->shared.seen().record(on);
}

std::vector<recorded_request> box_server::requests() const
{
    return impl_->shared.seen().kept();
}

void box_server::clear_requests()
{
    impl_->shared.seen().drop_kept();
}

} // namespace boxlink::testing
