#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Keys that OpenSSL's own command made, and signatures that it verifies.
# usage: openssl.sh JWT_PEER
set -euo pipefail
program=$1

command -v openssl >/dev/null || { echo "skipped: openssl is not installed"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { echo "FAILED: $*" >&2; exit 1; }

export PASSPHRASE='correct horse battery staple'
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out plain.pem 2>/dev/null
openssl pkey -in plain.pem -pubout -out public.pem

# convert NAME COMMAND...: another form of the key
forms=(plain)
convert() {
    "${@:2}" -in plain.pem -out "$1.pem" 2>"$1.log" || fail "openssl cannot write $1: $(cat "$1.log")"
    forms+=("$1")
}
pkcs8=(openssl pkcs8 -topk8 -passout env:PASSPHRASE)
convert rsa openssl rsa -traditional
convert rsa-aes openssl rsa -traditional -aes256 -passout env:PASSPHRASE
convert rsa-des3 openssl rsa -traditional -des3 -passout env:PASSPHRASE
convert pbes2-aes "${pkcs8[@]}" -v2 aes-256-cbc
convert pbes2-des3 "${pkcs8[@]}" -v2 des3 -v2prf hmacWithSHA1
convert scrypt "${pkcs8[@]}" -scrypt
convert pbes1-des3 "${pkcs8[@]}" -v1 PBE-SHA1-3DES
if openssl list -providers -provider legacy >/dev/null 2>&1; then
    convert pbes1-md5-des "${pkcs8[@]}" -v1 PBE-MD5-DES -provider legacy -provider default
    convert pbes1-rc2 "${pkcs8[@]}" -v1 PBE-SHA1-RC2-40 -provider legacy -provider default
else
    echo "without the keys of old: OpenSSL has no legacy provider here"
fi

# base64url of one part to bytes
decoded() {
    local text
    text=$(tr '_-' '/+')
    while ((${#text} % 4)); do text+='='; done
    printf '%s' "$text" | openssl base64 -d -A
}

# verified FORM ALGORITHM DIGEST
verified() {
    local assertion header
    assertion=$("$program" "$1.pem" "$2" 1782864000) || fail "$1: not opened"
    printf '%s' "${assertion%.*}" >signed
    printf '%s' "${assertion##*.}" | decoded >signature
    header=$(printf '%s' "${assertion%%.*}" | decoded)
    [[ $header == *"\"alg\":\"$2\""* ]] || fail "$1: the header is $header"
    openssl dgst "-$3" -verify public.pem -signature signature signed >/dev/null || fail "$1 with $2 is not verified"
}

for form in "${forms[@]}"; do
    verified "$form" RS256 sha256
done
verified plain RS384 sha384
verified plain RS512 sha512

# What must fail, so that the rest says something.
printf 'x' >>signed
! openssl dgst -sha512 -verify public.pem -signature signature signed >/dev/null 2>&1 || fail "another text is verified"
! PASSPHRASE=wrong "$program" pbes2-aes.pem RS256 1782864000 >/dev/null 2>said || fail "a wrong passphrase opens a key"
grep -qF 'does not open with the passphrase' said || fail "a wrong passphrase: $(cat said)"
! PASSPHRASE='' "$program" rsa-aes.pem RS256 1782864000 >/dev/null 2>said || fail "no passphrase opens a key"
grep -qF 'there is no passphrase' said || fail "no passphrase: $(cat said)"
echo "verified: ${forms[*]}"
