/** A message of several parts: posted in order, and remembered as one, for its edits and for answers to its later parts. */
import { type Button, type Delivery, DeliveryFailure, type Desk, type Remote } from '../../src/adapter.ts';
import { ofTheRest } from './errors.ts';
import { parseRemote, remoteOf, tenantOf } from './ids.ts';
import { nonceOf, type Poster } from './post.ts';
import { type Part, render } from './render.ts';

export interface Multipart {
  draw(delivery: Delivery, guild: string): readonly Part[];
  /** The first part goes to `first`, the others to `rest`. What an earlier try has posted is found again. */
  post(delivery: Delivery, guild: string, parts: readonly Part[], to: Channels): Promise<Remote>;
  /** Takes a message away, if it is still there and may be. */
  forget(remote: Remote, bucket: string): Promise<void>;
  /** Takes all of its parts away; resolves where they are gone already. */
  remove(guild: string, remote: Remote, bucket: string): Promise<void>;
  /** Replaces the message, adding and removing parts at its end; resolves where it is gone. */
  edit(delivery: Delivery, guild: string, remote: Remote, to: Pick<Channels, 'rest' | 'bucket'>): Promise<void>;
}

interface Channels {
  readonly first: string;
  /** The message that the first part answers. */
  readonly answers?: string;
  /** The first part, where it is there already. */
  readonly begun?: Remote;
  readonly rest: string;
  readonly bucket: string;
}

/** Kept for a message of several parts: `parts:` and its remote → the others; `part:` and another's → the first. */
export const firstOfPart = (part: Remote): string => `part:${part}`;

export function multipart(poster: Poster, desk: () => Desk): Multipart {
  const postOne = async (
    { key, tried }: Delivery,
    part: Part,
    index: number,
    channel: string,
    bucket: string,
    answers?: string,
  ) => remoteOf(channel, await poster.post({ channel, part, nonce: nonceOf(key, index), tried, bucket, answers }));

  const remember = async (guild: string, first: Remote, others: readonly Remote[]): Promise<void> => {
    const tenant = tenantOf(guild);
    await desk().keep(tenant, `parts:${first}`, others.length === 0 ? null : others.join(' '));
    for (const other of others) await desk().keep(tenant, firstOfPart(other), first);
  };

  const partsOf = async (guild: string, remote: Remote): Promise<readonly Remote[]> => {
    const kept = await desk().kept(tenantOf(guild), `parts:${remote}`);
    return (kept ?? '').split(' ').filter((one): one is Remote => one !== '');
  };

  const draw = (delivery: Delivery, guild: string): readonly Part[] => {
    const seal = ({ intent, params }: Button): string => desk().seal(tenantOf(guild), intent, params);
    try {
      return render(delivery.message, seal, delivery.op === 'open' ? undefined : delivery.as);
    } catch (error) {
      throw new DeliveryFailure({ kind: 'refused' }, 'render', error);
    }
  };

  return {
    draw,

    post: async (delivery, guild, parts, { first, answers, begun, rest, bucket }) => {
      const remotes: Remote[] = begun === undefined ? [] : [begun];
      for (const [index, part] of parts.entries())
        if (index >= remotes.length)
          remotes.push(
            await (index === 0
              ? postOne(delivery, part, index, first, bucket, answers)
              : ofTheRest(postOne(delivery, part, index, rest, bucket))),
          );
      const [head, ...others] = remotes;
      if (head === undefined) throw new DeliveryFailure({ kind: 'refused' }, 'nothing to show');
      if (others.length > 0) await remember(guild, head, others);
      return head;
    },

    forget: async (remote, bucket) => {
      const { channel, message } = parseRemote(remote);
      await poster.remove(channel, message, bucket).catch(() => undefined);
    },

    remove: async (guild, remote, bucket) => {
      const others = await partsOf(guild, remote);
      // The first part last: while it is there, the others are still known to be its.
      for (const one of [...others, remote]) {
        const at = parseRemote(one);
        await poster.remove(at.channel, at.message, bucket);
      }
      if (others.length > 0) await remember(guild, remote, []);
    },

    edit: async (delivery, guild, remote, { rest, bucket }) => {
      const [first, ...more] = draw(delivery, guild);
      const root = parseRemote(remote);
      if (first !== undefined && !(await poster.edit(root.channel, root.message, first, bucket))) return;
      const before = await partsOf(guild, remote);
      if (before.length === 0 && more.length === 0) return;
      const after: Remote[] = [];
      for (const [index, part] of more.entries()) {
        const known = before[index];
        after.push(known ?? (await postOne(delivery, part, index + 1, rest, bucket)));
        if (known === undefined) continue;
        const at = parseRemote(known);
        await poster.edit(at.channel, at.message, part, bucket);
      }
      for (const left of before.slice(more.length)) {
        const at = parseRemote(left);
        await poster.remove(at.channel, at.message, bucket);
      }
      await remember(guild, remote, after);
    },
  };
}
