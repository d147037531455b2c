import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log, Route } from '../../src/adapter.ts';
import { serve, type Web, type WebSettings } from '../../src/web/server.ts';

const lines: string[] = [];
const say = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: say, info: say, warn: say, error: say };
const echo: Route = { path: '/echo', handle: (request, response) => void request.pipe(response) };
const below: Route = { path: '/page/', handle: (request, response) => void response.end(`page ${request.url}`) };
const broken: Route = {
  path: '/broken',
  handle: () => {
    throw new Error('a bug in an adapter');
  },
};

let web: Web | undefined;
afterEach(async () => {
  await web?.close();
  web = undefined;
  lines.length = 0;
});

async function start(settings: Partial<WebSettings> = {}): Promise<string> {
  web = await serve({
    host: '127.0.0.1',
    port: 0,
    routes: [echo, below, broken],
    front: { text: 'front\n' },
    ready: async () => ({ ok: true, report: {} }),
    metrics: async () => ({ type: 'text/plain', text: '' }),
    log,
    ...settings,
  });
  return web.url;
}

describe('the web server', () => {
  it('says where it listens, with the port that it really has', async () => {
    expect(await start()).toMatch(/^http:\/\/127\.0\.0\.1:\d{2,5}$/);
  });

  it('answers at /healthz while it lives, and at /readyz while it can do its work', async () => {
    let works = true;
    const url = await start({ ready: async () => ({ ok: works, report: { database: works ? 'ok' : 'away' } }) });
    const status = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(url + path);
      return [response.status, await response.text()];
    };
    expect(await status('/healthz')).toEqual([200, 'ok\n']);
    expect(await status('/readyz?verbose=1')).toEqual([200, '{"database":"ok"}\n']);
    works = false;
    expect(await status('/readyz')).toEqual([503, '{"database":"away"}\n']);
    expect(await status('/healthz')).toEqual([200, 'ok\n']);
    expect(lines).toEqual(['not ready']);
  });

  it('shows a sentence or the way to the playground at its front door', async () => {
    expect(await (await fetch(await start())).text()).toBe('front\n');
    await web?.close();
    const response = await fetch(await start({ front: { path: '/page/' } }), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/page/']);
  });

  it('gives a path to the adapter that serves it, and 404 to what nobody serves', async () => {
    const url = await start();
    expect(await (await fetch(`${url}/page/deep/er?x=1`)).text()).toBe('page /page/deep/er?x=1');
    expect(await (await fetch(`${url}/echo`, { method: 'POST', body: 'hello' })).text()).toBe('hello');
    for (const path of [
      '/page',
      '/echo/',
      '/echo2',
      '/../healthz',
      '/%2e%2e/healthz',
      '//healthz',
      '/HEALTHZ',
      '/nothing',
    ]) {
      const { status, headers } = await fetch(url + path);
      expect([path, status]).toEqual([path, path === '/../healthz' || path === '/%2e%2e/healthz' ? 200 : 404]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('answers 500 and goes on when an adapter throws', async () => {
    const url = await start();
    const response = await fetch(`${url}/broken`);
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('bug')]);
    expect(lines).toEqual(['a request could not be answered']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it.each([
    [
      'a port that is taken',
      async () => ({ port: await takenPort() }),
      /^Port \d+ on 127\.0\.0\.1 is taken by another program\. .*PORT=\d+ npm start$/,
    ],
    [
      'an address of another machine',
      async () => ({ host: '203.0.113.1', port: 0 }),
      /^HOST is 203\.0\.113\.1, which is no address of this machine/,
    ],
    [
      'a name that is none',
      async () => ({ host: 'no-such-host.invalid', port: 0 }),
      /^HOST is no-such-host\.invalid, which is no address|^Could not listen/,
    ],
  ])('says of %s in a sentence what to do', async (_what, settings, told) => {
    const error = await start(await settings()).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).toMatch(told);
    expect(error?.message).not.toMatch(/EADDR|ENOTFOUND|\bat \S+:\d+/);
  });

  it('F30: answers 400 to what is no HTTP, and goes on', async () => {
    const url = await start();
    const wrong = [
      'hello\r\n\r\n',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nbad header\r\n\r\n',
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: a\r\nHost : b\r\n\r\n',
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n',
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
      '\u0000\u0001\u0002\u0016\u0003\u0001\u0002\u0000\r\n\r\n',
      'GET /he\u0000althz HTTP/1.1\r\nHost: a\r\n\r\n',
    ];
    for (const bytes of wrong) {
      const answer = await raw(url, bytes);
      expect([bytes.slice(0, 60), answer.split('\r\n', 1)[0]]).toEqual([
        bytes.slice(0, 60),
        expect.stringMatching(/^HTTP\/1\.1 (400 Bad Request|431 )/),
      ]);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('does not mind connections that say nothing, or go away in the middle', async () => {
    const url = await start();
    for (const bytes of ['', 'GET', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nabc']) {
      const socket = open(url);
      socket.write(bytes);
      await sleep(20);
      socket.resetAndDestroy();
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('F30: ends a connection that sends its headers, or its body, one byte at a time', async () => {
    const url = await start({ patienceMs: 200 });
    const began = Date.now();
    const headers = await dripped(url, 'GET /healthz HTTP/1.1\r\n', 'X-Slow: 1\r\n');
    expect(headers.split('\r\n', 1)[0]).toBe('HTTP/1.1 408 Request Timeout');
    await dripped(url, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n', 'x');
    expect(Date.now() - began).toBeLessThan(8_000);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('closes though somebody still listens to a stream that never ends', async () => {
    const stream: Route = { path: '/stream', handle: (_request, response) => void response.write('data: 1\n\n') };
    const url = await start({ routes: [stream] });
    const response = await fetch(`${url}/stream`);
    const began = Date.now();
    await web?.close();
    web = undefined;
    expect(Date.now() - began).toBeLessThan(5_000);
    await expect(response.text()).rejects.toThrow();
  });
});

const open = (url: string): Socket => connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});

/** What comes back for these bytes, until the server ends the connection or is silent. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = open(url);
  socket.write(bytes, 'latin1');
  return answerOf(socket);
}

function answerOf(socket: Socket, silenceMs = 2_000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const end = (): void => {
      clearTimeout(silent);
      socket.destroy();
      resolve(answer);
    };
    const silent = setTimeout(end, silenceMs);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('close', end);
  });
}

async function dripped(url: string, first: string, drop: string): Promise<string> {
  const socket = open(url);
  socket.write(first);
  const dripping = setInterval(() => socket.write(drop), 20);
  const answer = await answerOf(socket, 10_000);
  clearInterval(dripping);
  return answer;
}

/** The port of a server that stays until the test is over. */
async function takenPort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  other.unref();
  const address = other.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
