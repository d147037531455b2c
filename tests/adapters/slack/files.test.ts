import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesFrom } from '../../../adapters/slack/files.ts';
import type { Address, Attachment, Delivery, Fetched, Tenant } from '../../../src/adapter.ts';
import type { FaultReply } from '../../support/fake-slack/index.ts';
import { type Office, openOffice } from './setup.ts';

const TEAM = 'slack:T1' as Tenant;
const bytes = Buffer.from('the log, line by line');
let office: Office;
let root: string;
let thread: Address;

beforeEach(async () => {
  office = await openOffice();
  root = (await office.people.message({ user: 'UMIRA', channel: 'CHELP', text: 'root' })).ts;
  thread = `slack:T1/CHELP/${root}` as Address;
});
afterEach(() => office.stop());

const file: Attachment = {
  name: 'log.txt',
  type: 'text/plain',
  bytes: bytes.length,
  read: async () => new Uint8Array(bytes),
};
const sending = (key: string, more: object = {}): Delivery => ({
  op: 'post',
  to: thread,
  side: 'agents',
  key,
  as: { name: 'Dana <!channel>' },
  message: { audience: 'everyone', lines: [] },
  file,
  ...more,
});
const shown = () =>
  office.slack
    .channel('CHELP')
    .thread(root)
    .filter(({ files }) => files.length > 0);
const callsOf = (method: string) => office.slack.calls.filter((call) => call.method === method);
const read = async ({ body }: Fetched): Promise<Buffer> => {
  const got: Uint8Array[] = [];
  for await (const chunk of body) got.push(chunk);
  return Buffer.concat(got);
};
/** The ref of a file that Mira attaches. */
const attached = async (wire?: object): Promise<string> => {
  const given = { name: 'log.txt', bytes, ...(wire === undefined ? {} : { wire: wire as never }) };
  await office.people.message({ user: 'UMIRA', channel: 'CHELP', threadTs: root, text: 'here', files: [given] });
  return (await office.desk.hears(({ files }) => files !== undefined)).files?.[0]?.ref ?? '';
};

describe('a file out of Slack', () => {
  test('is fetched from its download address with the token', async () => {
    const ref = await attached();
    expect((await read(await office.adapter.fetch(TEAM, ref))).equals(bytes)).toBe(true);
    expect(callsOf('files.info')).toEqual([]);
    expect(callsOf('download').map(({ args }) => args['authorization'])).toEqual([`Bearer ${office.slack.botToken}`]);
  });

  test('of another organisation is asked for by its id first', async () => {
    const ref = await attached({
      file_access: 'check_file_info',
      url_private_download: undefined,
      url_private: undefined,
    });
    expect((await read(await office.adapter.fetch(TEAM, ref))).equals(bytes)).toBe(true);
    expect(callsOf('files.info')).toHaveLength(1);
  });

  test('whose address is an old one is asked for anew', async () => {
    const ref = await attached({
      url_private_download: `${new URL(office.slack.apiUrl).origin}/files/F0000/download/log.txt`,
    });
    expect((await read(await office.adapter.fetch(TEAM, ref))).equals(bytes)).toBe(true);
  });

  test.each([
    ['deleted', { mode: 'tombstone' }, 'place gone'],
    ['behind the limit of a free workspace', { mode: 'hidden_by_limit' }, 'refused'],
    ['somewhere else, with a link here', { mode: 'external', is_external: true }, 'refused'],
  ])('that is %s is not asked for', async (_state, wire, kind) => {
    const ref = await attached(wire);
    await expect(office.adapter.fetch(TEAM, ref)).rejects.toMatchObject({ fault: { kind } });
    expect([...callsOf('download'), ...callsOf('files.info')]).toEqual([]);
  });

  test('that was deleted since is gone', async () => {
    const ref = await attached();
    office.slack.deleteFile('log.txt');
    await expect(office.adapter.fetch(TEAM, ref)).rejects.toMatchObject({ fault: { kind: 'place gone' } });
  });

  test('with an address that is not Slack’s is not fetched there, and the token goes nowhere', async () => {
    const ref = await attached({
      url_private_download: 'http://127.0.0.1:1/steal',
      url_private: 'http://127.0.0.1:1/steal',
    });
    // Slack itself is asked where it is.
    expect((await read(await office.adapter.fetch(TEAM, ref))).equals(bytes)).toBe(true);
    expect(filesFrom(undefined)).toEqual({ origins: ['https://files.slack.com'], trusted: false });
  });

  test.each<[FaultReply, object]>([
    [{ status: 503 }, { kind: 'later' }],
    ['reset', { kind: 'later' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'limited', waitMs: 7_000 },
    ],
  ])('that Slack does not give now (%j) is for later', async (reply, fault) => {
    const ref = await attached();
    office.slack.faults.add('download', { reply });
    await expect(office.adapter.fetch(TEAM, ref)).rejects.toMatchObject({ fault });
  });

  test('that breaks off is no whole file', async () => {
    const ref = await attached();
    office.slack.faults.add('download', { reply: { status: 200, body: 'the l', headers: { 'content-length': '21' } } });
    await expect(office.adapter.fetch(TEAM, ref).then(read)).rejects.toMatchObject({ fault: { kind: 'later' } });
  }, 30_000);

  test('is not fetched without the scope, which has a name', async () => {
    await office.stop();
    office = await openOffice({ fake: { scopes: ['chat:write', 'channels:history', 'channels:read', 'groups:read'] } });
    const ref = JSON.stringify({ id: 'F1', url: `${new URL(office.slack.apiUrl).origin}/files/F1/download/x` });
    await expect(office.adapter.fetch(TEAM, ref)).rejects.toMatchObject({
      fault: { kind: 'not permitted', permission: 'files:read' },
    });
    await expect(office.adapter.send(sending('f0'))).rejects.toMatchObject({
      fault: { kind: 'not permitted', permission: 'files:write' },
    });
    expect(office.slack.calls.filter(({ method }) => /^(download|upload|files\.)/.test(method))).toEqual([]);
  });
});

