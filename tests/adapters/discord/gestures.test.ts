import { expect, test } from 'vitest';
import { card, claim, said, setup } from './setup.ts';

test('/ticket open opens a modal at once, and its submit is answered to the person alone', async () => {
  const { discord, desk, tenant } = await setup();
  desk.answerWith(() => ({ kind: 'answer', message: said('INC-1 open, P3, reply expected by 10:40') }));
  const slash = discord.slash({
    user: 'mira',
    channel: 'help',
    command: 'ticket',
    sub: 'open',
    options: { subject: 'VPN drops' },
  });
  const { kind, modal } = await slash.response();
  expect(kind).toBe('modal');
  expect(modal?.title).toBe('open title');
  expect(modal?.fields.map(({ label, value }) => [label, value])).toEqual([
    ['Subject', 'VPN drops'],
    ['Description', undefined],
    ['Urgency', undefined],
  ]);
  expect(desk.heard).toEqual([]);

  const submit = discord.submit({
    user: 'mira',
    values: { Subject: 'VPN drops often', Description: 'every 10 min', Urgency: 'high' },
  });
  const reply = await submit.reply();
  expect(reply.content).toBe('INC-1 open, P3, reply expected by 10:40');
  expect(discord.everSeenBy('olu').join()).not.toContain('INC-1');
  const [incoming] = desk.heard;
  const guild = discord.guildId;
  const mira = discord.idOf('mira');
  const help = discord.idOf('help');
  expect(incoming).toMatchObject({
    from: { account: `discord:${guild}:${mira}`, name: 'Mira', locale: 'de' },
    place: {
      tenant,
      side: 'public',
      address: `discord:${guild}/${help}`,
      home: `discord:${guild}/${help}/@${mira}`,
    },
    said: {
      kind: 'command',
      intent: 'open',
      params: { subject: 'VPN drops often', description: 'every 10 min', urgency: 'high' },
    },
  });
  expect(discord.violations).toEqual([]);
});

test('a button is an intent: pressed, authorised by its seal, done without words', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  await adapter.send({
    op: 'open',
    side: 'agents',
    at: adapter.agents(tenant),
    title: 'INC-1 VPN',
    key: 'o1',
    message: card('INC-1 VPN', claim),
  });
  const [message] = discord.channel('triage').messages;
  expect(message?.content).toBe('**INC-1 VPN**\n**Status:** open');
  const press = discord.press({ user: 'dana', message: message?.id ?? '', label: 'Claim' });
  expect((await press.response()).kind).toBe('deferred-update');
  expect(desk.heard[0]).toMatchObject({
    from: { name: 'Dana (IT)' },
    place: { side: 'agents' },
    said: { intent: 'claim', params: { ticket: '1' } },
  });
  expect(discord.violations).toEqual([]);
});

test('status is answered to the person alone, with their language handed on', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(({ from }) => ({
    kind: 'answer',
    message: said(from.locale === 'de' ? 'INC-1 offen' : 'nothing', { kind: 'hint', text: 'nur du siehst das' }),
  }));
  const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  const outcome = await slash.response();
  expect(outcome).toMatchObject({ kind: 'message', ephemeral: true });
  expect(outcome.message?.content).toBe('INC-1 offen\n-# nur du siehst das');
  expect(discord.everSeenBy('olu').join()).not.toContain('INC-1');
  expect(desk.heard[0]?.said).toEqual({ kind: 'command', intent: 'status', params: {} });
});

test('F10: a slow desk: the person sees that it is worked on, then the answer', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_900));
    return { kind: 'answer', message: said('late but here') };
  });
  const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  expect(await slash.response()).toMatchObject({ kind: 'deferred', ephemeral: true });
  expect((await slash.reply()).content).toBe('late but here');
  expect(discord.violations).toEqual([]);
});

test('an answer of several messages stays with the person, in order', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => ({ kind: 'answer', message: said('word '.repeat(900)) }));
  const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'list' });
  await slash.response();
  await discord.waitFor(() => slash.followups.length === 2);
  const shown = [slash.original, ...slash.followups].map((one) => one?.content.trim());
  expect(shown.join(' ')).toBe('word '.repeat(900).trim());
  expect(discord.seenBy('olu').filter(({ text }) => text.includes('word'))).toEqual([]);
});

test('a command that is done is acknowledged, problems are told each, a form of no fields needs no modal', async () => {
  const { discord, desk } = await setup();
  const done = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'list' });
  expect((await done.reply()).content).toBe('✅');
  desk.answerWith(() => ({
    kind: 'problems',
    problems: [
      { field: 'ticket', text: 'That is no ticket.' },
      { field: 'score', text: 'From 1 to 5.' },
    ],
  }));
  const bad = discord.slash({
    user: 'mira',
    channel: 'help',
    command: 'ticket',
    sub: 'rate',
    options: { ticket: 'x', score: 3 },
  });
  expect((await bad.reply()).content).toBe('That is no ticket.\nFrom 1 to 5.');
});

