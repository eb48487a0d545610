// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/shared_link.hpp>

#include <string>
#include <vector>

namespace boxlink::model {

/// A part of a folder's content.
class folder_page
{
public:
    std::vector<found_item> entries;
    /// Where the next page begins; empty if this is the last.
    std::string next_marker;

    folder_page() {}
};

} // namespace boxlink::model
