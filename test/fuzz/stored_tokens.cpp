// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input is the text of a token file, in which each `$` stands for a text that must not be seen again. Its first line and its rest are taken for tokens, too.

#include "auth/stored_tokens_text.hpp"
#include "fuzz/fuzz.hpp"
#include "model/text.hpp"

#include <chrono>
#include <utility>

using namespace boxlink;
using auth::read_stored_tokens;
using auth::write_stored_tokens;
using boxlink::fuzz::require;

namespace {

constexpr std::string_view hidden = "Tk9UQVRPS0VOTk9SQVNFQ1JFVA";

std::string with_hidden_texts(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '$')
            out += hidden;
        else
            out += c;
    }
    return out;
}

bool equal(stored_tokens const& a, stored_tokens const& b)
{
    // Without a token there is no end of it.
    bool const same_end = a.access.text.empty() || a.access.expires_at == b.access.expires_at;
    return a.access.text.reveal() == b.access.text.reveal() && same_end &&
           a.refresh_token.reveal() == b.refresh_token.reveal() && a.is_in_doubt == b.is_in_doubt;
}

void check_refusal(error_info const& failure)
{
    require(failure.code == make_error_code(errc::token_unavailable), "the code of a refusal");
    require(!failure.message.empty() && failure.message.size() < 200, "the message is short");
    require(!model::has_control(failure.message), "and a line");
    require(failure.to_string().find(hidden) == std::string::npos, "nothing of the text is quoted");
}

void check_round_trip(stored_tokens const& tokens)
{
    auto const written = write_stored_tokens(tokens);
    if (!written) {
        check_refusal(written.error());
        auto const size = tokens.access.text.reveal().size() + tokens.refresh_token.reveal().size();
        bool const is_text =
            model::is_utf8(tokens.access.text.reveal()) && model::is_utf8(tokens.refresh_token.reveal());
        require(!is_text || 6 * size > auth::max_token_text_size / 2, "what is short text can be written");
        return;
    }
    require(written->reveal().size() <= auth::max_token_text_size, "what is written can be read");
    auto const again = read_stored_tokens(written->reveal());
    require(again.has_value(), "what is written is read back");
    require(equal(tokens, *again), "as it was");
    require(write_stored_tokens(*again).value().reveal() == written->reveal(), "and written in the same way");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    auto const text = with_hidden_texts(input.rest());
    auto const tokens = read_stored_tokens(text);
    if (tokens)
        check_round_trip(*tokens);
    else
        check_refusal(tokens.error());

    stored_tokens raw;
    raw.refresh_token = secret(std::string(input.line()));
    raw.access = access_token(secret(std::string(input.rest())));
    raw.is_in_doubt = size % 2 == 1;
    check_round_trip(raw);
    return 0;
}
