/** What a browser or a platform never sends, written to the socket of a whole desk. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

const KB = 1024;
const POSTED = ['/slack/events', '/playground/api/gesture', '/playground/api/file?who=mira&name=a.txt', '/report/open'];

describe('F30: a whole desk, spoken to by raw sockets', () => {
  let desk: Company;
  const opened: Socket[] = [];
  beforeAll(async () => {
    desk = await company({ env: { PLAYGROUND: 'on', TICKETS_PER_HOUR: '0' } });
  });
  afterAll(async () => {
    for (const socket of opened) socket.destroy();
    await desk?.stop();
  });

  const open = (): Socket => {
    const socket = connect(Number(new URL(desk.url).port), '127.0.0.1').on('error', () => {});
    opened.push(socket);
    return socket;
  };
  /** What is answered to these bytes: so many answers, or fewer if the desk hangs up. */
  const said = (bytes: string, count = 1): Promise<string> =>
    new Promise((resolve) => {
      const socket = open();
      let text = '';
      const end = (): void => {
        socket.destroy();
        resolve(text);
      };
      socket.on('data', (data) => {
        text += data.toString('latin1');
        if (statuses(text).length >= count) end();
      });
      socket.on('close', end);
      socket.write(bytes, 'latin1');
    });
  /** The same to a body that never ends, in chunks, for as long as nothing is answered. */
  const endless = (head: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = open();
      const chunk = `${(64 * KB).toString(16)}\r\n${'x'.repeat(64 * KB)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      const end = (text: string): void => {
        socket.destroy();
        resolve(text);
      };
      socket.on('drain', more);
      socket.once('data', (data) => end(data.toString('latin1')));
      socket.once('close', () => end(''));
      socket.write(head);
      more();
    });
  const statuses = (text: string): readonly number[] =>
    [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  const post = (path: string, headers: readonly string[], body = ''): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers.map((one) => `${one}\r\n`).join('')}\r\n${body}`;
  const typeFor = (path: string): string =>
    `Content-Type: ${path.includes('/file') ? 'application/octet-stream' : path === '/report/open' ? 'application/x-www-form-urlencoded' : 'application/json'}`;

  /** Somebody else is answered, and their ticket is opened. */
  let goes = 0;
  const alive = async (): Promise<void> => {
    goes += 1;
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
    const text = `my keyboard number ${goes} is dead`;
    expect((await desk.inSlack.message({ user: 'U1', text })).status).toBe(200);
    await desk.slack.waitFor(() => desk.slack.channel('C2').messages.find((one) => one.said.includes(text)), {
      what: 'the card',
    });
  };

  it.each(POSTED)('refuses at %s a body that is too large, announced or not', async (path) => {
    const large = 64 * KB * KB;
    const announced = await said(post(path, [typeFor(path), `Content-Length: ${large}`], 'x'.repeat(KB)));
    const unannounced = await endless(post(path, [typeFor(path), 'Transfer-Encoding: chunked']));
    // A link that is none is refused alike, whatever its length.
    const refused = [path === '/report/open' ? 403 : 413];
    expect(statuses(announced)).toEqual(refused);
    // Who goes on sending may find the connection gone before it reads why.
    expect([refused, []]).toContainEqual(statuses(unannounced));
    await alive();
  });

  it.each(POSTED)('refuses at %s what is no body, or another than was announced', async (path) => {
    const chunked = [typeFor(path), 'Transfer-Encoding: chunked'];
    for (const [headers, body] of [
      [chunked, 'zz\r\n'],
      [chunked, '5\r\nabc\r\n0\r\n\r\n'],
      [chunked, 'ffffffffffffffffff\r\nabc'],
      [[typeFor(path), 'Transfer-Encoding: gzip, chunked, identity'], 'abc'],
      [[typeFor(path), 'Content-Length: 5', 'Content-Length: 6'], 'hello!'],
      [[typeFor(path), 'Content-Length: 0x5'], 'hello'],
      [[typeFor(path), 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ] as const)
      expect(statuses(await said(post(path, headers, body))), `${headers} ${body}`).toEqual([400]);
    // What comes after the announced five bytes is a request of its own, and no HTTP.
    const longer = post(path, [typeFor(path), 'Content-Length: 5'], `hello${'\u0000'.repeat(20)}\r\n\r\n`);
    expect(statuses(await said(longer, 2)).at(-1)).toBe(400);
    await alive();
  });

  it('reads of a request line and headers no more than Node’s 16 KB', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `X-${n}: y`).join('\r\n');
    for (const bytes of [
      `GET /report/?${'q'.repeat(100 * KB)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `GET /report/ HTTP/1.1\r\nHost: localhost\r\nCookie: deskbell_report=${'c'.repeat(100 * KB)}\r\n\r\n`,
      `GET /playground/ HTTP/1.1\r\nHost: localhost\r\n${many}\r\n\r\n`,
    ])
      expect(statuses(await said(bytes))).toEqual([expect.toSatisfy((status) => status === 400 || status === 431)]);
    await alive();
  });

  it('answers others while hundreds of connections have sent half a request and are silent', async () => {
    const halves = [
      '',
      'POST /slack/ev',
      'GET /playground/ HTTP/1.1\r\nHost: loc',
      ...POSTED.map((path) => post(path, [typeFor(path), 'Content-Length: 900'], '{"half":')),
    ];
    const silent = Array.from({ length: 300 }, () => open());
    await Promise.all(silent.map((socket) => new Promise((connected) => socket.once('connect', connected))));
    for (const [index, socket] of silent.entries()) socket.write(halves[index % halves.length] ?? '');
    await Promise.all([alive(), fetch(`${desk.url}/playground/`), fetch(`${desk.url}/readyz`)]);
    for (const socket of silent) socket.resetAndDestroy();
    await alive();
  });

  it('serves a client of HTTP/1.0, and hangs up after it', async () => {
    const answer = await said('GET /healthz HTTP/1.0\r\n\r\n', 2);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nConnection: close\r\n.*ok\n$/s);
  });

  it('answers in their order requests that come in one piece, each by itself', async () => {
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const unsigned = post('/slack/events', ['Content-Type: application/json', 'Content-Length: 2'], '{}');
    const forged = post('/playground/api/gesture', ['Content-Type: text/plain', 'Content-Length: 2'], '{}');
    const all = get('/healthz') + unsigned + get('/report/') + forged + get('/nothing') + get('/healthz');
    expect(statuses(await said(all, 6))).toEqual([200, 401, 403, 415, 404, 200]);
    await alive();
  });

  it('knows no other host’s address, no proxy’s verb and no way out of its folders', async () => {
    const up = ['..', '%2e%2e', '..%2f..', '..\\..', '%2e%2e%5c', '%252e%252e', '....//', '..;', '%c0%ae%c0%ae'];
    const places = ['/playground', '/playground/file', '/playground/api', '/report', '/report/export', ''];
    const paths = places.flatMap((place) =>
      up.flatMap((way) =>
        ['package.json', '../package.json', 'etc/passwd', 'index.ts'].map((file) => `${place}/${way}/${way}/${file}`),
      ),
    );
    const odd = [
      'GET http://evil.example/playground/ HTTP/1.1',
      `GET ${desk.url}/report/ HTTP/1.1`,
      'GET file:///etc/passwd HTTP/1.1',
      'GET //evil.example/playground/ HTTP/1.1',
      'GET /playground/%00 HTTP/1.1',
      'GET /report/%ff%fe HTTP/1.1',
      'GET * HTTP/1.1',
      'GET /playground/file/%2e%2e%2f1?who=mira HTTP/1.1',
      'CONNECT evil.example:443 HTTP/1.1',
      'TRACE /healthz/ HTTP/1.1',
      'PROPFIND /playground/ HTTP/1.1',
    ];
    for (const line of [...paths.map((path) => `GET ${path} HTTP/1.1`), ...odd]) {
      const answer = await said(`${line}\r\nHost: localhost\r\n\r\n`);
      expect(answer, line).not.toMatch(/"name": "deskbell"|root:|import |location:/i);
      for (const status of statuses(answer)) expect([400, 403, 404, 405], line).toContain(status);
    }
    await alive();
  });
});
