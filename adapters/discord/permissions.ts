/** What the bot needs to be allowed, why, and what it lacks in a channel. Pure. */
import { OverwriteType, PermissionFlagsBits as P } from 'discord.js';

interface Needed {
  readonly bit: bigint;
  /** As Discord calls it. */
  readonly name: string;
  /** What is lost without it. */
  readonly without: string;
}

export const NEEDED: readonly Needed[] = [
  { bit: P.ViewChannel, name: 'View Channels', without: 'the desk does not see the channel' },
  { bit: P.SendMessages, name: 'Send Messages', without: 'no cards, no posts, no panel' },
  { bit: P.CreatePublicThreads, name: 'Create Public Threads', without: 'no thread below a card' },
  { bit: P.CreatePrivateThreads, name: 'Create Private Threads', without: 'tickets go on in direct messages' },
  { bit: P.SendMessagesInThreads, name: 'Send Messages in Threads', without: 'nothing is said in threads' },
  { bit: P.ManageThreads, name: 'Manage Threads', without: 'locked threads stay shut, forum posts get no tags' },
  { bit: P.ReadMessageHistory, name: 'Read Message History', without: 'what was said during a stop is not read' },
  { bit: P.AddReactions, name: 'Add Reactions', without: 'nothing shows that an answer could not be given' },
  { bit: P.AttachFiles, name: 'Attach Files', without: 'files are not copied here' },
  { bit: P.EmbedLinks, name: 'Embed Links', without: 'replies come without their writer’s picture' },
];

/** The bits that the invitation asks for. */
export const ASKED: bigint = NEEDED.reduce((sum, { bit }) => sum | bit, 0n);

export const inviteLink = (application: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${ASKED}`;

export const lacking = (bits: bigint): readonly Needed[] => NEEDED.filter(({ bit }) => (bits & bit) === 0n);

export interface Overwrite {
  readonly id: string;
  readonly type: number;
  readonly allow: string;
  readonly deny: string;
}

export interface Member {
  readonly guild: string;
  readonly user: string;
  readonly roles: readonly string[];
  /** The permissions of the guild's roles, by id; the guild's own id is everyone's. */
  readonly granted: ReadonlyMap<string, bigint>;
}

/** What a member may do in a channel, as Discord documents it: everyone, roles, then the member itself. */
export function permissionsIn({ guild, user, roles, granted }: Member, overwrites: readonly Overwrite[]): bigint {
  let bits = granted.get(guild) ?? 0n;
  for (const role of roles) bits |= granted.get(role) ?? 0n;
  if ((bits & P.Administrator) !== 0n) return ASKED;
  const apply = (fits: (one: Overwrite) => boolean): void => {
    const those = overwrites.filter(fits);
    const sum = (side: 'allow' | 'deny') => those.reduce((all, one) => all | BigInt(one[side]), 0n);
    bits = (bits & ~sum('deny')) | sum('allow');
  };
  apply(({ id }) => id === guild);
  apply(({ id, type }) => type === OverwriteType.Role && id !== guild && roles.includes(id));
  apply(({ id, type }) => type === OverwriteType.Member && id === user);
  return (bits & P.ViewChannel) === 0n ? 0n : bits;
}
