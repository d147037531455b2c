/** Whatever happens to a request, what people see is there once. */
import { describe, expect, test } from 'vitest';
import { type Address, type Delivery, DeliveryFailure, type Sent } from '../../../src/adapter.ts';
import { fault } from '../../support/fake-discord/index.ts';
import { card, claim, type Setup, said, setup, TOKEN } from './setup.ts';

/** As the outbox does: again with `tried` when it is not known, again without when it is known not to have worked. */
async function insist(
  { adapter }: Setup,
  delivery: Delivery,
  tries = 6,
): Promise<{ readonly sent: Sent; readonly faults: string[] }> {
  const faults: string[] = [];
  let tried: Date | undefined;
  for (let left = tries; left > 0; left -= 1) {
    const begun = new Date();
    try {
      return { sent: await adapter.send({ ...delivery, ...(tried === undefined ? {} : { tried }) }), faults };
    } catch (error) {
      if (!(error instanceof DeliveryFailure)) throw error;
      faults.push(error.fault.kind);
      if (error.fault.kind === 'ambiguous' || ('begun' in error.fault && error.fault.begun)) tried ??= begun;
      if (error.fault.kind === 'limited')
        await new Promise((resolve) =>
          setTimeout(resolve, Math.min(error.fault.kind === 'limited' ? error.fault.waitMs : 0, 2_000)),
        );
    }
  }
  throw new Error(`never got through: ${faults.join(', ')}`);
}

const lost = ['502', '500', 'reset', 'truncated'] as const;
const opening = ({ adapter, tenant }: Setup, key: string): Delivery => ({
  op: 'open',
  side: 'agents',
  at: adapter.agents(tenant),
  title: `INC ${key}`,
  key,
  message: card(`INC ${key}`, claim),
});

