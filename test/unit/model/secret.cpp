// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/wipe.hpp"

#include <boxlink/secret.hpp>

#include <boost/test/unit_test.hpp>

#include <new>
#include <ostream>

BOOST_AUTO_TEST_SUITE(secret)

using boxlink::secret;

template <class T>
concept printable = requires(std::ostream& out, T const& value)
{
    out << value;
};

static_assert(!printable<secret>);
static_assert(!std::equality_comparable<secret>);
static_assert(!std::is_convertible_v<std::string, secret>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(std::is_nothrow_move_constructible_v<secret> && std::is_nothrow_move_assignable_v<secret>);

// Short enough to live inside a std::string, and too long for that.
std::string const short_text = "pa55-word";
std::string const long_text = "a secret that is too long to live inside of a string: 0123456789";

BOOST_AUTO_TEST_CASE(it_holds_its_text)
{
    BOOST_TEST(secret().empty());
    BOOST_TEST(secret().reveal() == "");
    BOOST_TEST(secret("x").reveal() == "x");
    BOOST_TEST(!secret("x").empty());
}

BOOST_AUTO_TEST_CASE(copies_are_independent)
{
    for (std::string const& text : {short_text, long_text}) {
        secret const original(text);
        secret copy(original);
        secret assigned("something else that is longer than the small buffer");
        assigned = original;
        copy = secret("new");
        BOOST_TEST(original.reveal() == text);
        BOOST_TEST(assigned.reveal() == text);
        BOOST_TEST(copy.reveal() == "new");
    }
}

BOOST_AUTO_TEST_CASE(moved_from_secrets_are_empty)
{
    for (std::string const& text : {short_text, long_text}) {
        secret original(text);
        secret moved(std::move(original));
        BOOST_TEST(moved.reveal() == text);
        BOOST_TEST(original.empty());
        secret assigned("old");
        assigned = std::move(moved);
        BOOST_TEST(assigned.reveal() == text);
        BOOST_TEST(moved.empty());
    }
}

BOOST_AUTO_TEST_CASE(self_assignment_keeps_the_text)
{
    for (std::string const& text : {short_text, long_text}) {
        secret value(text);
        secret& alias = value;
        value = alias;
        BOOST_TEST(value.reveal() == text);
        value = std::move(alias);
        BOOST_TEST(value.reveal() == text);
    }
}

BOOST_AUTO_TEST_CASE(wiping_reaches_behind_the_end)
{
    std::string text = long_text;
    std::size_t const capacity = text.capacity();
    char const* const memory = text.data();
    text.resize(3);
    boxlink::model::wipe(text);
    BOOST_TEST(text.empty());
    text.resize(capacity, '\1'); // must not have moved
    BOOST_TEST(text.data() == memory);
}

// Whether the bytes of an object hold the text. Reads the storage, also after the object's end.
bool holds(unsigned char const (&storage)[sizeof(secret)], std::string_view text)
{
    std::string_view const bytes(reinterpret_cast<char const*>(storage), sizeof storage);
    return bytes.find(text) != std::string_view::npos;
}

BOOST_AUTO_TEST_CASE(no_short_text_stays_in_the_object)
{
    std::string const rest = short_text.substr(2); // an emptied string has only its first byte overwritten
    alignas(secret) unsigned char storage[sizeof(secret)] = {};
    secret* object = new (storage) secret(short_text);
    BOOST_TEST(holds(storage, short_text));

    secret moved(std::move(*object));
    BOOST_TEST(!holds(storage, rest));

    *object = moved;
    BOOST_TEST(holds(storage, short_text));
    secret target;
    target = std::move(*object);
    BOOST_TEST(!holds(storage, rest));

    *object = moved;
    *object = secret("x");
    BOOST_TEST(!holds(storage, rest));

    *object = moved;
    object->~secret();
    BOOST_TEST(!holds(storage, rest));
}

BOOST_AUTO_TEST_SUITE_END()