test('a button that lacks something opens a modal, and its answer is the button’s', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const resolve = { label: 'Resolve', intent: 'resolve', params: { ticket: '7' } };
  const at = adapter.agents(tenant);
  await adapter.send({ op: 'open', side: 'agents', at, title: 'INC-7', key: 'o7', message: card('INC-7', resolve) });
  const press = discord.press({
    user: 'dana',
    message: discord.channel('triage').messages[0]?.id ?? '',
    label: 'Resolve',
  });
  const { modal } = await press.response();
  expect(modal?.fields.map(({ label, value }) => [label, value])).toEqual([
    ['Ticket', '7'],
    ['What solved it', undefined],
  ]);
  const submit = discord.submit({ user: 'dana', values: { 'What solved it': 'restarted it' } });
  expect((await submit.response()).kind).toBe('deferred-update');
  expect(desk.heard[0]?.said).toEqual({
    kind: 'command',
    intent: 'resolve',
    params: { ticket: '7', summary: 'restarted it' },
  });
});

test('a slow press is taken quietly, and what there is to say follows', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const at = adapter.agents(tenant);
  await adapter.send({ op: 'open', side: 'agents', at, title: 'INC-1', key: 'o1', message: card('INC-1', claim) });
  desk.answerWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_900));
    return { kind: 'answer', message: said('Sam has it already.') };
  });
  const press = discord.press({
    user: 'dana',
    message: discord.channel('triage').messages[0]?.id ?? '',
    label: 'Claim',
  });
  expect((await press.response()).kind).toBe('deferred-update');
  await discord.waitFor(() => press.followups.length === 1);
  expect(discord.everSeenBy('sam').join()).not.toContain('Sam has it');
  expect(discord.everSeenBy('dana').join()).toContain('Sam has it');
});

test('a button that is not ours, or of another guild, is stale', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const other = `discord:${'9'.repeat(18)}`;
  const seal = desk.seal;
  desk.seal = (of, intent, params) => seal(of, intent, params).replace(of, other);
  const at = adapter.agents(tenant);
  await adapter.send({ op: 'open', side: 'agents', at, title: 'INC-1', key: 'o1', message: card('INC-1', claim) });
  const press = discord.press({
    user: 'dana',
    message: discord.channel('triage').messages[0]?.id ?? '',
    label: 'Claim',
  });
  expect(await press.response()).toMatchObject({ kind: 'message', ephemeral: true });
  expect(press.original?.content).toBe('(stale button)');
  expect(desk.heard).toEqual([]);
});

test('a desk that cannot take it, or fails, says so to the person', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => {
    throw Object.assign(new Error('away'), { name: 'Unavailable' });
  });
  const first = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  expect((await first.reply()).content).toBe('(unavailable)');
  desk.answerWith(() => {
    throw new Error('a bug');
  });
  const second = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  expect((await second.reply()).content).toBe('(failed)');
  expect(desk.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('an answer whose acknowledgement was lost is given once', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => ({ kind: 'answer', message: said('once') }));
  const { fault } = await import('../../support/fake-discord/index.ts');
  for (const how of ['502', 'reset'] as const) {
    discord.faults.next('POST /interactions/:id/:token/callback', fault.acceptThen(how));
    const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
    expect((await slash.reply()).content).toBe('once');
  }
  expect(discord.seenBy('mira').filter(({ text }) => text === 'once')).toHaveLength(2);
  expect(desk.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('the command in direct messages is about the guild that the person shares with the desk', async () => {
  const { discord, desk, tenant } = await setup();
  desk.answerWith(() => ({ kind: 'answer', message: said('here') }));
  const slash = discord.slash({ user: 'mira', channel: 'dm', command: 'ticket', sub: 'status' });
  expect((await slash.reply()).content).toBe('here');
  const mira = discord.idOf('mira');
  expect(desk.heard[0]?.place).toEqual({
    tenant,
    side: 'direct',
    address: `discord:${discord.guildId}/@${mira}`,
    thread: `discord:${discord.guildId}/@${mira}`,
    home: `discord:${discord.guildId}/@${mira}`,
  });
});

test('in the agents’ channel a new ticket’s home is the direct messages, not an agents’ thread', async () => {
  const { discord, desk } = await setup();
  const slash = discord.slash({ user: 'dana', channel: 'triage', command: 'ticket', sub: 'list' });
  await slash.response();
  const guild = discord.guildId;
  expect(desk.heard[0]?.place).toMatchObject({ side: 'agents', home: `discord:${guild}/@${discord.idOf('dana')}` });
});
