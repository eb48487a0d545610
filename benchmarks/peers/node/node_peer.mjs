// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Clients for Node.js, with the command line and the line of figures of the drivers in C++.
// usage: node_peer.mjs CLIENT --url https://HOST:PORT --ca FILE [--count N] [--connections C] [--threads 1] [--warmup W]
// CLIENT: node-sdk (Box's official SDK as it comes: a connection a request), node-sdk-keepalive (the same with an
// agent that keeps connections open) or node-undici (JSON by hand over undici)

import { readFileSync } from 'node:fs';
import https from 'node:https';
import tls from 'node:tls';
import { parseArgs } from 'node:util';

const token = 'T0ken0fTheBenchmarks0123456789';
const firstId = 1_000_000;

function fail(message) {
    console.error(`node_peer: ${message}`);
    process.exit(1);
}

function readOptions() {
    const names = ['url', 'ca', 'count', 'connections', 'threads', 'warmup'];
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    let parsed;
    try {
        parsed = parseArgs({ options, allowPositionals: true });
    } catch (error) {
        fail(error.message);
    }
    const { values, positionals } = parsed;
    const client = positionals[0];
    if (positionals.length !== 1 || !Object.hasOwn(clients, client)) {
        fail(`name one client: ${Object.keys(clients).join(', ')}`);
    }
    const url = values.url?.replace(/\/$/, '');
    if (!/^https:\/\/[A-Za-z0-9.-]+:[0-9]+$/.test(url ?? '')) {
        fail(`--url: '${values.url ?? ''}' is not of the form https://HOST:PORT`);
    }
    if (values.ca === undefined) {
        fail('--ca: name the file with the certificate to trust, in PEM');
    }
    const number = (name, otherwise, least) => {
        const text = values[name] ?? String(otherwise);
        if (!/^[0-9]{1,9}$/.test(text) || Number(text) < least) {
            fail(`--${name}: '${text}' is not a number from ${least} on`);
        }
        return Number(text);
    };
    if (number('threads', 1, 1) !== 1) {
        fail('--threads: Node.js runs a client on one thread; give 1 or leave it out');
    }
    return {
        client,
        url,
        ca: readFileSync(values.ca, 'utf8'),
        count: number('count', 100_000, 1),
        connections: number('connections', 64, 1),
        warmup: number('warmup', 1_000, 0),
    };
}

// Every client connects by this function, whatever its agent.
let opened = 0;
const { connect } = tls;
tls.connect = (...args) => {
    ++opened;
    return connect(...args);
};

async function sdk({ url, ca }, agent) {
    const { BoxClient, BoxDeveloperTokenAuth } = await import('box-node-sdk');
    const { BaseUrls, NetworkSession } = await import('box-node-sdk/networking');
    let session = new NetworkSession({ baseUrls: new BaseUrls({ baseUrl: url }), ...(agent && { agent }) });
    if (!agent) {
        session = session.withCustomAgentOptions({ ca });
    }
    const client = new BoxClient({ auth: new BoxDeveloperTokenAuth({ token }), networkSession: session });
    return async (id) => {
        const file = await client.sharedLinksFiles.addShareLinkToFile(
            id,
            { sharedLink: { access: 'company' } },
            { fields: 'shared_link' },
        );
        return { id: file.id, type: file.type, url: file.sharedLink?.url, access: file.sharedLink?.access };
    };
}

const clients = {
    'node-sdk': (options) => sdk(options),

    'node-sdk-keepalive': (options) =>
        sdk(options, new https.Agent({ keepAlive: true, maxSockets: options.connections, ca: options.ca })),

    async 'node-undici'({ url, ca, connections }) {
        const { Pool } = await import('undici');
        const pool = new Pool(url, { connections, pipelining: 1, connect: { ca }, bodyTimeout: 30_000, headersTimeout: 30_000 });
        const headers = {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'application/json',
            'user-agent': 'undici-peer/1.0',
        };
        return async (id) => {
            const { statusCode, body } = await pool.request({
                path: `/2.0/files/${id}?fields=shared_link`,
                method: 'PUT',
                headers,
                body: JSON.stringify({ shared_link: { access: 'company' } }),
            });
            const item = await body.json();
            if (statusCode !== 200) {
                throw new Error(`status ${statusCode}`);
            }
            return { id: item.id, type: item.type, url: item.shared_link.url, access: item.shared_link.access };
        };
    },
};

let errors = 0;

// So many requests, on the wire at a time as many as there are connections. Returns the times they took, in ms.
async function run(share, count, connections) {
    const times = new Float64Array(count);
    let next = 0;
    const shareAgainAndAgain = async () => {
        while (next < count) {
            const nth = next++;
            const id = String(firstId + nth);
            const begin = performance.now();
            try {
                const link = await share(id);
                if (link.id !== id || link.type !== 'file' || !link.url || link.access !== 'company') {
                    throw new Error('the link is not as it was asked for');
                }
            } catch (error) {
                if (errors++ === 0) {
                    console.error(`a request failed: ${error.message}`);
                }
            }
            times[nth] = performance.now() - begin;
        }
    };
    await Promise.all(Array.from({ length: connections }, shareAgainAndAgain));
    return times.sort();
}

const options = readOptions();
const share = await clients[options.client](options);
await run(share, options.warmup, options.connections);

const cpu = process.cpuUsage();
const begin = performance.now();
const times = await run(share, options.count, options.connections);
const wall = (performance.now() - begin) / 1e3;
const used = process.cpuUsage(cpu);

const percentile = (part) => times[Math.trunc(part * (times.length - 1))];
const line = {
    peer: options.client,
    n: options.count,
    c: options.connections,
    wall_s: wall,
    rps: options.count / wall,
    cpu_user_s: used.user / 1e6,
    cpu_sys_s: used.system / 1e6,
    p50_ms: percentile(0.5),
    p99_ms: percentile(0.99),
    max_rss_kb: process.resourceUsage().maxRSS,
    connections: opened,
    errors,
};
// What keeps connections open would keep the process, too.
process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit());
