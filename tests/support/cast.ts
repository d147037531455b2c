import type { ChannelInput, GuildInput, UserInput } from './fake-discord/index.ts';
import type { FakeSlack } from './fake-slack/index.ts';

/**
 * The people of the stories: Mira (Slack U1, Discord D1) and Olu (U4, D4) raise tickets, Sam (U2) and Dana (D3) are agents.
 * Everybody reads #help; only agents read #it-triage.
 */
export function castSlack(slack: FakeSlack): void {
  slack.addUser({ id: 'U1', name: 'mira', realName: 'Mira' });
  slack.addUser({ id: 'U2', name: 'sam', realName: 'Sam' });
  slack.addUser({ id: 'U4', name: 'olu', realName: 'Olu' });
  slack.addChannel({ id: 'C1', name: 'help', members: ['U1', 'U2', 'U4'] });
  slack.addChannel({ id: 'C2', name: 'it-triage', isPrivate: true, members: ['U2'] });
}

const CHANNELS: readonly ChannelInput[] = [
  { id: 'help', name: 'help' },
  { id: 'triage', name: 'it-triage', members: ['D3'] },
];

export const GUILD: GuildInput = { id: '800000000000000001', name: 'Company', channels: CHANNELS };

export const MEMBERS = {
  mira: { id: 'D1', username: 'mira', globalName: 'Mira' },
  dana: { id: 'D3', username: 'dana', globalName: 'Dana' },
  olu: { id: 'D4', username: 'olu', globalName: 'Olu' },
} as const satisfies Record<string, UserInput>;
