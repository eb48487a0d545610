// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/request_options.hpp>

namespace boxlink {

request_options& request_options::if_match(std::string etag)
{
    if_match_ = std::move(etag);
    return *this;
}

request_options& request_options::if_none_match(std::string etag)
{
    if_none_match_ = std::move(etag);
    return *this;
}

request_options& request_options::as_user(std::string user_id)
{
    as_user_ = std::move(user_id);
    return *this;
}

request_options& request_options::suppress_notifications(bool suppress)
{
    suppress_notifications_ = suppress;
    return *this;
}

request_options& request_options::field(std::string name)
{
    fields_.push_back(std::move(name));
    return *this;
}

request_options& request_options::header(std::string name, std::string value)
{
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
}

request_options& request_options::attempt_timeout(std::chrono::milliseconds duration)
{
    attempt_timeout_ = duration;
    return *this;
}

request_options& request_options::deadline(std::chrono::milliseconds duration)
{
    deadline_ = duration;
    return *this;
}

request_options& request_options::max_attempts(int count)
{
    max_attempts_ = count;
    return *this;
}

request_options& request_options::priority(boxlink::priority urgency)
{
    priority_ = urgency;
    return *this;
}

} // namespace boxlink
