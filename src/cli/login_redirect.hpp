// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a browser that comes back from Box's page is told, and what it brings.

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace boxlink::cli {

/// The path of the redirect URI.
inline constexpr std::string_view redirect_path = "/callback";

/// How a request is answered.
class redirect_answer
{
public:
    int status = 200;
    /// A sentence of ours for the user: nothing of the request is in it.
    std::string_view sentence;
    /// The authorization code, or why there is none: the wait is over. Nothing if this was not Box's answer to the login.
    std::optional<result<secret>> end;

    redirect_answer(int code, std::string_view text) : status(code), sentence(text) {}
};

/// Judges a request. \param state what must come back; whoever does not know it is not listened to.
[[nodiscard]] redirect_answer
answer_redirect(std::string_view method, std::string_view target, std::string_view state);

/// The whole HTTP answer.
[[nodiscard]] std::string http_text(redirect_answer const& answer);

} // namespace boxlink::cli
