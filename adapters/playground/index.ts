/** The playground: a small chat platform of our own, so that the desk can be tried without a token. */
import { Readable } from 'node:stream';
import { type Adapter, DeliveryFailure, type Desk } from '../../src/adapter.ts';
import { AGENTS, homeOf } from './cast.ts';
import { catchUp, hearing, type Reply } from './hear.ts';
import { makeAddress, PLATFORM, parseAccount, parseAddress, TENANT } from './ids.ts';
import type { Gesture } from './read.ts';
import { enter, type Room } from './room.ts';
import { sending } from './send.ts';
import { ROOT, readPage, type Site, serve } from './serve.ts';
import { openStream } from './stream.ts';

export interface PlaygroundSettings {
  /** The clock, for tests. [the system's] */
  readonly now?: () => Date;
}

/** One process serves it: the chat is in memory, and kept with the desk for the next start. */
export function playground({ now = () => new Date() }: PlaygroundSettings = {}): Adapter {
  const inHand = new Set<Promise<unknown>>();
  let desk: Desk | undefined;
  let site: Site | undefined;
  let send: Adapter['send'] | undefined;
  let fetchFile: Room['files']['read'] | undefined;
  let stopping = false;

  return {
    platform: PLATFORM,
    routes: [
      {
        path: ROOT,
        handle: (request, response) => {
          serve(site, request, response).catch((error: unknown) => {
            desk?.log.warn({ error: String(error) }, 'playground: a request failed');
            if (response.headersSent) response.destroy();
            else
              response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"This cannot be read."}');
          });
        },
      },
    ],
    start: async (given) => {
      desk = given;
      const files = await readPage();
      const room = await enter(given, now);
      send = sending(room);
      const stream = openStream(room);
      const hear = hearing(room);
      const take: Site['take'] = async (gesture) => {
        if (stopping) return { status: 503, body: { error: given.phrase('unavailable', gesture.person.locale) } };
        const taken = taking(room, hear, gesture);
        inHand.add(taken);
        return taken.finally(() => inHand.delete(taken));
      };
      await given.join(TENANT, 'Playground');
      await catchUp(room);
      const shared: Site['shared'] = {
        hold: room.files.hold,
        find: async (who, id) => {
          const { posts, whispers } = room.chat.view(who);
          const file = [...posts, ...whispers].flatMap(({ files = [] }) => files).find((one) => one.id === id);
          const bytes = file && (await room.files.read(id));
          return bytes === undefined || file === undefined ? undefined : { file, bytes };
        },
      };
      site = { files, stream, take, shared };
      fetchFile = room.files.read;
    },
    stop: async () => {
      stopping = true;
      await Promise.allSettled(inHand);
      site?.stream.close();
    },
    send: async (delivery) => {
      if (send === undefined) throw new DeliveryFailure({ kind: 'later' }, 'not started');
      return send(delivery);
    },
    fetch: async (_tenant, ref) => {
      if (fetchFile === undefined) throw new DeliveryFailure({ kind: 'later' }, 'not started');
      const bytes = await fetchFile(ref);
      if (bytes === undefined) throw new DeliveryFailure({ kind: 'place gone' }, 'no such file');
      return { bytes: bytes.length, body: Readable.from([bytes]) };
    },
    agents: () => makeAddress({ channel: AGENTS }),
    channel: (_tenant, channel) => makeAddress({ channel }),
    direct: (account) => makeAddress({ channel: homeOf(parseAccount(account)) }),
    bucket: (address) => parseAddress(address)?.channel ?? address,
  };
}

async function taking(
  room: Room,
  hear: (gesture: Gesture) => Promise<Reply>,
  gesture: Gesture,
): ReturnType<Site['take']> {
  const { thread, channel, person } = gesture;
  if (thread !== undefined && room.chat.find(thread)?.channel !== channel.id) {
    return { status: 404, body: { error: 'There is no such thread.' } };
  }
  try {
    return { status: 200, body: await hear(gesture) };
  } catch (error) {
    // By name: the class is the desk's, and an adapter does not import the desk.
    const busy = error instanceof Error && error.name === 'Unavailable';
    if (!busy) room.desk.log.error({ gesture: gesture.id, error: String(error) }, 'playground: a gesture failed');
    const sentence = room.desk.phrase(busy ? 'unavailable' : 'failed', person.locale);
    return { status: busy ? 503 : 500, body: { error: sentence } };
  }
}
