// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// Many jobs from a source to a sink, and what became of them.

#include "fixture.hpp"

#include <boxlink/bulk.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::test {

struct bulk_fixture : client_fixture
{
    std::vector<std::string> files(std::size_t count) { return server.add_files(count); }

    /// A source of these files, which counts how many were asked for.
    bulk_source sharing(std::vector<std::string> ids, link_settings settings = link_settings())
    {
        auto const next = std::make_shared<std::size_t>(0);
        return [this, next, ids = std::move(ids), settings]() -> asio::awaitable<std::optional<bulk_job>> {
            if (*next == ids.size())
                co_return std::nullopt;
            ++asked;
            co_return bulk_job(item_ref::file(ids[(*next)++]), settings);
        };
    }

    /// A sink that keeps the outcomes.
    bulk_sink keeping()
    {
        return outcomes_to([this](bulk_outcome outcome) { outcomes.push_back(std::move(outcome)); });
    }

    /// Starts the jobs, with a signal that cancels them.
    void start(bulk_source source, bulk_sink sink, bulk_options options = bulk_options())
    {
        auto on_end = [this](result<bulk_summary> summary) { ended.emplace(std::move(summary)); };
        share_all(
            box, std::move(source), std::move(sink), std::move(options),
            as_result(asio::bind_cancellation_slot(stop.slot(), std::move(on_end)))
        );
    }

    result<bulk_summary> const& finish()
    {
        run_until(io, [this] { return ended.has_value(); });
        return *ended;
    }

    std::size_t asked = 0;
    std::vector<bulk_outcome> outcomes;
    asio::cancellation_signal stop;
    std::optional<result<bulk_summary>> ended;
};

} // namespace boxlink::test
