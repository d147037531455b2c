/** Delivery → Discord. Each step can be repeated: an answer that is lost is looked up, never posted again. */
import { Routes } from 'discord.js';
import {
  type Account,
  type Address,
  type Delivery,
  DeliveryFailure,
  type Desk,
  type Removal,
  type Sent,
  type Tenant,
} from '../../src/adapter.ts';
import type { Direct } from './direct.ts';
import { EVERYTHING, PERMISSION_CODES } from './errors.ts';
import { type FileLimits, fileFailure } from './files.ts';
import { type Forums, isForum } from './forum.ts';
import type { Guilds } from './guilds.ts';
import { addressOf, guildOf, parseAccount, parseAddress, parseRemote, remoteOf, type Where } from './ids.ts';
import type { Members } from './members.ts';
import type { Notices } from './notice.ts';
import type { Opener } from './open.ts';
import type { Multipart } from './parts.ts';
import { type Part, threadName } from './render.ts';
import type { Api } from './rest.ts';

export interface SenderParts {
  readonly api: Api;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly multipart: Multipart;
  readonly opener: Opener;
  readonly forums: Forums;
  readonly members: Members;
  readonly notices: Notices;
  readonly limits: FileLimits;
  readonly desk: () => Desk;
  readonly agentsChannel: string;
}

export function sender(given: SenderParts): (delivery: Delivery | Removal) => Promise<Sent> {
  const { api, guilds, direct, multipart, opener, forums, members, notices, limits, desk, agentsChannel } = given;

  const agentsIn = async (guild: string): Promise<string> => {
    const channel = await guilds.agents(guild);
    if (channel !== undefined) return channel.id;
    const server = guilds.joined.get(guild) ?? guild;
    desk().log.warn(
      { platform: 'discord', guild },
      `no text or forum channel "${agentsChannel}" in ${server} that the bot can see: make one for the agents, or name theirs in DISCORD_AGENTS_CHANNEL`,
    );
    throw new DeliveryFailure({ kind: 'later' }, 'no agents channel');
  };

  const channelOf = async (where: Where): Promise<string> => {
    switch (where.kind) {
      case 'thread':
        return where.thread;
      case 'channel':
      case 'answer':
        return where.channel;
      case 'private':
      case 'direct': {
        const channel = await direct.channel(where.user, bucketOf(where));
        await direct.wrote(where.guild, where.user);
        return channel;
      }
      case 'agents':
        return agentsIn(where.guild);
      default:
        return where satisfies never;
    }
  };

  /** Discord takes two names in ten minutes: a third is given with the next change of the card. */
  const rename = async (thread: string, title: string, bucket: string): Promise<void> => {
    const name = threadName(title);
    try {
      if ((await guilds.channel(thread))?.name === name) return;
      await api.call({ method: 'PATCH', route: Routes.channel(thread), body: { name }, bucket });
    } catch (error) {
      desk().log.warn(
        { platform: 'discord', thread, error: String(error) },
        'a thread could not be given its new name',
      );
    }
  };

  const deliver = async (delivery: Delivery | Removal): Promise<Sent> => {
    const where = sane(() => parseAddress(placeOf(delivery)));
    const { guild } = where;
    const bucket = bucketOf(where);
    switch (delivery.op) {
      case 'open':
        if (where.kind === 'private') return opener.privately(delivery, where, bucket);
        if (where.kind === 'direct') return opener.direct(delivery, guild, where.user, bucket);
        if (where.kind === 'thread') {
          const sent = await opener.within(delivery, where, bucket);
          // It is shown: what its post shows beside it comes right with its next edit.
          if (delivery.standing !== undefined)
            await forums.follow(where.thread, where.channel, delivery.standing, bucket).catch(() => undefined);
          return sent;
        }
        {
          const channel = await channelOf(where);
          if (isForum(await guilds.channel(channel))) return opener.post(delivery, guild, channel, bucket);
          return opener.below(delivery, guild, channel, bucket);
        }
      case 'post': {
        const parts = await withFile(delivery, multipart.draw(delivery, guild), mostIn(where));
        if (where.kind === 'thread' && delivery.side === 'requester') await members.mustBeHere(guild, where.thread);
        const channel = await channelOf(where);
        const to = { first: channel, rest: channel, bucket };
        const answers = where.kind === 'answer' ? { answers: where.message } : {};
        return { remote: await multipart.post(delivery, guild, parts, { ...to, ...answers }) };
      }
      case 'edit': {
        const { channel } = sane(() => parseRemote(delivery.remote));
        // A card lies above its thread, its later parts in it.
        const rest = where.kind === 'thread' ? where.thread : channel;
        await multipart.edit(delivery, guild, delivery.remote, { rest, bucket });
        if (where.kind === 'thread' && delivery.title !== undefined) await rename(where.thread, delivery.title, bucket);
        if (where.kind === 'thread' && delivery.standing !== undefined)
          await forums.follow(where.thread, where.channel, delivery.standing, bucket);
        return { remote: delivery.remote };
      }
      case 'remove':
        sane(() => parseRemote(delivery.remote));
        await multipart.remove(guild, delivery.remote, bucket);
        return { remote: delivery.remote };
      default:
        return delivery satisfies never;
    }
  };

  const mostIn = ({ kind, guild }: Where): number =>
    limits.most(kind === 'direct' || kind === 'private' ? undefined : guild);

  return async (delivery) => {
    try {
      return await deliver(delivery);
    } catch (failed) {
      const file = delivery.op === 'post' && delivery.file !== undefined && failed instanceof DeliveryFailure;
      const error = file ? fileFailure(failed, mostIn(parseAddress(delivery.to))) : failed;
      if (error instanceof DeliveryFailure && error.fault.kind === 'unreachable') {
        const told = await members.whether(error, placeOf(delivery));
        const where = parseAddress(placeOf(delivery));
        const left = told.fault.kind === 'unreachable' && told.fault.left === true;
        if (where.kind === 'direct' && !left) await notices.closed(where.guild, where.user, bucketOf(where));
        throw told;
      }
      if (error instanceof DeliveryFailure && delivery.op === 'post' && THREAD_GONE.has(error.code)) {
        const where = parseAddress(delivery.to);
        if (where.kind !== 'thread') throw error;
        // Its card would stay behind and look alive beside the next one's. A private thread has none.
        if (delivery.side === 'agents') await multipart.forget(remoteOf(where.channel, where.thread), bucketOf(where));
        throw new DeliveryFailure({ kind: 'place gone', again: true }, error.code, error);
      }
      if (error instanceof DeliveryFailure && PERMISSION_CODES.has(error.code)) {
        const fields = { platform: 'discord', to: placeOf(delivery), code: error.code };
        desk().log.warn(fields, `the bot lacks a permission there: ${NEEDED[delivery.op]}`);
      }
      throw error;
    }
  };
}

