// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The kinds of item that can be shared, for tests that hold for each of them.

#include <boxlink/client.hpp>
#include <boxlink/testing/box_server.hpp>

#include <array>
#include <ostream>
#include <string>
#include <string_view>

namespace boxlink::test {

/// One kind of item: what both sides call it.
struct item_kind
{
    item_type type;
    testing::kind stored;
    std::string_view collection;

    /// Adds an item of this kind to a server and returns its id.
    [[nodiscard]] std::string add(testing::box_server& server) const
    {
        switch (stored) {
        case testing::kind::file:
            return server.add_file();
        case testing::kind::folder:
            return server.add_folder();
        default:
            return server.add_web_link();
        }
    }

    /// The item of this kind and id, as a client sees it.
    [[nodiscard]] item of(client const& box, std::string id) const
    {
        switch (type) {
        case item_type::file:
            return box.file(std::move(id));
        case item_type::folder:
            return box.folder(std::move(id));
        default:
            return box.web_link(std::move(id));
        }
    }

    friend std::ostream& operator<<(std::ostream& out, item_kind const& kind)
    {
        return out << to_string(kind.type);
    }
};

inline constexpr std::array<item_kind, 3> item_kinds = {
    item_kind{item_type::file, testing::kind::file, "files"},
    item_kind{item_type::folder, testing::kind::folder, "folders"},
    item_kind{item_type::web_link, testing::kind::web_link, "web_links"},
};

} // namespace boxlink::test
