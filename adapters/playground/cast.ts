/** Who plays in the playground and where: three people, three channels, and everybody's direct messages with the desk. */

export type Who = 'mira' | 'kai' | 'sam';

export interface Person {
  readonly who: Who;
  readonly name: string;
  readonly locale: string;
  /** Their direct messages with the desk. */
  readonly home: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly side: 'agents' | 'direct' | 'public';
  /** Who reads it: the one rule of who may see what, asked at every gesture and at every event sent to a page. */
  readonly members: readonly Who[];
}

export const AGENTS = 'it-triage';

export const PEOPLE: readonly Person[] = [
  { who: 'mira', name: 'Mira', locale: 'en', home: '@mira' },
  { who: 'kai', name: 'Kai', locale: 'en', home: '@kai' },
  { who: 'sam', name: 'Sam', locale: 'en', home: '@sam' },
];

export const CHANNELS: readonly Channel[] = [
  { id: 'help', name: '#help', side: 'public', members: ['mira'] },
  { id: 'support', name: '#support', side: 'public', members: ['kai'] },
  { id: AGENTS, name: '#it-triage', side: 'agents', members: ['sam'] },
  ...PEOPLE.map(({ who, home }): Channel => ({ id: home, name: 'Deskbell', side: 'direct', members: [who] })),
];

export const personOf = (who: unknown): Person | undefined => PEOPLE.find((person) => person.who === who);

export const channelOf = (id: unknown): Channel | undefined => CHANNELS.find((channel) => channel.id === id);

/** Somebody's direct messages; for somebody who is not here, a channel that is not here either. */
export const homeOf = (who = 'nobody'): string => personOf(who)?.home ?? `@${who}`;

/** Whether everybody who reads the channel is an agent: only there may an internal message be shown. */
export function forAgentsOnly(channel: Channel): boolean {
  const agents = channelOf(AGENTS)?.members ?? [];
  return channel.members.every((who) => agents.includes(who));
}
