// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// Links that are asked for at random, and what goes wrong at random.

#include "item_kinds.hpp"

#include <boxlink/link_settings.hpp>
#include <boxlink/testing/fault.hpp>
#include <boxlink/testing/stored_link.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

namespace boxlink::test {

/// Chance that a seed makes come again.
class chance
{
public:
    explicit chance(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::size_t below(std::size_t bound) { return engine_() % bound; }
    [[nodiscard]] bool percent(std::size_t share) { return below(100) < share; }

private:
    std::mt19937_64 engine_;
};

template <class T>
bool holds(setting<T> const& asked, std::optional<T> const& actual)
{
    if (std::holds_alternative<leave_alone>(asked))
        return true;
    auto const* const value = std::get_if<T>(&asked);
    return value != nullptr ? actual == *value : !actual;
}

/// Whether a link is as it was asked for, the password included, which only the server knows.
inline bool shows(std::optional<testing::stored_link> const& link, std::optional<link_settings> const& asked)
{
    if (!link || !asked)
        return link.has_value() == asked.has_value();
    auto const* const password = std::get_if<secret>(&asked->password());
    std::optional<std::chrono::system_clock::time_point> expiry;
    if (link->unshared_at)
        expiry = *link->unshared_at;
    bool const password_holds =
        password != nullptr ? link->password_is(password->reveal())
                            : std::holds_alternative<leave_alone>(asked->password()) || !link->has_password();
    auto const& permissions = asked->permissions();
    return (!asked->access() || link->access == to_string(*asked->access())) && password_holds &&
           holds(asked->expires_at(), expiry) && holds(asked->vanity_name(), link->vanity_name) &&
           permissions.can_download.value_or(link->can_download) == link->can_download &&
           permissions.can_edit.value_or(link->can_edit) == link->can_edit;
}

/// Settings that Box's rules allow by themselves; what the link has may still forbid them.
inline link_settings random_settings(chance& random, item_kind const& kind, bool secretive)
{
    constexpr access_level levels[] = {
        access_level::open, access_level::company, access_level::collaborators};
    auto const password = [&] { return "Password-" + std::to_string(random.below(3)); };
    link_settings asked;
    if (secretive && random.percent(80))
        return asked.access(access_level::open).password(password());
    if (random.percent(60))
        asked.access(levels[random.below(3)]);
    bool const open = !asked.access() || asked.access() == access_level::open;
    if (open && random.percent(40))
        asked.password(password());
    else if (random.percent(20))
        asked.no_password();
    if (random.percent(30))
        asked.expires_at(
            std::chrono::sys_days(std::chrono::January / 1 / 2100) +
            random.below(1000) * std::chrono::hours(1)
        );
    else if (random.percent(30))
        asked.no_expiry();
    // Now and then the name of another item's link.
    if (random.percent(30))
        asked.vanity_name("a-vanity-name-" + std::to_string(random.below(6)));
    else if (random.percent(30))
        asked.no_vanity_name();
    if (asked.access() == access_level::collaborators)
        return asked;
    if (random.percent(30))
        asked.can_download(random.percent(50));
    if (random.percent(30))
        asked.can_edit(
            kind.type == item_type::file && asked.permissions().can_download.value_or(true) &&
            random.percent(50)
        );
    return asked;
}

/// What goes wrong with one request.
struct trouble
{
    testing::fault what;
    bool stalls = false;
};

/// \param may_be_late whether changes can take effect later than others that were sent after them.
/// \param secretive whether much does not take effect.
inline trouble random_trouble(chance& random, bool may_be_late, bool secretive)
{
    using testing::fault;
    constexpr unsigned failures[] = {202, 408, 500, 502, 503, 504};
    constexpr unsigned refusals[] = {400, 403, 404};
    auto const failure = [&] { return fault().status(failures[random.below(std::size(failures))]); };
    if (secretive && random.percent(50))
        return {random.percent(50) ? fault().reset() : failure()};
    switch (random.below(may_be_late ? 16 : 14)) {
    case 0:
        return {fault().reset()};
    case 1:
    case 2:
        return {fault().reset().applied()};
    case 3:
        return {fault().stall(), true};
    case 4:
        return {fault().stall().applied(), true};
    case 5:
        return {failure()};
    case 6:
    case 7:
        return {failure().applied()};
    case 8:
    case 9:
        return {fault().cut_after(random.below(300))};
    case 10:
        return {fault().garbage().applied()};
    case 11:
        return {fault().status(refusals[random.below(std::size(refusals))])};
    case 12:
        return {
            random.percent(50) ? fault().status(429)
                               : fault().status(429).retry_after(std::chrono::seconds(5))};
    case 13:
        return {fault().status(409).code("operation_blocked_temporary")};
    case 14:
        return {failure().applied_after(1 + random.below(4))};
    default:
        return {fault().reset().applied_after(1 + random.below(4))};
    }
}

} // namespace boxlink::test
