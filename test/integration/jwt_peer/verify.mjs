// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Verifies assertions, one a line, as Box does.
// usage: verify.mjs PUBLIC_KEY_FILE ALGORITHM SECONDS_SINCE_1970

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { importSPKI, jwtVerify } from 'jose';

const [keyFile, algorithm, time] = process.argv.slice(2);
const key = await importSPKI(readFileSync(keyFile, 'utf8'), algorithm);
const lines = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '');
const ids = new Set();

for (const line of lines) {
    const { payload, protectedHeader } = await jwtVerify(line, key, {
        algorithms: [algorithm],
        audience: 'https://api.box.com/oauth2/token',
        issuer: 'the-client',
        subject: '12345',
        typ: 'JWT',
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti', 'box_sub_type'],
        currentDate: new Date(Number(time) * 1000),
    });
    assert.deepEqual(protectedHeader, { alg: algorithm, typ: 'JWT', kid: 'the-key-id' });
    assert.equal(payload.box_sub_type, 'enterprise');
    assert.ok(Number.isInteger(payload.exp));
    assert.ok(payload.exp > Number(time) && payload.exp <= Number(time) + 60);
    assert.equal(payload.iat, undefined);
    assert.match(payload.jti, /^[\x21-\x7e]{16,128}$/);
    ids.add(payload.jti);
}
assert.ok(lines.length > 0);
assert.equal(ids.size, lines.length);
console.log(`${algorithm}: ${lines.length} assertions verified`);
