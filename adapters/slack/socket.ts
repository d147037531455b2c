/**
 * Socket Mode over two connections. Slack ends each every few hours, and says so shortly before: its successor is opened
 * first, so that there is never a moment without one. (@slack/socket-mode by itself closes, then waits five seconds and
 * more before it connects again; what happens to deliveries meanwhile, Slack does not say.)
 */
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../src/adapter.ts';
import { problemOf } from './errors.ts';
import { parsed, string } from './json.ts';
import { quietLogger } from './logger.ts';
import { wellFormed } from './read.ts';

export interface Socket {
  /** Resolves when connected; rejects only where trying again cannot help. */
  open(): Promise<void>;
  close(): Promise<void>;
}

interface Settings {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly bolt: App;
  readonly failed: (error: unknown) => void;
  readonly log: () => Log | undefined;
}

type Client = SocketModeReceiver['client'];

/** One connection, from its opening to its end. */
interface Link {
  readonly client: Client;
  /** Its end was announced: there is, or will be, another one in its stead. */
  leaving: boolean;
}

const CONNECTIONS = 2;
/** Opened at the same time, they would be ended at the same time. */
const STAGGER_MS = 2_000;
const HELLO_MS = 15_000;
/** How long a connection that has a successor is listened to, if Slack does not close it. */
const LEAVING_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

export function sockets(settings: Settings): Socket {
  const { log } = settings;
  const links = new Set<Link>();
  let ended = false;

  /** Opens a connection, however long that takes; undefined when it is no longer wanted. */
  async function connect(first: boolean): Promise<Link | undefined> {
    for (let tried = 0; !ended; tried += 1) {
      const link: Link = { client: newClient(settings), leaving: false };
      try {
        watch(link);
        await hello(link.client);
        if (ended) break;
        links.add(link);
        return link;
      } catch (error) {
        end(link.client);
        const { kind, code, waitMs } = problemOf(error);
        // Slack knows us, and wants none of it: the operator has to hear that.
        const refused = kind === 'revoked' || kind === 'refused';
        if (refused && first) throw error;
        if (refused)
          log()?.error(
            { code },
            'Slack refuses a Socket Mode connection; trying again in half a minute. Is SLACK_APP_TOKEN still valid?',
          );
        const soon = Math.min(250 * 2 ** tried, LONGEST_WAIT_MS);
        await pause(refused ? LONGEST_WAIT_MS : kind === 'limited' ? waitMs : soon);
      }
    }
    return undefined;
  }

  /** Takes what Slack says about the connection itself; the rest is the client's. */
  function watch(link: Link): void {
    const { client } = link;
    const [heard] = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (...given: unknown[]) => {
      const [data] = given;
      const frame = typeof data === 'string' && data.includes('"disconnect"') ? parsed(data) : undefined;
      if (frame !== undefined && string(frame, 'type') === 'disconnect') return leave(link, string(frame, 'reason'));
      // The client lets a promise reject unheard, which would end the process, on an envelope that it does not expect.
      Promise.resolve(heard?.apply(client, given)).catch(() =>
        log()?.warn({}, 'Slack sent something over Socket Mode that has no known shape; it was let go'),
      );
    });
    client.on('disconnected', () => {
      // One that never said hello is tried again by whoever opens it.
      if (!links.delete(link) || link.leaving || ended) return;
      log()?.warn({}, 'A Socket Mode connection was lost; opening another');
      void connect(false);
    });
  }

  function leave(link: Link, reason: string | undefined): void {
    if (reason === 'link_disabled') {
      log()?.error(
        {},
        'Slack has switched Socket Mode off for this app: nothing is heard from Slack until it is switched on again, on the app\'s page "Socket Mode", and the desk is started anew',
      );
      void close();
      return;
    }
    if (link.leaving || ended) return;
    link.leaving = true;
    void connect(false).then(async () => {
      await Promise.race([pause(LEAVING_MS), gone(link)]);
      end(link.client);
    });
  }

  const gone = (link: Link): Promise<void> =>
    links.has(link) ? new Promise((resolve) => link.client.once('disconnected', () => resolve())) : Promise.resolve();

  async function close(): Promise<void> {
    ended = true;
    const ending = [...links].map(({ client }) => client.disconnect());
    await Promise.race([Promise.all(ending), pause(2_000)]);
  }

  return {
    open: async () => {
      await connect(true);
      for (let more = 1; more < CONNECTIONS; more += 1) void pause(more * STAGGER_MS).then(() => connect(false));
    },
    close,
  };
}

function newClient({ appToken, apiUrl, bolt, failed, log }: Settings): Client {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    autoReconnectEnabled: false,
    installerOptions: {
      // Tried again by whoever connects, who can tell a refusal from an outage.
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: 10_000,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      failed(error);
      return false;
    },
  });
  receiver.init({
    processEvent: (event: ReceiverEvent) => {
      if (wellFormed(event.body)) return bolt.processEvent(event);
      // There is nobody to refuse it to, and it will not get better by coming again.
      log()?.warn({}, 'Slack sent something over Socket Mode that has no known shape; it was let go');
      return event.ack();
    },
  } as unknown as App);
  return receiver.client;
}

/** Resolves when Slack has greeted. What goes wrong before that may never be told: it is given some time, once the address is known. */
async function hello(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    client.once('authenticated', () => {
      timer = setTimeout(() => reject(new Error('Slack does not greet')), HELLO_MS);
    });
  });
  const started = client.start();
  started.catch(() => undefined);
  await Promise.race([started, silent]).finally(() => clearTimeout(timer));
}

const end = (client: Client): void => {
  client.disconnect().catch(() => undefined);
};

/** Does not keep the process from ending. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
