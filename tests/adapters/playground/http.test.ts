import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalPeer } from '../../../adapters/playground/guard.ts';
import { lineOf, type Opened, openPlayground } from './support.ts';

let open: Opened;
beforeAll(async () => {
  open = await openPlayground();
});
afterAll(() => open.close());

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A request with any headers at all: fetch would not let a test lie about its Host. */
function ask({ method = 'GET', path = '', headers = {}, body }: Sent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(`${open.url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const line = () => JSON.stringify(lineOf('mira', 'help', 'hello'));
const post = (more: Sent = {}) => {
  const headers = { 'content-type': 'application/json', ...more.headers };
  return ask({ method: 'POST', path: 'api/gesture', body: line(), ...more, headers });
};
const sentence = (got: Got): unknown => (JSON.parse(got.text) as { error?: unknown }).error;

describe('the host', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '192.168.0.7:3000', '[::2]'])(
    '%s is refused, for the page and for gestures',
    async (host) => {
      expect((await ask({ headers: { host } })).status).toBe(403);
      expect((await ask({ path: 'api/events?who=sam', headers: { host } })).status).toBe(403);
      expect((await post({ headers: { host } })).status).toBe(403);
    },
  );

  test.each(['localhost', 'localhost:3000', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000'])(
    '%s is this machine',
    async (host) => {
      expect((await ask({ headers: { host } })).status).toBe(200);
    },
  );
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:10.0.0.5', false],
  ['192.168.0.7', false],
  ['2001:db8::1', false],
  [undefined, false],
])('a connection from %s is from this machine: %s, whatever Host it names', (address, local) => {
  expect(isLocalPeer(address)).toBe(local);
});

describe('another site', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('%j cannot make a gesture or listen', async (headers) => {
    const before = open.desk.heard.length;
    expect((await post({ headers: headers as Record<string, string> })).status).toBe(403);
    expect((await ask({ path: 'api/events?who=sam', headers: headers as Record<string, string> })).status).toBe(403);
    expect(open.desk.heard.length).toBe(before);
  });

  test('the page itself can', async () => {
    const headers = { origin: `http://127.0.0.1:${open.port}`, 'sec-fetch-site': 'same-origin' };
    expect((await post({ headers })).status).toBe(200);
  });
});

describe('what is not a gesture is answered in JSON with a sentence', () => {
  test.each([
    ['not JSON', { body: '{"who":' }, 400],
    ['no body', { body: '' }, 400],
    ['bytes that are no text', { body: Buffer.from([0x22, 0xff, 0x22]) }, 400],
    ['null', { body: 'null' }, 400],
    ['an unknown person', { body: line().replace('mira', 'olu') }, 404],
    ['a form post', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['text', { headers: { 'content-type': 'text/plain' } }, 415],
    ['a large body', { body: JSON.stringify({ text: 'x'.repeat(70_000) }) }, 413],
    ['a large body of unknown length', { body: 'x'.repeat(70_000), headers: { 'transfer-encoding': 'chunked' } }, 413],
    ['another method', { method: 'PUT' }, 405],
  ])('%s', async (_, sent, status) => {
    const got = await post(sent as Sent);
    expect([got.status, got.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8']);
    expect(sentence(got)).toMatch(/^.+\.$/);
  });

  test('and the next gesture is taken', async () => {
    expect((await post()).status).toBe(200);
  });
});

describe('the page', () => {
  test('is served with a policy that lets nothing in from elsewhere', async () => {
    const got = await ask({});
    expect(got.headers['content-security-policy']).toContain("default-src 'self'");
    expect(got.headers['x-content-type-options']).toBe('nosniff');
    expect(got.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  });

  test.each(['style.css', 'app.js', 'bell.svg'])('has its %s', async (path) => {
    expect((await ask({ path })).status).toBe(200);
  });

  test.each(['..%2findex.ts', '%2e%2e/index.ts', 'nothing.js', 'api/', '../playground/x'])(
    'has no %s',
    async (path) => {
      expect((await ask({ path })).status).toBe(404);
    },
  );

  test('a stream for nobody is not there', async () => {
    for (const who of ['', '?who=olu', '?who=mira&who=olu']) {
      expect((await ask({ path: `api/events${who}` })).status).toBe(404);
    }
  });

  test('a path that is no path breaks nothing', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(open.port, '127.0.0.1', () =>
        socket.end('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
      );
      socket.on('data', (chunk) => resolve(chunk.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 40[04]/);
    expect((await ask({})).status).toBe(200);
  });
});
