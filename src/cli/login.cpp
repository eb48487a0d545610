// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/error_names.hpp"
#include "cli/browser.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/credential_options.hpp"
#include "cli/on_box.hpp"
#include "cli/redirect_listener.hpp"
#include "cli/run_one.hpp"
#include "cli/terminal_text.hpp"
#include "cli/token_text.hpp"
#include "model/text.hpp"

#include <boxlink/token_operations.hpp>

#include <boost/asio/io_context.hpp>

#include <ostream>

namespace boxlink::cli {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::minutes usual_patience(5);

// Nothing for Box's own page.
std::optional<std::string> find_authorize_page(login_arguments const& args, surroundings const& around)
{
    if (args.authorize_url) {
        std::string const& url = *args.authorize_url;
        bool const is_url = url.starts_with("https://") || url.starts_with("http://");
        if (!is_url || model::has_control(url) || url.find_first_of(" ?#") != std::string::npos)
            throw usage_error("--authorize-url: give an address that begins with https://, without a query");
        return url;
    }
    std::string base =
        args.common.base_url.value_or(around.variable("BOXLINK_BASE_URL").value_or("https://api.box.com"));
    while (base.ends_with('/'))
        base.pop_back();
    if (base == "https://api.box.com")
        return std::nullopt;
    return base + "/api/oauth2/authorize";
}

// A port that is taken is told as what it is: of the configuration.
redirect_listener listen(asio::any_io_executor const& executor, std::uint16_t port)
{
    try {
        return redirect_listener(executor, port);
    } catch (boost::system::system_error const& e) {
        throw configuration_error(
            "--redirect-port: cannot listen on port " + std::to_string(port) +
            " of this machine: " + e.code().message() + "; use another one that the app allows"
        );
    }
}

// One login, from the address that is shown to the tokens that are stored.
class login_story
{
public:
    login_story(
        client box,
        std::shared_ptr<token_store> store,
        login_arguments const& args,
        surroundings const& around
    )
        : box_(std::move(box)), store_(std::move(store)), args_(args), around_(around)
    {}

    asio::awaitable<void> run(authorize_url address)
    {
        // What would hinder the end is told at the beginning. A login that there was is replaced.
        secret const before = co_await stored_refresh_token();
        access_token const first = co_await agree_and_exchange(std::move(address));
        secret const after = co_await stored_refresh_token();
        if (after.empty() || after.reveal() == before.reveal())
            throw error(error_info(
                errc::token_unavailable, "Box has given tokens, but they could not be stored in " +
                                             store_->name() + "; see the warning, and run boxlink login again"
            ));
        user_info const user = co_await current_user(box_);
        around_.out() << "Logged in as " + terminal_text(describe(user)) + ".\nThe tokens are in " +
                             terminal_text(store_->name()) + ".\n"
                      << std::flush;
    }

private:
    asio::awaitable<secret> stored_refresh_token()
    {
        std::shared_ptr<void> const held = co_await store_->lock();
        stored_tokens const tokens = co_await store_->load();
        co_return tokens.refresh_token;
    }

    asio::awaitable<access_token> agree_and_exchange(authorize_url address)
    {
        redirect_listener listener = listen(box_.get_executor(), args_.redirect_port.value_or(0));
        std::string const state = make_oauth_state();
        pkce const proof = pkce::make();
        address.redirect_uri(listener.redirect_uri()).state(state).challenge(proof);
        show(address.to_string());

        result<secret> code = co_await listener.wait(state, args_.patience.value_or(usual_patience));
        authorization_code exchanged(std::move(code).value());
        exchanged.redirect_uri(listener.redirect_uri()).verifier(proof.verifier());
        co_return co_await log_in(box_, exchanged);
    }

    void show(std::string const& address)
    {
        around_.out() << "Open this address in a browser on this machine, and agree:\n\n" + address + "\n\n"
                      << std::flush;
        if (!args_.no_browser && has_display(around_) && !open_browser(address))
            around_.say("no browser could be started; open the address yourself");
    }

    client box_;
    std::shared_ptr<token_store> store_;
    login_arguments const& args_;
    surroundings const& around_;
};

} // namespace

exit_code login(login_arguments const& args, surroundings const& around)
{
    credential_choice const choice = choose_credentials(args.common.credentials, around);
    authorize_url address(choice.client_id);
    if (std::optional<std::string> const page = find_authorize_page(args, around))
        address.endpoint(*page);
    asio::io_context context(1);
    std::shared_ptr<token_store> const store = file_token_store(*choice.file);
    client const box = make_client(
        context, oauth2(find_app(choice, args.common.credentials, around), store),
        make_client_options(args.common, around)
    );
    try {
        login_story story(box, store, args, around);
        run_one(context, story.run(address), around);
    } catch (error const& e) {
        around.say(e.what());
        return bulk::is_of_configuration(e.code()) ? exit_code::configuration : exit_code::failed;
    }
    return around.out().good() ? exit_code::done : exit_code::failed;
}

} // namespace boxlink::cli
