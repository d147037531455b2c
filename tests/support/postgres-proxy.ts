import { connect, createServer, type Socket } from 'node:net';

/** One moment in the talk of a program with its database. */
export interface Moment {
  /**
   * The statement: its prepared name, or its text in small letters where it has none. What is expected of it is compared
   * with the beginning only: `load` is also `load tickets`.
   */
  readonly statement: string;
  /**
   * `sent`: the program has sent it, the server has not got it. `answered`: the server has done it, the program does not
   * know. `committed`: the server has committed it, by itself or with its transaction, and the program does not know.
   */
  readonly at: 'sent' | 'answered' | 'committed';
  /** How many rows it gave or changed; 0 for what is only sent. */
  readonly rows: number;
}

/** A moment at which what is between program and database stands still. */
export interface Stop {
  /** Resolves when it is reached; rejects after a while, with the moments that there were. */
  reached(timeoutMs?: number): Promise<Moment>;
}

/**
 * Stands between a program and PostgreSQL and knows enough of the protocol to stop both at an exact moment. Nothing in the
 * program knows of it.
 */
export interface PostgresProxy {
  /** The database's URL, through the proxy. */
  readonly url: string;
  /** The next moment for which this is true stops everything: not a byte passes in either direction, on any connection. */
  stopAt(wanted: (moment: Moment) => boolean): Stop;
  /** The next such moment stops its own connection only. */
  holdAt(wanted: (moment: Moment) => boolean): Stop;
  /** Everything goes on; moments that are still to come stop it as before. */
  goOn(): void;
  /** Everything goes on, and nothing stops it any more. */
  forget(): void;
  /** Breaks every connection, as a network does. */
  cut(): void;
  /** From now on everything takes so much longer, in each direction; 0 is at once. */
  slow(ms: number): void;
  /** Resolves when nobody is connected and the server has closed its side too: nothing that was cut off is under way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

interface Wanted {
  readonly fits: (moment: Moment) => boolean;
  readonly stops: 'all' | 'one';
  moment: Moment | undefined;
}

/** Is it this statement, at this moment? */
export function when(statement: string, at: Moment['at'], more: (moment: Moment) => boolean = () => true) {
  return (moment: Moment): boolean =>
    moment.at === at &&
    (moment.statement === statement || moment.statement.startsWith(`${statement} `)) &&
    more(moment);
}

/** `databaseUrl` names a TCP port, or a Unix socket's folder as its parameter `host`. */
export async function postgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const folder = target.searchParams.get('host');
  const port = Number(target.port || 5432);
  const upstream = folder?.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.${port}` }
    : { host: folder ?? target.hostname, port };
  const talks = new Set<Talk>();
  const past: Moment[] = [];
  const bells = new Set<() => void>();
  let wanted: Wanted[] = [];
  let standing = false;
  let delayMs = 0;

  /** What stands still from now on, if anything. */
  const stops = (moment: Moment): Wanted['stops'] | undefined => {
    past.push(moment);
    const met = wanted.find((one) => one.moment === undefined && one.fits(moment));
    if (met === undefined) return undefined;
    met.moment = moment;
    if (met.stops === 'all') standing = true;
    ring();
    return met.stops;
  };
  const ring = (): void => {
    for (const bell of bells) bell();
  };
  const server = createServer((client) => {
    const talk = talkOf(
      client,
      connect(upstream),
      stops,
      () => standing,
      () => delayMs,
    );
    talks.add(talk);
    void talk.over.then(() => {
      talks.delete(talk);
      ring();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  target.searchParams.delete('host');
  target.hostname = '127.0.0.1';
  target.port = String(typeof address === 'object' ? address?.port : 0);

  const stop = (fits: (moment: Moment) => boolean, what: Wanted['stops']): Stop => {
    const mine: Wanted = { fits, stops: what, moment: undefined };
    const begun = past.length;
    wanted.push(mine);
    return {
      reached: (timeoutMs = 30_000) =>
        new Promise((resolve, reject) => {
          const end = (act: () => void): void => {
            clearTimeout(timer);
            bells.delete(look);
            act();
          };
          const look = (): void => {
            const { moment } = mine;
            if (moment !== undefined) end(() => resolve(moment));
          };
          const timer = setTimeout(() => {
            const seen = past.slice(begun).map(({ statement, at, rows }) => `${at} ${statement.slice(0, 60)} ${rows}`);
            end(() => reject(new Error(`the moment never came; there were:\n  ${seen.join('\n  ')}`)));
          }, timeoutMs);
          bells.add(look);
          look();
        }),
    };
  };

  const goOn = (): void => {
    wanted = wanted.filter(({ moment }) => moment === undefined);
    standing = false;
    for (const talk of talks) talk.goOn();
  };

  return {
    url: target.href,
    stopAt: (fits) => stop(fits, 'all'),
    holdAt: (fits) => stop(fits, 'one'),
    goOn,
    forget: () => {
      wanted = [];
      goOn();
    },
    cut: () => {
      for (const talk of talks) talk.end();
    },
    slow: (ms) => {
      delayMs = ms;
    },
    quiet: () =>
      new Promise((resolve) => {
        const look = (): void => {
          if (talks.size > 0) return;
          bells.delete(look);
          resolve();
        };
        bells.add(look);
        look();
      }),
    close: async () => {
      for (const talk of talks) talk.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One connection. */
interface Talk {
  /** Resolves when both sides have closed it. */
  readonly over: Promise<void>;
  goOn(): void;
  end(): void;
}

function talkOf(
  client: Socket,
  server: Socket,
  stops: (moment: Moment) => Wanted['stops'] | undefined,
  allStand: () => boolean,
  delayMs: () => number,
): Talk {
  let held = false;
  const standing = (): boolean => held || allStand();
  const stopsAt = (moment: Moment): boolean => {
    const what = stops(moment);
    if (what === 'one') held = true;
    return what !== undefined;
  };
  /** What was sent and is not answered, in order. */
  const asked: string[] = [];
  const texts = new Map<string, string>();
  let begun = false;
  /** How many rows the last of them gave or changed, if it was done. */
  let rows: number | undefined;
  /** What has been done in the transaction that is under way. */
  let done: Moment[] = [];

  /** The moment that a message of the program is, if it is one. */
  const sent = (message: Buffer): readonly Moment[] => {
    // The first message of a connection, and it alone, has no type.
    if (!begun) {
      begun = true;
      return [];
    }
    const body = message.subarray(5);
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'P': {
        const [name, text] = strings(body, 2);
        texts.set(name ?? '', text ?? '');
        return [];
      }
      case 'B': {
        const [, name] = strings(body, 2);
        return asking(name || (texts.get('') ?? ''));
      }
      case 'Q':
        return asking(strings(body, 1)[0] ?? '');
      default:
        return [];
    }
  };
  const asking = (text: string): readonly Moment[] => {
    const statement = text.trim().toLowerCase();
    asked.push(statement);
    return [{ statement, at: 'sent', rows: 0 }];
  };
  // Only when it is ready for the next has the server committed the last: a statement's own end comes before that.
  const answered = (message: Buffer): readonly Moment[] => {
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'C': {
        const tag = strings(message.subarray(5), 1)[0] ?? '';
        rows = Number(/(\d+)$/.exec(tag)?.[1] ?? 0);
        if (tag === 'ROLLBACK') done = [];
        return [];
      }
      case 'E':
        rows = undefined;
        return [];
      case 'Z': {
        const statement = asked.shift();
        if (statement === undefined || rows === undefined) return [];
        const moment: Moment = { statement, at: 'answered', rows };
        rows = undefined;
        done.push(moment);
        // Outside of any transaction: all of it is committed.
        if (message[5] !== 'I'.charCodeAt(0)) return [moment];
        return [moment, ...done.splice(0).map((one): Moment => ({ ...one, at: 'committed' }))];
      }
      default:
        return [];
    }
  };

  const up = pump(
    client,
    server,
    (bytes) => (begun ? 1 : 0) + lengthAt(bytes, begun ? 1 : 0),
    sent,
    stopsAt,
    standing,
    delayMs,
  );
  const down = pump(server, client, (bytes) => 1 + lengthAt(bytes, 1), answered, stopsAt, standing, delayMs);
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => {});
  const over = new Promise<void>((resolve) => server.once('close', () => resolve()));
  server.once('close', () => client.destroy());
  // The server learns at once that its client is gone, and closes when it has rolled back.
  client.once('close', () => server.end());
  return {
    over,
    goOn: () => {
      held = false;
      up();
      down();
    },
    end: () => {
      client.destroy();
      server.destroy();
    },
  };
}

/** Passes messages on, one by one, until everything stands still; the function that it gives goes on with what was left. */
function pump(
  from: Socket,
  to: Socket,
  sizeOf: (bytes: Buffer) => number,
  momentsOf: (message: Buffer) => readonly Moment[],
  stops: (moment: Moment) => boolean,
  standing: () => boolean,
  delayMs: () => number,
): () => void {
  /** What came while it was slow, in order; undefined when all of it has been taken. */
  let late: Promise<void> | undefined;
  let bytes: Buffer = Buffer.alloc(0);
  /** The first message has been looked at, and has stopped everything. */
  let looked = false;
  const pass = (): void => {
    let end = 0;
    while (!standing()) {
      const rest = bytes.subarray(end);
      const size = rest.length < 5 ? Number.POSITIVE_INFINITY : sizeOf(rest);
      if (rest.length < size) break;
      const moments = looked ? [] : momentsOf(rest.subarray(0, size));
      looked = moments.map(stops).includes(true);
      if (!looked) end += size;
    }
    if (end > 0) to.write(bytes.subarray(0, end));
    bytes = Buffer.from(bytes.subarray(end));
  };
  const take = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    pass();
  };
  from.on('data', (chunk: Buffer) => {
    const wait = delayMs();
    if (wait === 0 && late === undefined) return take(chunk);
    const mine = Promise.all([late, new Promise((wake) => setTimeout(wake, wait))]).then(() => {
      take(chunk);
      if (late === mine) late = undefined;
    });
    late = mine;
  });
  return pass;
}

const lengthAt = (bytes: Buffer, offset: number): number => bytes.readUInt32BE(offset);

/** The first strings of a message's body; each ends with a zero byte. */
function strings(body: Buffer, count: number): readonly string[] {
  const found: string[] = [];
  for (let start = 0; found.length < count; ) {
    const end = body.indexOf(0, start);
    if (end < 0) break;
    found.push(body.toString('utf8', start, end));
    start = end + 1;
  }
  return found;
}
