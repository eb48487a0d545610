// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input is the text of an item, as a person or a file gives it.

#include "fuzz/fuzz.hpp"
#include "model/text.hpp"

#include <boxlink/item_ref.hpp>

using boxlink::errc;
using boxlink::item_ref;
using boxlink::item_type;
using boxlink::fuzz::require;

namespace {

void check_item(item_ref const& item, std::string_view text)
{
    require(
        item.type() == item_type::file || item.type() == item_type::folder ||
            item.type() == item_type::web_link,
        "the item is of a type that can be shared"
    );
    require(item.validate().has_value(), "an item that was read is valid");
    require(text.find(item.id()) != std::string_view::npos, "the id stands in the text");

    auto const again = item_ref::parse(item.to_string());
    require(again.has_value() && *again == item, "what is written is read back");
    std::string const address =
        "https://app.box.com/" + std::string(to_string(item.type())) + '/' + item.id();
    for (std::string_view const tail : {"", "/", "?s=x", "#x"}) {
        auto const shown = item_ref::parse(address + std::string(tail));
        require(shown.has_value() && *shown == item, "the address that a browser shows names the same item");
    }
}

void check_refusal(boxlink::error_info const& failure, std::string_view text)
{
    require(failure.code == make_error_code(errc::invalid_argument), "the code of a refusal");
    require(failure.message.starts_with("item"), "the message names the thing");
    require(failure.message.find("; ") != std::string::npos, "the message says what to do");
    require(failure.message.size() < 640, "the message is bounded");
    require(boxlink::model::is_utf8(failure.message), "the message is UTF-8");
    require(!boxlink::model::has_control(failure.message), "the message is one line");

    for (std::string_view const path : {"/s/", "/v/"}) {
        auto const link = std::string(path) + "Capability";
        for (std::string const& around : {std::string(text) + link, link + std::string(text)}) {
            auto const outcome = item_ref::parse(around);
            require(
                outcome.has_value() || outcome.error().message.find("Capability") == std::string::npos,
                "the URL of a shared link is not quoted"
            );
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = boxlink::fuzz::input(data, size).rest();
    if (auto const item = item_ref::parse(text))
        check_item(*item, text);
    else
        check_refusal(item.error(), text);
    return 0;
}
