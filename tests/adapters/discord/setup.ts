/** A guild with a desk in it: Mira and Olu ask, Dana is an agent. The adapter is real, Discord is the double. */
import { afterEach } from 'vitest';
import { type DiscordSettings, discord } from '../../../adapters/discord/index.ts';
import type { Adapter, Button, Line, PublicMessage, Tenant } from '../../../src/adapter.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../../support/fake-discord/index.ts';
import { type ScriptedDesk, scriptedDesk } from '../../support/scripted-desk.ts';

export const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-token-that-no-log-may-show';

export interface Setup {
  readonly discord: FakeDiscord;
  readonly desk: ScriptedDesk;
  readonly adapter: Adapter;
  readonly tenant: Tenant;
}

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export async function fake(options: Partial<FakeDiscordOptions> = {}): Promise<FakeDiscord> {
  const discord = await startFakeDiscord({
    token: TOKEN,
    applicationId: '1100000000000000001',
    guild: {
      id: '1200000000000000001',
      name: 'Acme',
      channels: [
        { id: 'help', name: 'help' },
        { id: 'voice', name: 'voice', type: 2 },
        { id: 'triage', name: 'it-triage', members: ['dana', 'sam'] },
      ],
    },
    ...options,
  });
  open.push(() => discord.stop());
  discord.addUser({ id: 'mira', username: 'mira', globalName: 'Mira', locale: 'de' });
  discord.addUser({ id: 'olu', username: 'olu', globalName: 'Olu' });
  discord.addUser({ id: 'dana', username: 'dana', globalName: 'Dana', nick: 'Dana (IT)' });
  discord.addUser({ id: 'sam', username: 'sam', globalName: 'Sam' });
  return discord;
}

/** The adapter, started unless `start` is false, and stopped after the test. */
export async function setup(
  options: Partial<FakeDiscordOptions> = {},
  settings: Partial<DiscordSettings> = {},
  start = true,
): Promise<Setup> {
  const double = await fake(options);
  const desk = scriptedDesk();
  const adapter = discord({ token: TOKEN, apiUrl: double.apiUrl, agentsChannel: 'it-triage', ...settings });
  open.push(() => adapter.stop());
  if (start) {
    await adapter.start(desk);
    await double.waitFor(() => double.registeredCommands().length === 4, { what: 'the commands' });
  }
  return { discord: double, desk, adapter, tenant: `discord:${double.guildId}` as Tenant };
}

/** Stops with the test, for what a test makes by itself. */
export const closing = (close: () => Promise<unknown>): void => void open.push(close);

export const said = (...lines: readonly (string | Line)[]): PublicMessage => ({
  audience: 'everyone',
  lines: lines.map((line) => (typeof line === 'string' ? { kind: 'text', text: line } : line)),
});

export const card = (title: string, ...buttons: readonly Button[]): PublicMessage => ({
  audience: 'everyone',
  lines: [
    { kind: 'title', text: title },
    { kind: 'fields', fields: [{ label: 'Status', value: 'open' }] },
  ],
  buttons,
});

export const claim: Button = { label: 'Claim', intent: 'claim', params: { ticket: '1' }, style: 'primary' };
