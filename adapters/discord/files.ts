/** Files: what messages tell of them, their bytes, and how large one may be that goes to Discord. */
import { type APIAttachment, Routes } from 'discord.js';
import { type Adapter, DeliveryFailure, type FileRef } from '../../src/adapter.ts';
import { type Allowed, download } from '../../src/download.ts';
import type { Api } from './rest.ts';

/** Where Discord's files are, or where the stand-in for Discord that the settings name has them. */
export function filesFrom(apiUrl: string | undefined): Allowed {
  return apiUrl === undefined
    ? { origins: ['https://cdn.discordapp.com', 'https://media.discordapp.net'], trusted: false }
    : { origins: [new URL(apiUrl).origin], trusted: true };
}

interface Bearing {
  readonly id: string;
  readonly channel_id: string;
  readonly attachments?: readonly APIAttachment[];
  readonly message_snapshots?: readonly { readonly message: { readonly attachments?: readonly APIAttachment[] } }[];
}

/** What is attached to a message, and to those that it passes on. Pure. */
export function filesOf(message: Bearing): readonly FileRef[] {
  return attachmentsOf(message).map((one) => refOf(one, { channel: message.channel_id, message: message.id }));
}

const attachmentsOf = ({ attachments = [], message_snapshots: snapshots = [] }: Bearing): readonly APIAttachment[] => [
  ...attachments,
  ...snapshots.flatMap(({ message }) => message.attachments ?? []),
];

/** `at`: the message that has it, if one has; its addresses expire after a day, and the message then tells new ones. */
export function refOf(
  { id, filename, title, size, url, content_type: type }: APIAttachment,
  at?: { readonly channel: string; readonly message: string },
): FileRef {
  return {
    ref: JSON.stringify({ id, url: url.length < 1_500 ? url : '', ...at }),
    name: named(filename, title),
    ...(type === undefined ? {} : { type }),
    ...(Number.isSafeInteger(size) && size > 0 ? { bytes: size } : {}),
  };
}

/** Discord makes `my_file.pdf` of a name and keeps what it was as the title, without the ending. */
function named(filename: string, title: string | undefined): string {
  const ending = /\.[^.]{1,12}$/.exec(filename)?.[0] ?? '';
  if (title === undefined || title.trim() === '') return filename;
  return title.endsWith(ending) ? title : `${title}${ending}`;
}

export function fetcher(api: Api, allowed: Allowed): Adapter['fetch'] {
  return async (_tenant, ref) => {
    const { id, url, channel, message } = JSON.parse(ref) as Readonly<Record<string, string | undefined>>;
    try {
      return await download(url ?? '', allowed);
    } catch (error) {
      const kind = error instanceof DeliveryFailure ? error.fault.kind : undefined;
      if ((kind !== 'place gone' && kind !== 'refused') || channel === undefined || message === undefined) throw error;
      const fresh = await address(channel, message, id);
      if (fresh === undefined) throw new DeliveryFailure({ kind: 'place gone' }, 'attachment_gone', error);
      return download(fresh, allowed);
    }
  };

  async function address(channel: string, message: string, id: string | undefined): Promise<string | undefined> {
    try {
      const answer = await api.call({ method: 'GET', route: Routes.channelMessage(channel, message) });
      return attachmentsOf(answer as Bearing).find((one) => one.id === id)?.url;
    } catch (error) {
      // Deleted with its message, or with its channel.
      const lost = error instanceof DeliveryFailure && (error.code === '10008' || error.fault.kind === 'place gone');
      if (lost) return undefined;
      throw error;
    }
  }
}

const MB = 1024 * 1024;
/** By the server's level of boosts: discord.com/developers, "Uploading Files", and the help page "Server Boosting". */
const MOST: Readonly<Record<number, number>> = { 2: 50 * MB, 3: 100 * MB };
const DEFAULT = 10 * MB;

/** How large a file may be in each guild: it is told with the guild. */
export interface FileLimits {
  tell(type: string, data: unknown): void;
  /** In bytes; undefined for direct messages, and for a guild that was not told of: what every place takes. */
  most(guild: string | undefined): number;
}

export function fileLimits(): FileLimits {
  const levels = new Map<string, number>();
  return {
    tell: (type, data) => {
      if (type !== 'GUILD_CREATE' && type !== 'GUILD_UPDATE') return;
      const { id, premium_tier: level } = data as Readonly<Record<string, unknown>>;
      if (typeof level === 'number') levels.set(String(id), level);
    },
    most: (guild) => MOST[levels.get(guild ?? '') ?? 0] ?? DEFAULT,
  };
}

/** What Discord answers to a file that it does not take. */
const TOO_LARGE: ReadonlySet<string> = new Set(['40005', '50045', '413']);

/** The failure of a delivery with a file, as it concerns the file. */
export function fileFailure(failure: DeliveryFailure, most: number): DeliveryFailure {
  if (TOO_LARGE.has(failure.code)) return new DeliveryFailure({ kind: 'too large', most }, failure.code, failure);
  if (failure.code === '50013')
    return new DeliveryFailure({ kind: 'not permitted', permission: 'Attach Files' }, failure.code, failure);
  return failure;
}
