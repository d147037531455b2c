/**
 * For people whose direct messages are closed to the desk: a private thread in the channel that they last spoke to it in,
 * which says how to get its messages. It says nothing of any ticket, for moderators read private threads too.
 */
import { ChannelType, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import type { Desk, Place } from '../../src/adapter.ts';
import { remember } from './guilds.ts';
import { parseAddress, tenantOf } from './ids.ts';
import type { Poster } from './post.ts';
import { plainParts } from './render.ts';
import type { Api } from './rest.ts';

export interface Notices {
  /** Somebody did something there. Never fails: it is only for later. */
  spoke(place: Place): void;
  /** Somebody was not reached. Once a day, and never fails: whoever wrote to them is told anyhow. */
  closed(guild: string, user: string, bucket: string): Promise<void>;
}

const REMEMBERED = 10_000;
const DAY = 86_400_000;

export function notices(api: Api, desk: () => Desk, poster: Poster): Notices {
  const lately = new Map<string, string>();

  const tell = async (guild: string, user: string, bucket: string): Promise<void> => {
    const tenant = tenantOf(guild);
    const [channel, told] = await Promise.all([
      desk().kept(tenant, `spoke:${user}`),
      desk().kept(tenant, `closed:${user}`),
    ]);
    if (channel === undefined || Date.now() - Number(told ?? 0) < DAY) return;
    // Before it is done: a thread has no nonce, and one too few is better than two.
    await desk().keep(tenant, `closed:${user}`, String(Date.now()));
    const body = {
      name: 'Deskbell',
      type: ChannelType.PrivateThread,
      invitable: false,
      auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
    };
    const { id } = await api.made({ method: 'POST', route: Routes.threads(channel), body, bucket });
    await api.call({ method: 'PUT', route: Routes.threadMembers(id, user), bucket });
    for (const { content } of plainParts([desk().phrase('direct messages closed', undefined)]))
      await poster.post({
        channel: id,
        part: { content: `<@${user}> ${content}`, components: [] },
        nonce: `closed-${id}`.slice(0, 25),
        tried: undefined,
        bucket,
      });
  };

  return {
    spoke: ({ tenant, home }) => {
      const where = parseAddress(home);
      if (where.kind !== 'private') return;
      const key = `${where.guild} ${where.user}`;
      if (lately.get(key) === where.channel) return;
      remember(lately, key, where.channel, REMEMBERED);
      void desk()
        .keep(tenant, `spoke:${where.user}`, where.channel)
        .catch(() => lately.delete(key));
    },
    closed: async (guild, user, bucket) => {
      try {
        await tell(guild, user, bucket);
      } catch (error) {
        desk().log.info(
          { platform: 'discord', guild, error: String(error) },
          'closed direct messages could not be told',
        );
      }
    },
  };
}
