import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, card, fresh, lineOf, type Opened, openPlayground, overhear } from './support.ts';

const html = Buffer.from('<script>document.title = "stolen"</script>');
let open: Opened;

beforeEach(async () => {
  open = await openPlayground();
});
afterEach(() => open.close());

const get = (id: string, who: string, headers: Record<string, string> = {}) =>
  fetch(`${open.url}file/${id}?who=${who}`, { headers });
/** The files that somebody sees, as their stream tells. */
const filesOf = async (who: string): Promise<readonly { readonly id: string; readonly name: string }[]> => {
  const heard = await overhear(open.url, who, 'event: ready');
  const [, data = '{}'] = /event: state\ndata: (.*)/.exec(heard) ?? [];
  return JSON.parse(data).posts.flatMap((post: { files?: object[] }) => post.files ?? []);
};

describe('a file in the playground', () => {
  test('is for those who read its message, to save and never to show', async () => {
    const upload = await open.upload('mira', 'übel "name".html', html);
    await open.gesture(lineOf('mira', '@mira', '', { files: [upload] }));
    const [told] = (await open.desk.hears(({ files }) => files !== undefined)).files ?? [];
    expect(told).toMatchObject({ name: 'übel "name".html', bytes: html.length });
    const [file] = await filesOf('mira');
    const answer = await get(file?.id ?? '', 'mira');
    expect(Buffer.from(await answer.arrayBuffer()).equals(html)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''%C3%BCbel%20%22name%22.html",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
    expect((await get(file?.id ?? '', 'kai')).status).toBe(404);
    expect((await get('0'.repeat(32), 'mira')).status).toBe(404);
    expect((await get(`${file?.id}`, 'mira', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(file?.id).not.toBe(upload);
  });

  test('of a note is not to be had by the requester, whatever they name', async () => {
    const { thread } = await open.adapter.send(card('card'));
    const bytes = Buffer.from('canary-4711');
    await open.adapter.send({
      op: 'post',
      to: thread ?? at('it-triage'),
      side: 'agents',
      key: 'note',
      message: { audience: 'agents', lines: [{ kind: 'text', text: 'Note by Sam' }] },
      file: { name: 'secret.txt', type: 'text/plain', bytes: bytes.length, read: async () => new Uint8Array(bytes) },
    });
    const [file] = await filesOf('sam');
    expect(await (await get(file?.id ?? '', 'sam')).text()).toBe('canary-4711');
    for (const who of ['mira', 'kai', 'nobody']) expect((await get(file?.id ?? '', who)).status).toBe(404);
    expect(await filesOf('mira')).toEqual([]);
  });

  test('outlives a restart, for the desk and for its readers', async () => {
    const upload = await open.upload('mira', 'log.txt', html);
    await open.gesture(lineOf('mira', '@mira', 'see', { files: [upload] }));
    const { ref = '' } = (await open.desk.hears(({ files }) => files !== undefined)).files?.[0] ?? {};
    const { desk } = open;
    await open.close();
    open = await openPlayground(desk);
    expect((await open.adapter.fetch('playground:demo' as never, ref)).bytes).toBe(html.length);
    const [file] = await filesOf('mira');
    expect((await get(file?.id ?? '', 'mira')).status).toBe(200);
  });

  test('that is somebody else’s upload, or sent twice, or no upload, is not sent', async () => {
    const upload = await open.upload('mira', 'log.txt', html);
    await open.gesture(lineOf('kai', '@kai', 'mine now', { files: [upload] }));
    expect(open.desk.heard).toEqual([]);
    const line = lineOf('mira', '@mira', 'see', { files: [upload] });
    await open.gesture(line);
    await open.gesture({ ...line, id: fresh() });
    expect(open.desk.heard).toHaveLength(1);
    expect((await open.gesture(lineOf('mira', '@mira', 'see', { files: ['../../etc'] }))).status).toBe(400);
  });

  test('is not uploaded by another site’s page, nor when it is too large', async () => {
    const post = (headers: Record<string, string>, who = 'mira') =>
      fetch(`${open.url}api/file?who=${who}&name=x`, { method: 'POST', headers, body: 'x' });
    const bytes = { 'content-type': 'application/octet-stream' };
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ ...bytes, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post(bytes, 'eve')).status).toBe(404);
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${open.url}api/file?who=mira&name=x`, {
        method: 'POST',
        headers: { ...bytes, 'content-length': 40 * 1024 * 1024 },
      });
      sent.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      sent.write('x');
    });
    expect(status).toBe(413);
  });
});
