// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// How failed checks show the enumerations of boxlink. Boost.Test finds these by argument-dependent lookup.

#include <boxlink/error.hpp>
#include <boxlink/observer.hpp>
#include <boxlink/shared_link.hpp>

#include <ostream>

namespace boxlink {

inline std::ostream& boost_test_print_type(std::ostream& out, errc value)
{
    return out << make_error_code(value);
}

inline std::ostream& boost_test_print_type(std::ostream& out, item_type value)
{
    return out << to_string(value);
}

inline std::ostream& boost_test_print_type(std::ostream& out, retry_reason value)
{
    return out << to_string(value);
}

} // namespace boxlink
