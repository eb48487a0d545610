#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# Assertions against a JWT library that nobody here wrote: jose, for Node.js.
# usage: jose.sh JWT_PEER
set -euo pipefail
program=$1
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
command -v openssl >/dev/null || { echo "skipped: openssl is not installed"; exit 77; }
[[ -d $here/node_modules/jose ]] || { echo "skipped: jose is not installed; '.ci/setup test' does it"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

export PASSPHRASE='correct horse battery staple'
for key in ours another; do
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/$key.pem" 2>/dev/null
    openssl pkey -in "$work/$key.pem" -pubout -out "$work/$key.pub"
done
openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASSPHRASE -in "$work/ours.pem" -out "$work/encrypted.pem"

now=1782864000
for algorithm in RS256 RS384 RS512; do
    for _ in 1 2 3; do
        "$program" "$work/encrypted.pem" "$algorithm" $now
    done >"$work/assertions"
    node "$here/verify.mjs" "$work/ours.pub" "$algorithm" $now <"$work/assertions" || fail "$algorithm"
done

# What must fail, so that the rest says something.
! node "$here/verify.mjs" "$work/another.pub" RS512 $now <"$work/assertions" >/dev/null 2>&1 || fail "another key verifies"
! node "$here/verify.mjs" "$work/ours.pub" RS256 $now <"$work/assertions" >/dev/null 2>&1 || fail "another algorithm verifies"
! node "$here/verify.mjs" "$work/ours.pub" RS512 $((now + 60)) <"$work/assertions" >/dev/null 2>&1 || fail "an old one is taken"