export const agentsOf = (tenant: Tenant): Address => addressOf({ kind: 'agents', guild: guildOf(tenant) });
export const channelOf = (tenant: Tenant, channel: string): Address =>
  addressOf({ kind: 'channel', guild: guildOf(tenant), channel });
export const directOf = (account: Account): Address => addressOf({ kind: 'direct', ...parseAccount(account) });

/** Discord limits by channel, and a thread is one of its own; for a while it may limit everything. */
export const bucketFor = (address: Address, pausedMs: number): string =>
  pausedMs > 0 ? EVERYTHING : bucketOf(parseAddress(address));

const NEEDED: Readonly<Record<(Delivery | Removal)['op'], string>> = {
  open: 'View Channel, Send Messages, Create Public Threads, Create Private Threads or Send Messages in Threads',
  post: 'View Channel, Send Messages or Send Messages in Threads',
  edit: 'View Channel or Send Messages in Threads',
  remove: 'View Channel',
};

/** Deleted; locked, or archived, for one who may not manage threads. */
const THREAD_GONE: ReadonlySet<string> = new Set(['10003', '160005', '50083']);

const placeOf = (delivery: Delivery | Removal): Address => (delivery.op === 'open' ? delivery.at : delivery.to);

/** The file is beside the last part; what Discord would not take is not sent there first. */
async function withFile(
  delivery: Extract<Delivery, { op: 'post' }>,
  parts: readonly Part[],
  most: number,
): Promise<readonly Part[]> {
  const { file } = delivery;
  if (file === undefined) return parts;
  if (file.bytes > most) throw new DeliveryFailure({ kind: 'too large', most }, 'file_too_large');
  const last = parts.at(-1) ?? { content: '', components: [] };
  return [...parts.slice(0, -1), { ...last, file: { name: file.name, type: file.type, data: await file.read() } }];
}

/** An id that we never minted cannot be sent to, now or later. */
function sane<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new DeliveryFailure({ kind: 'refused' }, 'not an id of ours', error);
  }
}

function bucketOf(where: Where): string {
  switch (where.kind) {
    case 'thread':
      return `discord:${where.thread}`;
    case 'channel':
    case 'answer':
    case 'private':
      return `discord:${where.channel}`;
    case 'direct':
      return `discord:@${where.user}`;
    case 'agents':
      return `discord:${where.guild}/#agents`;
    default:
      return where satisfies never;
  }
}
