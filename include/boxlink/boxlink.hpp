// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * All of boxlink.
 */

/// Shared links of Box, awaited.
namespace boxlink {}

#include <boxlink/access_token.hpp>
#include <boxlink/bulk.hpp>
#include <boxlink/client.hpp>
#include <boxlink/client_options.hpp>
#include <boxlink/completion_tokens.hpp>
#include <boxlink/credentials.hpp>
#include <boxlink/error.hpp>
#include <boxlink/folder_listing.hpp>
#include <boxlink/item_ref.hpp>
#include <boxlink/jwt_app.hpp>
#include <boxlink/limits.hpp>
#include <boxlink/link_query.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/oauth.hpp>
#include <boxlink/observer.hpp>
#include <boxlink/operations.hpp>
#include <boxlink/request_options.hpp>
#include <boxlink/secret.hpp>
#include <boxlink/shared_link.hpp>
#include <boxlink/token_operations.hpp>
#include <boxlink/token_scope.hpp>
#include <boxlink/token_store.hpp>
#include <boxlink/user_info.hpp>
#include <boxlink/version.hpp>
