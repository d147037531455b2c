import { describe, expect, test } from 'vitest';
import { filesFrom } from '../../../adapters/discord/files.ts';
import type { Address, Attachment, Delivery, Fetched } from '../../../src/adapter.ts';
import { fault } from '../../support/fake-discord/index.ts';
import { card, type Setup, setup } from './setup.ts';

const MB = 1024 * 1024;
const bytes = Buffer.from('the log, line by line');
const file: Attachment = {
  name: 'log file.txt',
  type: 'text/plain',
  bytes: bytes.length,
  read: async () => new Uint8Array(bytes),
};

const read = async ({ body }: Fetched): Promise<Buffer> => {
  const got: Uint8Array[] = [];
  for await (const chunk of body) got.push(chunk);
  return Buffer.concat(got);
};
const attach = async ({ discord, desk }: Setup) => {
  const message = discord.message({
    user: 'mira',
    channel: 'dm',
    content: 'here',
    attachments: [{ name: 'log file.txt', data: bytes }],
  });
  const { files } = await desk.hears((one) => one.files !== undefined);
  return { message, file: files?.[0], ref: files?.[0]?.ref ?? '' };
};
/** A ticket's thread, and a file to be posted there. */
const opened = async (all: Setup) => {
  const { thread } = await all.adapter.send({
    op: 'open',
    side: 'agents',
    at: all.adapter.agents(all.tenant),
    title: 'INC-1',
    key: 'o1',
    message: card('INC-1'),
  });
  const sending = (key: string, more: object = {}): Delivery => ({
    op: 'post',
    side: 'agents',
    to: thread as Address,
    key,
    as: { name: 'Mira' },
    message: { audience: 'everyone', lines: [] },
    file,
    ...more,
  });
  const shown = () =>
    (all.discord.threads('triage')[0]?.messages ?? []).filter(({ attachments }) => attachments.length > 0);
  return { sending, shown };
};

describe('a file out of Discord', () => {
  test('keeps the name that it had', async () => {
    const all = await setup();
    const { file: told, ref } = await attach(all);
    expect(told).toMatchObject({ name: 'log file.txt', bytes: bytes.length });
    expect((await read(await all.adapter.fetch(all.tenant, ref))).equals(bytes)).toBe(true);
  });

  test('whose address has expired is found through its message', async () => {
    const all = await setup();
    const { message, ref } = await attach(all);
    all.discord.expire(message);
    expect((await read(await all.adapter.fetch(all.tenant, ref))).equals(bytes)).toBe(true);
  });

  test('whose message was deleted meanwhile is gone', async () => {
    const all = await setup();
    const { message, ref } = await attach(all);
    all.discord.expire(message);
    all.discord.delete({ user: 'mira', message });
    await expect(all.adapter.fetch(all.tenant, ref)).rejects.toMatchObject({ fault: { kind: 'place gone' } });
  });

  test('is fetched from nowhere but Discord', async () => {
    const all = await setup();
    const ref = JSON.stringify({ id: '1', url: 'http://169.254.169.254/latest/meta-data' });
    await expect(all.adapter.fetch(all.tenant, ref)).rejects.toMatchObject({
      fault: { kind: 'refused' },
      code: 'address_not_allowed',
    });
    expect(filesFrom(undefined)).toEqual({
      origins: ['https://cdn.discordapp.com', 'https://media.discordapp.net'],
      trusted: false,
    });
  });
});

describe('a file into Discord', () => {
  test.each(['502', 'reset', 'truncated'] as const)('whose answer is lost (%s) is there once', async (how) => {
    const all = await setup({ nonceWindowMs: 1, nonceInHistory: false });
    const { sending, shown } = await opened(all);
    all.discord.faults.next('POST /channels/:id/messages', fault.acceptThen(how));
    const tried = new Date();
    await expect(all.adapter.send(sending('f1'))).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    await all.adapter.send(sending('f1', { tried }));
    expect(shown()).toHaveLength(1);
    // Another of the same writer's is another, though the words above it are the same.
    const more = { ...file, name: 'other.txt', bytes: 5, read: async () => new Uint8Array(Buffer.from('other')) };
    await all.adapter.send(sending('f2', { tried, file: more }));
    expect(shown()).toHaveLength(2);
    expect(all.discord.violations).toEqual([]);
  });

  test('that is larger than the server takes is not sent there, and its limit is told', async () => {
    const all = await setup();
    const { sending, shown } = await opened(all);
    const large = { ...file, bytes: 11 * MB, read: async () => new Uint8Array(11 * MB) };
    await expect(all.adapter.send(sending('f3', { file: large }))).rejects.toMatchObject({
      fault: { kind: 'too large', most: 10 * MB },
    });
    all.discord.faults.next('POST /channels/:id/messages', fault.code(40005));
    await expect(all.adapter.send(sending('f4'))).rejects.toMatchObject({ fault: { kind: 'too large' } });
    expect(shown()).toEqual([]);
  });

  test('that the bot may not attach says which permission it lacks', async () => {
    const all = await setup();
    const { sending } = await opened(all);
    all.discord.denyBot('triage', 1n << 15n);
    await expect(all.adapter.send(sending('f5'))).rejects.toMatchObject({
      fault: { kind: 'not permitted', permission: 'Attach Files' },
    });
  });
});