describe('a file into Slack', () => {
  test('is in its thread with its writer’s name above it, and rings nobody', async () => {
    await office.adapter.send(sending('f1'));
    expect(shown()).toMatchObject([{ files: ['log.txt'], threadTs: root }]);
    expect(shown()[0]?.text).toMatch(/^\*Dana .*channel.*\*$/);
    expect(shown()[0]?.text).not.toContain('<!channel>');
    expect(office.slack.files().at(-1)?.bytes.equals(bytes)).toBe(true);
  });

  test('is taken out again when the desk says so, however often', async () => {
    const { remote } = await office.adapter.send(sending('f6'));
    for (let times = 0; times < 2; times += 1)
      await office.adapter.send({ op: 'remove', to: thread, remote, key: 'f7' });
    expect(shown()).toEqual([]);
    expect(office.slack.files()).toEqual([]);
    // Nor does the line above it stay without the file.
    expect(office.slack.channel('CHELP').thread(root)).toHaveLength(1);
  });

  test('is taken out with its line although Slack stumbles between the two', async () => {
    const { remote } = await office.adapter.send(sending('f8'));
    const removal = { op: 'remove', to: thread, remote, key: 'f9' } as const;
    office.slack.faults.add('files.delete', { reply: { retryAfter: 4 } });
    await expect(office.adapter.send(removal)).rejects.toMatchObject({ fault: { kind: 'limited', waitMs: 4_000 } });
    await office.adapter.send(removal);
    expect(office.slack.channel('CHELP').thread(root)).toHaveLength(1);
    expect(office.slack.files()).toEqual([]);
  });

  const lost: readonly FaultReply[] = [{ status: 500 }, 'reset', 'truncated', { error: 'internal_error' }];
  test.each(lost)('whose last answer is lost (%j) is there once', async (reply) => {
    office.slack.faults.add('files.completeUploadExternal', { accepted: true, reply });
    const tried = new Date();
    await expect(office.adapter.send(sending('f2'))).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    await office.adapter.send(sending('f2', { tried }));
    expect(shown()).toHaveLength(1);
    expect(callsOf('upload')).toHaveLength(1);
  });

  test('whose last step was not done is completed, not uploaded again', async () => {
    office.slack.faults.add('files.completeUploadExternal', { reply: { status: 503 } });
    const tried = new Date();
    await expect(office.adapter.send(sending('f3'))).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    await office.adapter.send(sending('f3', { tried }));
    expect(shown()).toHaveLength(1);
    expect(callsOf('upload')).toHaveLength(1);
  });

  test('that Slack does not let us look for waits: late is better than twice', async () => {
    office.slack.faults.add('files.completeUploadExternal', { accepted: true, reply: 'reset' });
    const tried = new Date();
    await expect(office.adapter.send(sending('f4'))).rejects.toThrow();
    office.slack.faults.add('conversations.replies', { reply: { retryAfter: 3 } });
    await expect(office.adapter.send(sending('f4', { tried }))).rejects.toMatchObject({
      fault: { kind: 'limited', waitMs: 3_000 },
    });
    expect(shown()).toHaveLength(1);
  });

  test.each<[string, FaultReply, string]>([
    ['files.getUploadURLExternal', { retryAfter: 5 }, 'limited'],
    ['files.getUploadURLExternal', { status: 500 }, 'later'],
    ['upload', { status: 500 }, 'later'],
    ['upload', 'reset', 'later'],
    ['files.completeUploadExternal', { error: 'channel_not_found' }, 'place gone'],
    ['files.completeUploadExternal', { error: 'missing_scope' }, 'not permitted'],
  ])('that fails at %s (%j) shows nothing, and says what that means', async (method, reply, kind) => {
    office.slack.faults.add(method, { reply });
    await expect(office.adapter.send(sending('f5'))).rejects.toMatchObject({ fault: { kind } });
    expect(shown()).toEqual([]);
  });
});
