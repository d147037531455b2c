/**
 * The picture of an answer. Slack takes no file into what one person alone sees in a channel: a file that is in no
 * conversation can be seen by its uploader only. So it goes into the person's direct messages with the bot.
 */
import { randomUUID } from 'node:crypto';
import type { InternalMessage, Picture, PublicMessage } from '../../src/adapter.ts';
import type { Where } from './answers.ts';
import type { Callers } from './clients.ts';
import type { uploader } from './files.ts';
import { personId } from './ids.ts';
import { object, string } from './json.ts';

export interface Illustrated {
  readonly message: PublicMessage | InternalMessage;
  readonly picture: Picture;
}

/** Shows a picture with the title and the sentences of its answer. Tried once: the person can ask again. */
export type Illustrate = (
  where: Where,
  message: Illustrated['message'],
  picture: Picture,
) => Promise<{ readonly channel: string }>;

export interface PictureSettings {
  readonly web: Callers;
  readonly upload: ReturnType<typeof uploader>;
}

export function pictures({ web, upload }: PictureSettings): Illustrate {
  return async ({ team, user }, message, picture) => {
    const opened = await web(team).apiCall('conversations.open', { users: user });
    const channel = string(object(opened, 'channel'), 'id') ?? user;
    // What else it says, a link among it, is for the place where it was asked for.
    const lines = message.lines.filter(({ kind }) => kind === 'title' || kind === 'text');
    const to = personId(team, user);
    const delivery = { op: 'post', side: 'agents', to, key: randomUUID(), message: { ...message, lines } } as const;
    await upload({ delivery, team, bucket: to, channel, thread: undefined }, picture);
    return { channel };
  };
}
