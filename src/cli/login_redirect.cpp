// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/login_redirect.hpp"

#include "model/text.hpp"

#include <boost/beast/http/status.hpp>
#include <openssl/crypto.h>

namespace boxlink::cli {
namespace {

int hex_value(char c)
{
    char const lower = model::to_lower(c);
    if (model::is_digit(c))
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Nothing if it is malformed.
std::optional<secret> decoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (; !text.empty(); text.remove_prefix(1)) {
        if (text.front() != '%') {
            out += text.front() == '+' ? ' ' : text.front();
            continue;
        }
        int const high = text.size() > 2 ? hex_value(text[1]) : -1;
        int const low = text.size() > 2 ? hex_value(text[2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        text.remove_prefix(2);
    }
    return secret(std::move(out));
}

// The only value with that name; nothing if there is none, or several.
std::optional<secret> parameter(std::string_view query, std::string_view name)
{
    std::optional<std::string_view> found;
    while (!query.empty()) {
        std::string_view const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        auto const equals = pair.find('=');
        if (pair.substr(0, equals) != name)
            continue;
        if (found)
            return std::nullopt;
        found = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    }
    return found ? decoded(*found) : std::nullopt;
}

bool is_same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// Of the error_description nothing is told: it says no more, and anybody could have written it.
error_info refused_by(std::string_view error)
{
    if (error == "access_denied")
        return {
            errc::login_required, "the user did not agree, so nobody is logged in; run boxlink login again"};
    return {
        errc::login_required,
        "Box refused the login: " + model::quoted(error) +
            "; compare the client id and the redirect URI with the app's configuration in the "
            "developer console"};
}

redirect_answer ended(redirect_answer answer, result<secret> end)
{
    answer.end.emplace(std::move(end));
    return answer;
}

} // namespace

redirect_answer answer_redirect(std::string_view method, std::string_view target, std::string_view state)
{
    std::string_view const path = target.substr(0, target.find('?'));
    if (path != redirect_path)
        return {404, "There is nothing here."};
    if (method != "GET")
        return {405, "This page can only be read."};
    std::string_view const query = target.substr(std::min(target.size(), path.size() + 1));

    std::optional<secret> const answered = parameter(query, "state");
    if (!answered || !is_same(answered->reveal(), state))
        return {
            400,
            "This is not the answer to the login that boxlink waits for. Use the address that it shows now."};
    if (std::optional<secret> const error = parameter(query, "error"))
        return ended(
            {200, "Nobody is logged in. You can close this page; the terminal says more."},
            refused_by(error->reveal())
        );
    std::optional<secret> code = parameter(query, "code");
    if (!code || code->empty())
        return {400, "Box's answer has no code."};
    return ended(
        {200, "Box has answered. You can close this page and go back to the terminal."}, *std::move(code)
    );
}

std::string http_text(redirect_answer const& answer)
{
    std::string const page =
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>boxlink</title>\n<p>" +
        std::string(answer.sentence) + "</p>\n</html>\n";
    auto const reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(answer.status))
    );
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + std::string(reason) + "\r\n";
    if (answer.status == 405)
        text += "Allow: GET\r\n";
    // The address, with the code in it, must go nowhere else.
    text += "Content-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(page.size()) +
            "\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
            "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n\r\n";
    return text + page;
}

} // namespace boxlink::cli
