// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/counters.hpp>
#include <boxlink/testing/fault.hpp>
#include <boxlink/testing/kind.hpp>
#include <boxlink/testing/server_options.hpp>
#include <boxlink/testing/stored_link.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::testing {

/// A server that behaves as Box's API does for shared links, over real TLS on a free loopback port, for tests
/// and demos.
///
/// It keeps files, folders, web links, their shared links, users and tokens in memory, and misbehaves on
/// demand.
/// @code
/// boxlink::testing::box_server server;
/// auto id = server.add_file("report.pdf");
/// // point the code under test at server.base_url(), with server.ca_pem() as its authority and server.token()
/// auto link = server.link_of(boxlink::testing::kind::file, id);
/// @endcode
///
/// Served are `GET` and `PUT` of `/2.0/{files,folders,web_links}/{id}`, `GET /2.0/folders/{id}/items`,
/// `GET /2.0/shared_items`, `GET /2.0/users/me`, `GET /api/oauth2/authorize`, `POST /oauth2/token` (client
/// credentials, JWT, authorization codes, refresh tokens and token exchange) and `POST /oauth2/revoke`.
///
/// @par Thread safety
/// The server runs on a thread of its own. Every member function may be called from any thread at any time,
/// except from the functions that the options hold. Destruction ends all connections and returns promptly.
///
/// @par Errors
/// Control functions throw `std::invalid_argument` or `std::out_of_range` for what does not exist or makes no
/// sense.
class box_server
{
public:
    /// Creates the certificates, binds the port and starts serving.
    /// @throws std::system_error (`boost::system::system_error`) when the port cannot be bound.
    explicit box_server(server_options options = {});

    /// Stops the server.
    ~box_server();

    box_server(const box_server&) = delete;
    box_server& operator=(const box_server&) = delete;

    /// Closes the port and every connection, and waits for the server's thread to end. Content and counters
    /// stay readable. Calling it again does nothing.
    void stop();

    /// @name Address and trust
    /// @{

    /// `https://localhost:<port>`, or `http://localhost:<port>` with `server_options::plain_http()`.
    [[nodiscard]] std::string base_url() const;

    /// The port that the server listens on, on 127.0.0.1 and, where the machine has it, on ::1.
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// The certificate of the server's authority in PEM form: what a client is to trust.
    [[nodiscard]] const std::string& ca_pem() const noexcept;

    /// Writes `ca_pem()` to a file.
    void write_ca_file(const std::filesystem::path& path) const;

    /// @}
    /// @name Users and tokens
    /// @{

    /// The id of the user that exists from the start: an administrator, who owns all content and may act as
    /// others.
    [[nodiscard]] std::string default_user() const;

    /// Adds a user, who may not act as others. Without an id, the server chooses one.
    /// @returns the user's id.
    std::string add_user(std::string name = "Test User", std::string id = {});

    /// An access token of the default user, valid for a day by the server's clock. Always the same one.
    [[nodiscard]] std::string token() const;

    /// Gives out an access token.
    std::string issue_token(std::string_view user_id, std::chrono::seconds lifetime = std::chrono::hours(1));

    /// Gives out a refresh token: good for one use at `/oauth2/token`, within 60 days by the server's clock.
    std::string issue_refresh_token(std::string_view user_id);

    /// Gives out an authorization code, as if the user had just agreed: good for one use at `/oauth2/token`,
    /// within 30 seconds by the server's clock.
    /// @param redirect_uri what the token request must name, too; empty: it must name none.
    /// @param challenge the S256 challenge (RFC 7636) of the verifier that the token request must bring;
    ///        empty: it must bring none.
    std::string issue_authorization_code(
        std::string_view user_id, std::string_view redirect_uri = {}, std::string_view challenge = {}
    );

    /// Who agrees at `/api/oauth2/authorize`; `std::nullopt` for a user who refuses. The default user agrees
    /// unless this is called.
    void set_consent(std::optional<std::string> user_id);

    /// Makes an access token expire now.
    void expire_token(std::string_view token);

    /// Makes all access tokens expire now, that of `token()` included.
    void expire_all_tokens();

    /// From now on answers an access token with a 401 that has a body and does not speak of
    /// `invalid_token`, as Box does where a fresh token would not help.
    void refuse_token(std::string_view token);

    /// Forgets an access or refresh token, and tokens that were made of it by token exchange.
    void revoke_token(std::string_view token);

    /// The client id that `/oauth2/token` and `/oauth2/revoke` know.
    [[nodiscard]] std::string client_id() const;

    /// The secret that goes with `client_id()`.
    [[nodiscard]] std::string client_secret() const;

    /// The id of the only enterprise. Its service account is the default user.
    [[nodiscard]] std::string enterprise_id() const;

