// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "by_hand.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace bench {

namespace json = boost::json;

std::string request_body()
{
    return json::serialize(json::object{{"shared_link", json::object{{"access", "company"}}}});
}

std::string request_target(std::uint64_t file_id)
{
    return "/2.0/files/" + std::to_string(file_id) + "?fields=shared_link";
}

link read_answer(unsigned status, std::string_view body, std::uint64_t file_id)
{
    if (status != 200)
        throw std::runtime_error("status " + std::to_string(status));
    auto const value = json::parse({body.data(), body.size()});
    auto const& item = value.as_object();
    if (item.at("type").as_string() != "file" || item.at("id").as_string() != std::to_string(file_id))
        throw std::runtime_error("the answer is of another item");

    auto const& shared_link = item.at("shared_link").as_object();
    link one;
    one.url = shared_link.at("url").as_string();
    one.access = shared_link.at("access").as_string();
    if (one.url.empty() || one.access != "company")
        throw std::runtime_error("the link is not as it was asked for");
    if (auto const& download_url = shared_link.at("download_url"); !download_url.is_null())
        one.download_url = std::string(download_url.as_string());
    one.is_password_enabled = shared_link.at("is_password_enabled").as_bool();
    return one;
}

} // namespace bench
