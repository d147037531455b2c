/**
 * Puts messages into channels, each exactly once. Always as the bot, never through a webhook: a webhook takes no nonce, so a
 * lost answer could only be guessed at (a request that is late is in no history when it is looked for, and then shown
 * beside its repetition), and one webhook's limit would be shared by all threads of a channel. The writer's name and picture
 * are in the message itself instead (render.ts).
 *
 * Each message has a nonce of its own that Discord refuses to take twice for some minutes. A delivery that was tried before
 * is looked up first: by its nonce, and where the history does not tell nonces, by what it says and when.
 */
import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import { DeliveryFailure } from '../../src/adapter.ts';
import { remember } from './guilds.ts';
import { snowflakeAt } from './ids.ts';
import { body, type Part } from './render.ts';
import type { Api, Made } from './rest.ts';

interface Posting {
  readonly channel: string;
  readonly part: Part;
  readonly nonce: string;
  readonly tried: Date | undefined;
  readonly bucket: string;
  /** The message in the channel that it answers; without it, if that is gone. */
  readonly answers?: string | undefined;
}

export interface Poster {
  /** Posts; an archived thread is opened again for it. Gives the message's id. */
  post(posting: Posting): Promise<string>;
  /** False where it is not there any more. */
  edit(channel: string, message: string, part: Part, bucket: string): Promise<boolean>;
  /** Takes it away; an archived thread is opened again for it. */
  remove(channel: string, message: string, bucket: string): Promise<void>;
  /** Whether this process has posted it. */
  isOurs(message: string): boolean;
}

/** Clocks differ: an earlier try may seem to have come before it was made. */
const CLOCK = 5_000;
const PAGES = 20;
/** Unknown message. */
const GONE = '10008';
const PAGE = 100;
const REMEMBERED = 5_000;
/** What Discord says where a picture may be why: it is not one, or the bot may not embed anything. */
const UNPICTURED: ReadonlySet<string> = new Set(['50035', '50013']);

/** The nonce of one message of a delivery: the key itself, then key.2, key.3; a digest where that would be too long. */
export function nonceOf(key: string, index: number): string {
  const nonce = index === 0 ? key : `${key}.${index + 1}`;
  return nonce.length <= 25 ? nonce : createHash('sha256').update(nonce).digest('base64url').slice(0, 25);
}

export function poster(api: Api, me: () => Promise<string>): Poster {
  /** What this process has posted, by nonce and by message, so that a look-up cannot take one for another. */
  const posted = new Map<string, string>();
  const nonces = new Map<string, string>();
  /** Pictures, and channels, that go without. */
  const plainly = new Map<string, true>();

  const unarchived = async <T>(channel: string, bucket: string, attempt: () => Promise<T>): Promise<T> => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || error.code !== '50083') throw error;
      await api.call({ method: 'PATCH', route: Routes.channel(channel), body: { archived: false }, bucket });
      return attempt();
    }
  };

  /** A picture that Discord will not have, or not there, must not cost the message: nothing was shown, so it goes without. */
  const pictured = async <T>(channel: string, part: Part, attempt: (part: Part) => Promise<T>): Promise<T> => {
    const { picture, ...plain } = part;
    if (picture === undefined || plainly.has(channel) || plainly.has(picture.icon_url)) return attempt(plain);
    try {
      return await attempt(part);
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || !UNPICTURED.has(error.code)) throw error;
      const made = await attempt(plain);
      remember(plainly, error.code === '50035' ? picture.icon_url : channel, true, REMEMBERED);
      return made;
    }
  };

  const earlier = async ({ channel, part, nonce, tried, bucket }: Posting): Promise<string | undefined> => {
    if (tried === undefined) return undefined;
    const own = await me();
    let after = snowflakeAt(tried.getTime() - CLOCK);
    for (let page = 0; page < PAGES; page += 1) {
      const query = { after, limit: String(PAGE) };
      const answer = await api.call({ method: 'GET', route: Routes.channelMessages(channel), query, bucket });
      if (!Array.isArray(answer)) throw new DeliveryFailure({ kind: 'ambiguous' }, 'no list of messages');
      const messages = (answer as readonly Listed[]).toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      const ours = messages.filter(({ id, author }) => author?.id === own && (nonces.get(id) ?? nonce) === nonce);
      const match = ours.find((one) => String(one.nonce) === nonce) ?? ours.find((one) => looksLike(one, part));
      if (match !== undefined) return match.id;
      const last = messages.at(-1);
      if (messages.length < PAGE || last === undefined) return undefined;
      after = last.id;
    }
    return undefined;
  };

  return {
    post: async (posting) => {
      const { channel, part, nonce, bucket, answers } = posting;
      const reference = answers && { message_reference: { message_id: answers, fail_if_not_exists: false } };
      const place = `${channel} ${nonce}`;
      const before = posted.get(place) ?? (await earlier(posting));
      const id =
        before ??
        (
          await unarchived(channel, bucket, () =>
            pictured(channel, part, (shown) =>
              api.made({
                method: 'POST',
                route: Routes.channelMessages(channel),
                body: { ...body(shown), nonce, enforce_nonce: true, ...reference },
                ...(shown.file === undefined ? {} : { files: [shown.file] }),
                bucket,
              }),
            ),
          )
        ).id;
      remember(posted, place, id, REMEMBERED);
      remember(nonces, id, nonce, REMEMBERED);
      return id;
    },
    isOurs: (message) => nonces.has(message),
    edit: async (channel, message, part, bucket) => {
      const route = Routes.channelMessage(channel, message);
      try {
        await unarchived(channel, bucket, () => api.made({ method: 'PATCH', route, body: body(part), bucket }));
        return true;
      } catch (error) {
        if (error instanceof DeliveryFailure && error.code === GONE) return false;
        throw error;
      }
    },
    remove: async (channel, message, bucket) => {
      try {
        const route = Routes.channelMessage(channel, message);
        await unarchived(channel, bucket, () => api.call({ method: 'DELETE', route, bucket }));
      } catch (error) {
        if (!(error instanceof DeliveryFailure) || error.code !== GONE) throw error;
      }
    },
  };
}

type Listed = Made & {
  readonly author?: { readonly id?: string };
  readonly content?: string;
  readonly nonce?: unknown;
  readonly attachments?: readonly { readonly size?: number }[];
};

/** The fallback: a message whose nonce the history does not tell, and which says what ours says. */
const looksLike = (message: Listed, part: Part): boolean =>
  (message.nonce === undefined || message.nonce === null) &&
  message.content?.trim() === part.content.trim() &&
  String((message.attachments ?? []).map(({ size }) => size)) === String(part.file?.data.length ?? '');
