// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/folder_page.hpp"

#include <boxlink/operations.hpp>

#include <cstddef>
#include <string>

namespace boxlink::detail {

/// Gets one page of a folder's items, as the operations that are for everybody. \param marker of the page before; empty for the first.
void start_list_folder(
    item folder,
    std::string marker,
    std::size_t most,
    request_options options,
    erased_handler<model::folder_page> handler
);

} // namespace boxlink::detail
