import { expect, test } from 'vitest';
import { DRAWN, ILLUSTRATED } from '../../support/drawn.ts';
import { fault } from '../../support/fake-discord/index.ts';
import { setup } from './setup.ts';

const REPORT = { user: 'mira', channel: 'help', command: 'desk', sub: 'report' } as const;

test('/desk report is answered to the person alone, with a picture that has its words', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => ILLUSTRATED);
  const options = { period: 'last month', service: 'Mail' };
  const reply = await discord.slash({ ...REPORT, options }).reply();
  expect(reply.content).toContain('80 % were satisfied');
  expect(reply.attachments).toMatchObject([{ filename: 'report.png', description: DRAWN.alt, size: DRAWN.bytes }]);
  expect(discord.everSeenBy('olu').join()).not.toContain('satisfied');
  expect(desk.heard).toMatchObject([
    { said: { kind: 'command', intent: 'report', params: { period: 'last month', service: 'Mail' } } },
  ]);
  expect(discord.violations).toEqual([]);
});

test('the same as /ticket report, and in direct messages', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => ILLUSTRATED);
  const reply = await discord.slash({ ...REPORT, command: 'ticket' }).reply();
  expect(reply.attachments).toHaveLength(1);
  const direct = await discord.slash({ ...REPORT, channel: 'dm' }).reply();
  expect(direct.content).toContain('80 % were satisfied');
});

test('a picture that Discord does not take costs nobody the words', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(() => ILLUSTRATED);
  discord.faults.next('PATCH /webhooks/:app/:token/messages/:message', fault.code(40005, 413));
  const slash = discord.slash(REPORT);
  await expect.poll(() => slash.original?.content ?? '', { timeout: 10_000 }).toContain('80 % were satisfied');
  expect(slash.original?.attachments).toEqual([]);
});

test('periods and services are suggested while they are typed', async () => {
  const { discord } = await setup();
  for (const focused of ['period', 'service']) {
    const typing = { ...REPORT, focused, options: { [focused]: 'la' } };
    const { choices } = await discord.autocomplete(typing).response();
    expect(choices).toMatchObject([{ name: `a ${focused}: la` }]);
  }
});
