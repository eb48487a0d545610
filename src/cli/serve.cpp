// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/commands.hpp"
#include "cli/temporary_file.hpp"
#include "model/json_writer.hpp"

#include <boxlink/testing/box_server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <ostream>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace boxlink::cli {
namespace {

constexpr std::size_t shown_samples = 6;

testing::server_options make_server_options(serve_arguments const& args)
{
    testing::server_options options;
    options.port(args.port).plain_http(args.plain_http);
    if (args.rate_limit)
        options.limit(testing::rate_limit::sliding_window(*args.rate_limit, std::chrono::minutes(1)));
    if (args.latency)
        options.response_latency(testing::latency::lognormal(*args.latency, 0.5));
    return options;
}

// Files, folders and web links in turn.
std::vector<std::string> fill(testing::box_server& server, std::size_t count)
{
    std::vector<std::string> names;
    names.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::string const number = std::to_string(i / 3 + 1);
        if (i % 3 == 0)
            names.push_back("file:" + server.add_file("report " + number + ".pdf"));
        else if (i % 3 == 1)
            names.push_back("folder:" + server.add_folder("project " + number));
        else
            names.push_back("web_link:" + server.add_web_link("bookmark " + number));
    }
    return names;
}

class introduction
{
public:
    std::string base_url;
    std::string ca_file;
    std::string token;
    std::string client_id;
    std::string client_secret;
    std::string enterprise_id;
    /// The JSON file of the app; empty if none was asked for.
    std::string jwt_config;
    std::vector<std::string> items;
    bool plain_http = false;
    /// A proxy of the environment would be asked for this machine too.
    bool proxied = false;

    [[nodiscard]] std::string json() const
    {
        model::json_writer out;
        return out.text("base_url", base_url)
            .text_or_null("ca_file", ca_file)
            .text("token", token)
            .text("client_id", client_id)
            .text("client_secret", client_secret)
            .text("enterprise_id", enterprise_id)
            .text_or_null("jwt_config", jwt_config)
            .texts("items", items)
            .str();
    }

    [[nodiscard]] std::string text() const
    {
        std::string out = "A Box look-alike is listening. Paste this into another shell:\n\n";
        out += "export BOXLINK_BASE_URL=" + base_url + '\n';
        if (!ca_file.empty())
            out += "export BOXLINK_CA_FILE=" + shell_quoted(ca_file) + '\n';
        out += "export BOXLINK_TOKEN=" + token + '\n';
        out += "export BOXLINK_CLIENT_ID=" + client_id + '\n';
        out += "export BOXLINK_CLIENT_SECRET=" + client_secret + '\n';
        if (proxied)
            out += "export NO_PROXY=\"localhost${NO_PROXY:+,$NO_PROXY}\"\n";
        out += "\nIt has " + std::to_string(items.size()) + " items, such as\n\n ";
        for (std::size_t i = 0; i < std::min(items.size(), shown_samples); ++i)
            out += ' ' + items[i];
        std::string const more = plain_http ? " --allow-http-loopback" : "";
        out += "\n\nTry\n\n  boxlink share " + items.front() + more + " --access open --expires 30d\n";
        out += "\nand, with other credentials than BOXLINK_TOKEN,\n\n";
        out += "  boxlink token --enterprise " + enterprise_id + more + '\n';
        if (!jwt_config.empty())
            out += "  boxlink token --jwt-config " + shell_quoted(jwt_config) + more + '\n';
        out += "  boxlink login --token-store tokens.json" + more + '\n';
        out += "  boxlink token --token-store tokens.json" + more + '\n';
        return out + "\nCtrl-C ends it.\n";
    }

private:
    static std::string shell_quoted(std::string const& text)
    {
        std::string out = "'";
        for (char const c : text)
            out += c == '\'' ? "'\\''" : std::string(1, c);
        return out + '\'';
    }
};

// Notices Ctrl-C from the moment it is made, so that nothing is left behind even if it comes early.
class end_of_service
{
public:
    end_of_service()
    {
        // The second signal has its default action: it ends the process at once.
        signals_.async_wait([this](boost::system::error_code const&, int) { signals_.clear(); });
    }

    void wait() { context_.run(); }

private:
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_{context_, SIGINT, SIGTERM};
};

// For its owner only, from the first byte.
void write_private(std::string const& path, std::string_view text)
{
    int const fd =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);
    bool good = fd >= 0 && ::fchmod(fd, S_IRUSR | S_IWUSR) == 0;
    while (good && !text.empty()) {
        ssize_t const written = ::write(fd, text.data(), text.size());
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else
            good = written < 0 && errno == EINTR;
    }
    int const error = errno;
    if (fd >= 0)
        ::close(fd);
    if (!good)
        throw std::system_error(error, std::generic_category(), path);
}

// Returns when the process is told to end.
exit_code serve_until_told(serve_arguments const& args, surroundings const& around)
{
    end_of_service end;
    testing::box_server server(make_server_options(args));
    if (args.fail_every)
        server.inject(testing::fault().every(*args.fail_every).status(503).always());

    std::optional<temporary_file> temporary;
    introduction about;
    about.items = fill(server, args.items);
    about.base_url = server.base_url();
    about.token = server.token();
    about.client_id = server.client_id();
    about.client_secret = server.client_secret();
    about.enterprise_id = server.enterprise_id();
    about.plain_http = args.plain_http;
    about.proxied = around.variable("HTTPS_PROXY") || around.variable("https_proxy");
    if (args.ca_out)
        about.ca_file = *args.ca_out;
    else if (!args.plain_http)
        about.ca_file = temporary.emplace("boxlink-ca").path();
    if (!about.ca_file.empty())
        server.write_ca_file(about.ca_file);
    if (args.jwt_config_out) {
        about.jwt_config = *args.jwt_config_out;
        write_private(about.jwt_config, server.jwt_config_json());
    }

    around.out() << (args.json ? about.json() + '\n' : about.text()) << std::flush;
    if (!around.out().good())
        return exit_code::failed;
    end.wait();
    return exit_code::done;
}

} // namespace

exit_code serve(serve_arguments const& args, surroundings const& around)
{
    try {
        return serve_until_told(args, around);
    } catch (boost::system::system_error const& e) {
        std::string const where = args.port == 0 ? "" : " on port " + std::to_string(args.port);
        throw configuration_error("the server cannot be started" + where + ": " + e.code().message());
    } catch (std::runtime_error const& e) {
        throw configuration_error(std::string("the server cannot be started: ") + e.what());
    }
}

} // namespace boxlink::cli
