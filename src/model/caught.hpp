// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <exception>
#include <string>

namespace boxlink::model {

/// What the exception says that is being caught. Only within a handler.
[[nodiscard]] inline std::string caught()
{
    try {
        throw;
    } catch (std::exception const& fault) {
        return fault.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

} // namespace boxlink::model
