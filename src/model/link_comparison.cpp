// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/link_comparison.hpp"

#include <functional>

namespace boxlink::model {
namespace {

/// Gathers the verdicts on the fields: one difference decides, else one doubt does.
class verdicts
{
public:
    void add(std::optional<bool> same)
    {
        if (!same)
            in_doubt_ = true;
        else if (!*same)
            differs_ = true;
    }

    [[nodiscard]] std::optional<bool> all() const
    {
        if (differs_)
            return false;
        return in_doubt_ ? std::nullopt : std::optional(true);
    }

private:
    bool differs_ = false;
    bool in_doubt_ = false;
};

template <class T, class Same>
void compare(verdicts& found, setting<T> const& asked, std::optional<T> const& actual, Same same)
{
    if (std::holds_alternative<clear>(asked))
        found.add(!actual);
    else if (auto const* const value = std::get_if<T>(&asked))
        found.add(actual && same(*actual, *value));
}

void compare(verdicts& found, std::optional<bool> asked, std::optional<bool> actual)
{
    if (asked)
        found.add(actual ? std::optional(*actual == *asked) : std::nullopt);
}

std::optional<bool> has_access(shared_link const& link, access_level asked)
{
    if (!link.access || *link.access == access_level::other)
        return std::nullopt;
    return *link.access == asked;
}

} // namespace

std::optional<bool> is_as_asked(shared_link const& link, link_settings const& asked)
{
    using std::chrono::floor;
    using std::chrono::seconds;
    using std::chrono::system_clock;

    verdicts found;
    if (asked.access())
        found.add(has_access(link, *asked.access()));
    if (std::holds_alternative<clear>(asked.password()))
        found.add(!link.is_password_enabled);
    else if (std::holds_alternative<secret>(asked.password()))
        found.add(link.is_password_enabled ? std::nullopt : std::optional(false));
    compare(
        found, asked.expires_at(), link.expires_at,
        [](system_clock::time_point actual, system_clock::time_point wanted) {
            return floor<seconds>(actual) == floor<seconds>(wanted);
        }
    );
    compare(found, asked.vanity_name(), link.vanity_name, std::equal_to<>());
    compare(found, asked.permissions().can_download, link.permissions.can_download);
    compare(found, asked.permissions().can_edit, link.permissions.can_edit);
    compare(found, asked.permissions().can_preview, link.permissions.can_preview);
    return found.all();
}

} // namespace boxlink::model