describe('an answer that is lost', () => {
  test.each([
    ['in the nonce’s time', {}],
    ['F7: after it, where the history tells nonces', { nonceWindowMs: 1 }],
    ['F7: after it, where it does not', { nonceWindowMs: 1, nonceInHistory: false }],
  ])('is looked up, and the message is there once: %s', async (_when, options) => {
    const all = await setup(options);
    const { discord } = all;
    const { sent } = await insist(all, opening(all, 'o0'));
    for (const [index, how] of lost.entries()) {
      discord.faults.next('POST /channels/:id/messages', fault.acceptThen(how));
      const post: Delivery = {
        op: 'post',
        side: 'agents',
        to: sent.thread as Address,
        as: { name: 'Sam' },
        key: `p${index}`,
        message: said('same words'),
      };
      const { faults } = await insist(all, post);
      expect(faults).toEqual(['ambiguous']);
    }
    // Not done at all: the words of an earlier message must not be taken for it.
    discord.faults.next('POST /channels/:id/messages', fault.reset());
    const last: Delivery = {
      op: 'post',
      side: 'agents',
      to: sent.thread as Address,
      as: { name: 'Sam' },
      key: 'p9',
      message: said('same words'),
    };
    await insist(all, last);
    // The same words five times over: each is a message of its own, and none is there twice.
    expect(discord.channel(discord.threads('triage')[0]?.id ?? '').messages.map(({ content }) => content)).toEqual(
      Array.from({ length: 5 }, () => '**Sam**\nsame words'),
    );
    expect(discord.violations).toEqual([]);
  });

  test('one that never comes is ambiguous after ten seconds, and then looked up', async () => {
    const all = await setup();
    all.discord.faults.next('POST /channels/:id/messages', fault.acceptThen('hang'));
    const { faults } = await insist(all, opening(all, 'o1'));
    expect(faults).toEqual(['ambiguous']);
    expect(all.discord.channel('triage').messages).toHaveLength(1);
  }, 40_000);

  test('of the thread’s making: one card, one thread', async () => {
    const all = await setup();
    for (const how of lost) {
      all.discord.faults.next('POST /channels/:id/messages/:message/threads', fault.acceptThen(how));
      await insist(all, opening(all, `o${how}`));
    }
    expect(all.discord.channel('triage').messages).toHaveLength(lost.length);
    expect(all.discord.threads('triage')).toHaveLength(lost.length);
  });

  test('of a private thread’s making, its member’s adding, its card: one thread, one card', async () => {
    const all = await setup();
    const { discord } = all;
    const at = `discord:${discord.guildId}/${discord.idOf('help')}/@${discord.idOf('mira')}` as Address;
    const routes = [
      'POST /channels/:id/threads',
      'PUT /channels/:id/thread-members/:user',
      'POST /channels/:id/messages',
    ];
    for (const [index, route] of routes.entries()) {
      discord.faults.next(route, fault.acceptThen('502'));
      const { faults } = await insist(all, { ...opening(all, `q${index}`), side: 'requester', at } as Delivery);
      expect(faults).toEqual(['ambiguous']);
    }
    expect(discord.threads('help').map(({ messages, members }) => [messages.length, members.length])).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  test.each([
    ['a limit', fault.rateLimit(0.01), 'limited'],
    ['a connection that is not there', fault.reset(), 'ambiguous'],
  ])('%s between a private thread’s making and its card: the thread is found again', async (_what, what, kind) => {
    const all = await setup();
    const { discord } = all;
    const at = `discord:${discord.guildId}/${discord.idOf('help')}/@${discord.idOf('mira')}` as Address;
    const routes = ['PUT /channels/:id/thread-members/:user', 'POST /channels/:id/messages'];
    for (const [index, route] of routes.entries()) {
      discord.faults.next(route, what);
      const { faults } = await insist(all, { ...opening(all, `q${index}`), side: 'requester', at } as Delivery);
      expect(faults).toEqual([kind]);
    }
    expect(discord.threads('help').map(({ messages, members }) => [messages.length, members.length])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('of one part of a long message: each part once, in order', async () => {
    const all = await setup();
    const { sent } = await insist(all, opening(all, 'o1'));
    all.discord.faults.next('POST /channels/:id/messages', fault.acceptThen('502'));
    all.discord.faults.next('POST /channels/:id/messages', fault.reset());
    all.discord.faults.next('POST /channels/:id/messages', fault.acceptThen('reset'));
    const text = Array.from({ length: 900 }, (_, index) => `w${index}`).join(' ');
    await insist(all, { op: 'post', side: 'agents', to: sent.thread as Address, key: 'p1', message: said(text) });
    const shown = all.discord
      .channel(all.discord.threads('triage')[0]?.id ?? '')
      .messages.map(({ content }) => content.trim());
    expect(shown.join(' ')).toBe(text);
  });

  test('of an edit: the edit is made', async () => {
    const all = await setup();
    const { sent } = await insist(all, opening(all, 'o1'));
    all.discord.faults.next('PATCH /channels/:id/messages/:message', fault.acceptThen('502'));
    await insist(all, {
      op: 'edit',
      side: 'agents',
      to: sent.thread as Address,
      remote: sent.remote,
      key: 'e1',
      message: card('new'),
    });
    expect(all.discord.channel('triage').messages[0]?.content).toContain('new');
  });
});

test('F14: what was not done is done later, once: resets, errors, junk', async () => {
  const all = await setup();
  const { sent } = await insist(all, opening(all, 'o1'));
  const bad = [
    fault.reset(),
    fault.status(500),
    fault.status(503),
    fault.junk('<html>'),
    fault.junk('{}', 200, 'application/json'),
    fault.junk('{"id":', 200, 'application/json'),
  ];
  for (const [index, what] of bad.entries()) {
    all.discord.faults.next('POST /channels/:id/messages', what);
    const { faults } = await insist(all, {
      op: 'post',
      side: 'agents',
      to: sent.thread as Address,
      key: `p${index}`,
      message: said(`n${index}`),
    });
    expect(faults).toEqual(['ambiguous']);
  }
  const shown = all.discord.channel(all.discord.threads('triage')[0]?.id ?? '').messages.map(({ content }) => content);
  expect(shown).toEqual(bad.map((_, index) => `n${index}`));
});

test('F13: a limit waits as long as it says, in its own bucket; the others go on', async () => {
  const all = await setup();
  const { adapter, discord } = all;
  const first = (await insist(all, opening(all, 'o1'))).sent.thread as Address;
  const second = (await insist(all, opening(all, 'o2'))).sent.thread as Address;
  const post = (to: Address, key: string) => adapter.send({ op: 'post', side: 'agents', to, key, message: said('x') });
  discord.faults.next('POST /channels/:id/messages', fault.rateLimit(30));
  const failed: DeliveryFailure = await post(first, 'p1').catch((error) => error);
  expect(failed.fault).toMatchObject({ kind: 'limited', bucket: adapter.bucket(first) });
  if (failed.fault.kind === 'limited') expect(failed.fault.waitMs).toBeGreaterThanOrEqual(30_000);
  await post(second, 'p2');
  expect(adapter.bucket(second)).not.toBe(adapter.bucket(first));
});

test('F13: a nonsensical Retry-After is some seconds', async () => {
  const all = await setup();
  const { sent } = await insist(all, opening(all, 'o1'));
  for (const [index, after] of ['NaN', '-3', undefined, 'Wed, 21 Oct 2026 07:28:00 GMT'].entries()) {
    all.discord.faults.next('POST /channels/:id/messages', fault.rateLimit(after));
    const post: Delivery = {
      op: 'post',
      side: 'agents',
      to: sent.thread as Address,
      key: `p${index}`,
      message: said('x'),
    };
    const failed: DeliveryFailure = await all.adapter.send(post).catch((error) => error);
    expect(failed.fault).toMatchObject({ kind: 'limited', waitMs: expect.any(Number) });
    if (failed.fault.kind === 'limited') expect(failed.fault.waitMs).toBeGreaterThan(500);
  }
});

test('F13: a global limit stops everything, without a request', async () => {
  const all = await setup();
  const { adapter, discord } = all;
  const { sent } = await insist(all, opening(all, 'o1'));
  discord.faults.next('POST /channels/:id/messages', fault.rateLimit(2, 'global'));
  const post = (key: string) =>
    adapter.send({ op: 'post', side: 'agents', to: sent.thread as Address, key, message: said('x') });
  const failed: DeliveryFailure = await post('p1').catch((error) => error);
  expect(failed.fault).toMatchObject({ kind: 'limited', bucket: adapter.bucket('discord:1/2' as Address) });
  const requests = discord.ledger.filter(({ kind }) => kind === 'rest').length;
  const next: DeliveryFailure = await post('p2').catch((error) => error);
  expect(next.fault.kind).toBe('limited');
  expect(discord.ledger.filter(({ kind }) => kind === 'rest')).toHaveLength(requests);
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  await post('p2');
});

test('F13: people are answered while a global limit holds up what the desk has to post', async () => {
  const all = await setup();
  const { adapter, desk, discord } = all;
  const { sent } = await insist(all, opening(all, 'o1'));
  desk.answerWith(() => ({ kind: 'answer', message: said('INC-1 is in progress') }));
  discord.faults.next('POST /channels/:id/messages', fault.rateLimit(60, 'global'));
  const post = () =>
    adapter.send({ op: 'post', side: 'agents', to: sent.thread as Address, key: 'p1', message: said('x') });
  await expect(post()).rejects.toMatchObject({ fault: { kind: 'limited' } });
  const asked = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  expect((await asked.reply()).content).toBe('INC-1 is in progress');
  await expect(post()).rejects.toMatchObject({ fault: { kind: 'limited' } });
  // A limit of the answer itself, if it is short, is waited out.
  discord.faults.next('POST /interactions/:id/:token/callback', fault.rateLimit(0.3));
  const again = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  expect((await again.reply()).content).toBe('INC-1 is in progress');
});

test('F15: a token that is refused parks the tenant, is told once, and works again when it is accepted again', async () => {
  const all = await setup();
  const { adapter, desk, discord } = all;
  const { sent } = await insist(all, opening(all, 'o1'));
  const post = (key: string) =>
    adapter.send({ op: 'post', side: 'agents', to: sent.thread as Address, key, message: said('x') });
  discord.faults.next('POST /channels/:id/messages', fault.unauthorized(), { times: 2 });
  for (const key of ['p1', 'p2']) {
    const failed: DeliveryFailure = await post(key).catch((error) => error);
    expect(failed.fault.kind).toBe('revoked');
  }
  expect(desk.lines.filter(({ message }) => message.includes('no longer accepts DISCORD_TOKEN'))).toHaveLength(1);
  await post('p1');
});

test('Discord out of reach is later, and nothing in any log or failure is secret', async () => {
  const all = await setup();
  const { sent } = await insist(all, opening(all, 'o1'));
  await all.discord.stop();
  const post: Delivery = { op: 'post', side: 'agents', to: sent.thread as Address, key: 'p1', message: said('x') };
  const failed: DeliveryFailure = await all.adapter.send(post).catch((error) => error);
  expect(failed.fault.kind).toMatch(/later|ambiguous/);
  const again: DeliveryFailure = await all.adapter.send(post).catch((error) => error);
  expect(again.fault.kind).toBe('later');
  const told = JSON.stringify([all.desk.lines, failed, again, String(failed.stack), String(failed.cause)]);
  expect(told).not.toContain(TOKEN);
});

test('every body of this adapter is safe for mentions, whatever is in it', async () => {
  const all = await setup();
  const { discord, adapter, desk } = all;
  const evil = '@everyone @here <@&1> <@1> [bank.com](https://evil.example) https://evil.example/?leak';
  const message = said(
    { kind: 'title', text: evil },
    { kind: 'said', text: evil },
    { kind: 'fields', fields: [{ label: evil, value: evil }] },
  );
  const { sent } = await insist(all, { ...opening(all, 'o1'), message } as Delivery);
  await adapter.send({
    op: 'edit',
    side: 'agents',
    to: sent.thread as Address,
    remote: sent.remote,
    key: 'o2',
    message,
  });
  await adapter.send({
    op: 'post',
    side: 'agents',
    to: sent.thread as Address,
    as: { name: evil },
    key: 'o3',
    message,
  });
  desk.answerWith(() => ({ kind: 'answer', message }));
  await discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' }).reply();
  expect(discord.unsafeMentions).toEqual([]);
  expect(discord.violations).toEqual([]);
  expect(discord.ledger.flatMap(({ pinged = [] }) => pinged.filter((id) => id !== discord.botId))).toEqual([]);
  const bodies = discord.ledger
    .filter(({ kind, route }) => kind === 'rest' && /messages/.test(route ?? ''))
    .map(({ body }) => body as { flags?: number } | undefined);
  for (const body of bodies) if (body !== undefined && 'content' in body) expect((body.flags ?? 0) & 4).toBe(4);
});
