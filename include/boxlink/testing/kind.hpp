// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

namespace boxlink::testing {

/// What an item of the embedded server is. The names are those of the `type` member on the wire.
enum class kind : unsigned char
{
    file,     ///< A file, under `/2.0/files`.
    folder,   ///< A folder, under `/2.0/folders`.
    web_link, ///< A bookmark, under `/2.0/web_links`.
    app_item, ///< An item of an application (a hub, for instance): only found by its shared link.
};

} // namespace boxlink::testing
