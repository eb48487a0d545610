// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/pem_reader.hpp"

#include "auth/openssl_errors.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#include <cstring>
#include <new>
#include <optional>
#include <utility>

namespace boxlink::auth {
namespace {

constexpr key_fault
    wrong_passphrase("does not open with the passphrase", "give the passphrase that belongs to this key");
constexpr key_fault missing_passphrase("is encrypted, and there is no passphrase", "give its passphrase");
constexpr key_fault unknown_cipher(
    "is encrypted in a way that OpenSSL does not know on this machine",
    "install OpenSSL's legacy provider, or convert the key with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'"
);

using read_key = std::variant<pkey_ptr, key_fault>;

template <auto Free>
struct free_with
{
    template <class T>
    void operator()(T* thing) const noexcept
    {
        Free(thing);
    }
};
using bio_ptr = std::unique_ptr<BIO, free_with<&BIO_free>>;
using encrypted_ptr = std::unique_ptr<X509_SIG, free_with<&X509_SIG_free>>;
using info_ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, free_with<&PKCS8_PRIV_KEY_INFO_free>>;

// What this thread opens keys with: all of OpenSSL's ciphers, also those of old, without the rest of the process getting them too. In the thread's default
// place because PEM_do_header can be told of no other.
class decryption_library
{
public:
    decryption_library() : library_(OSSL_LIB_CTX_new())
    {
        if (!library_)
            throw std::bad_alloc();
        default_ = OSSL_PROVIDER_load(library_, "default");
        legacy_ = OSSL_PROVIDER_load(library_, "legacy");
        before_ = OSSL_LIB_CTX_set0_default(library_);
    }

    decryption_library(decryption_library const&) = delete;
    decryption_library& operator=(decryption_library const&) = delete;

    ~decryption_library()
    {
        OSSL_LIB_CTX_set0_default(before_);
        OSSL_PROVIDER_unload(legacy_);
        OSSL_PROVIDER_unload(default_);
        OSSL_LIB_CTX_free(library_);
    }

    [[nodiscard]] OSSL_LIB_CTX* get() const noexcept { return library_; }

private:
    OSSL_LIB_CTX* library_;
    OSSL_PROVIDER* default_ = nullptr;
    OSSL_PROVIDER* legacy_ = nullptr;
    OSSL_LIB_CTX* before_ = nullptr;
};

// One block of PEM, its base64 decoded.
class pem_block
{
public:
    pem_block() = default;
    pem_block(pem_block const&) = delete;
    pem_block& operator=(pem_block const&) = delete;
    ~pem_block() { clear(); }

    // The next block; false if there is none that is whole. OpenSSL wipes all that it copies on the way.
    bool read(BIO* from)
    {
        clear();
        return PEM_read_bio_ex(
                   from, &label_, &header_, &bytes_, &size_, PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE
               ) == 1;
    }

    [[nodiscard]] std::string_view label() const noexcept { return label_; }
    [[nodiscard]] bool is_encrypted_as_pem() const noexcept { return *header_ != '\0'; }
    [[nodiscard]] unsigned char const* bytes() const noexcept { return bytes_; }
    [[nodiscard]] long size() const noexcept { return size_; }

    // Opens a block with `Proc-Type: 4,ENCRYPTED` (RFC 1421, section 4.6.1.1) in place. \return what is wrong, if anything.
    std::optional<key_fault> decrypt(secret const& passphrase)
    {
        openssl_errors const errors;
        EVP_CIPHER_INFO cipher;
        if (PEM_get_EVP_CIPHER_INFO(header_, &cipher) != 1)
            return errors.name_unknown_algorithm() ? unknown_cipher : broken_key;
        auto text = passphrase.reveal();
        if (PEM_do_header(&cipher, bytes_, &size_, &pem_block::give_passphrase, &text) == 1)
            return std::nullopt;
        return errors.name_unknown_algorithm() ? unknown_cipher : wrong_passphrase;
    }

private:
    // Without a function of our own, OpenSSL would ask on the terminal.
    static int give_passphrase(char* to, int room, int, void* from)
    {
        auto const& text = *static_cast<std::string_view const*>(from);
        if (text.size() > static_cast<std::size_t>(room))
            return -1;
        std::memcpy(to, text.data(), text.size());
        return static_cast<int>(text.size());
    }

    void clear() noexcept
    {
        OPENSSL_secure_free(std::exchange(label_, nullptr));
        OPENSSL_secure_free(std::exchange(header_, nullptr));
        OPENSSL_secure_clear_free(std::exchange(bytes_, nullptr), static_cast<std::size_t>(size_));
        size_ = 0;
    }

    char* label_ = nullptr;
    char* header_ = nullptr;
    unsigned char* bytes_ = nullptr;
    long size_ = 0;
};

// A key is made for the process's own OpenSSL, whatever opened it: it lives longer.
read_key made_of(PKCS8_PRIV_KEY_INFO const* info)
{
    pkey_ptr key(info ? EVP_PKCS82PKEY(info) : nullptr);
    if (!key)
        return broken_key;
    return key;
}

read_key read_encrypted(pem_block const& block, secret const& passphrase)
{
    auto const* at = block.bytes();
    encrypted_ptr const encrypted(d2i_X509_SIG(nullptr, &at, block.size()));
    if (!encrypted)
        return broken_key;
    auto const text = passphrase.reveal();
    info_ptr info;
    {
        openssl_errors const errors;
        decryption_library const library;
        info.reset(PKCS8_decrypt_ex(
            encrypted.get(), text.data(), static_cast<int>(text.size()), library.get(), nullptr
        ));
        if (!info)
            return errors.name_unknown_algorithm() ? unknown_cipher : wrong_passphrase;
    }
    return made_of(info.get());
}

read_key read_plain(pem_block const& block)
{
    auto const* at = block.bytes();
    if (block.label() == "PRIVATE KEY")
        return made_of(info_ptr(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, block.size())).get());
    pkey_ptr key(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, block.size()));
    if (!key)
        return broken_key;
    return key;
}

read_key read_block(pem_block& block, secret const& passphrase)
{
    if (block.label() == "ENCRYPTED PRIVATE KEY")
        return read_encrypted(block, passphrase);
    if (!block.is_encrypted_as_pem())
        return read_plain(block);
    {
        decryption_library const library;
        if (auto const why = block.decrypt(passphrase))
            return *why;
    }
    auto key = read_plain(block);
    // One wrong passphrase of 256 seems to open it.
    if (std::holds_alternative<key_fault>(key))
        return wrong_passphrase;
    return key;
}

} // namespace

void free_pkey::operator()(EVP_PKEY* key) const noexcept
{
    EVP_PKEY_free(key);
}

read_key read_private_key(std::string_view pem, secret const& passphrase)
{
    bio_ptr const text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!text)
        throw std::bad_alloc();
    pem_block block;
    do {
        if (!block.read(text.get()))
            return broken_key;
    } while (fault_of_label(block.label()));
    auto key = read_block(block, passphrase);
    auto const* const why = std::get_if<key_fault>(&key);
    if (why && why->fault == wrong_passphrase.fault && passphrase.empty())
        return missing_passphrase;
    return key;
}

} // namespace boxlink::auth