    /// Registers a public key that assertions (JWT) may be signed with.
    /// @param public_key_pem an RSA key of 2048 bits or more, `PUBLIC KEY` in PEM form.
    /// @returns its id, which goes into the header of the assertion as `kid`.
    std::string add_jwt_key(std::string_view public_key_pem);

    /// The JSON file of an app as the developer console makes it, with a private key that is encrypted and
    /// whose public key is registered. The key is made by the first call; all calls return the same.
    [[nodiscard]] std::string jwt_config_json() const;

    /// @}
    /// @name Content
    /// @{

    /// Adds a file to a folder; "0" is the root. Without an id, the server chooses one.
    /// @returns the file's id.
    std::string add_file(std::string name = "file.txt", std::string parent = "0", std::string id = {});

    /// Adds a folder to a folder; "0" is the root. Without an id, the server chooses one.
    /// @returns the folder's id.
    std::string add_folder(std::string name = "folder", std::string parent = "0", std::string id = {});

    /// Adds a web link to a folder; "0" is the root. Without an id, the server chooses one.
    /// @returns the web link's id.
    std::string add_web_link(std::string name = "web link", std::string parent = "0", std::string id = {});

    /// Adds `count` files to a folder.
    /// @returns their ids.
    std::vector<std::string> add_files(std::size_t count, std::string parent = "0");

    /// Adds an app item, with a shared link: look at `link_of(kind::app_item, id)`.
    /// @returns the app item's id.
    std::string add_app_item(std::string application_type = "hubs", std::string id = {});

    /// Gives an item a shared link, or changes the one it has, by the rules of the API.
    /// @param settings the JSON object that a `PUT` would carry as `shared_link`.
    /// @throws std::invalid_argument when the API would refuse the settings.
    stored_link add_link(kind what, std::string_view id, std::string_view settings = "{}");

    /// Takes an item's shared link away.
    void remove_link(kind what, std::string_view id);

    /// Removes an item, and what is in it.
    void remove_item(kind what, std::string_view id);

    /// Makes an item visible to one user (and the default user) only. For others it does not exist.
    void restrict_to(kind what, std::string_view id, std::string_view user_id);

    /// The shared link of an item, if it has one now.
    [[nodiscard]] std::optional<stored_link> link_of(kind what, std::string_view id) const;

    /// The current etag of an item.
    [[nodiscard]] std::string etag_of(kind what, std::string_view id) const;

    /// The number of items that exist, the root folder not counted.
    [[nodiscard]] std::size_t item_count() const;

    /// The number of items that have a shared link now.
    [[nodiscard]] std::size_t link_count() const;

    /// Changes an item's etag as an edit by someone else would.
    void touch(kind what, std::string_view id);

    /// @}
    /// @name Trouble
    /// @{

    /// Puts a fault in force, after those that are.
    /// @throws std::invalid_argument when the fault contradicts itself.
    fault_id inject(const fault& what);

    /// Takes a fault out of force. One that is spent or gone is no error.
    void remove_fault(fault_id which);

    /// Takes all faults out of force. Late writes that are under way stay so.
    void clear_faults();

    /// How often a fault has fired; also once it is spent.
    [[nodiscard]] std::uint64_t fired(fault_id which) const;

    /// Makes writes that `fault::applied_after()` delays take effect now.
    void apply_late_writes();

    /// Changes the requests each user may make, and forgets those made; `std::nullopt` for no limit.
    void set_rate_limit(std::optional<rate_limit> limit);

    /// Changes how long the server thinks before each answer.
    void set_latency(latency value);

    /// Closes all connections that are idle between two requests, as a server does whose keep-alive time is
    /// over. Returns once that has happened.
    /// @returns how many were closed.
    std::size_t close_connections();

    /// Breaks all connections off with a TCP reset, whatever they are doing. Returns once that has happened.
    /// @returns how many were reset.
    std::size_t reset_connections();

    /// @}
    /// @name What it saw
    /// @{

    /// A snapshot of the counters.
    [[nodiscard]] server_counters counters() const;

    /// Sets the counters to zero.
    void reset_counters();

    /// Blocks until the counters satisfy `condition`, which is called whenever one has changed.
    /// @returns whether they did within `limit`.
    bool wait_until(
        const std::function<bool(const server_counters&)>& condition,
        std::chrono::milliseconds limit = std::chrono::seconds(10)
    ) const;

    /// Whether to keep a copy of every request from now on (off by default).
    void record_requests(bool on);

    /// The requests kept so far, in the order in which they were complete.
    [[nodiscard]] std::vector<recorded_request> requests() const;

    /// Drops the requests kept so far.
    void clear_requests();

    /// @}

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace boxlink::testing
