import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Transport } from './deliver.ts';
import { isJson, type Json, parseJson, str } from './json.ts';
import { waitOn } from './ledger.ts';
import type { Delivered, Delivery, Retry } from './types.ts';
import { newId, type Workspace } from './workspace.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

/** The Socket Mode side: connections, their ends, and the way to the bot through them. */
export type SocketMode = {
  /** Open connections, the oldest first. */
  readonly connections: number;
  /** Resolves when at least so many are open. [1] */
  readonly waitForConnections: (count?: number, timeoutMs?: number) => Promise<void>;
  /** Announce the end; the connection itself is left to the bot, or closed `closeAfterMs` later. */
  readonly disconnect: (
    reason: DisconnectReason,
    options?: { readonly which?: number; readonly closeAfterMs?: number },
  ) => void;
  /** Cut connections without a word. */
  readonly drop: (which?: number) => void;
  /** Keep connections, but take no acks and send no pings: a zombie. */
  readonly freeze: (frozen: boolean) => void;
  /** Send a frame as it is. */
  readonly sendRaw: (frame: string, which?: number) => void;
};

type Link = { readonly ws: WebSocket; readonly id: string };

const PING_MS = 5000;
const MOST_CONNECTIONS = 10;

export const createSocketMode = (
  workspace: Workspace,
  server: Server,
): SocketMode & { readonly send: Transport; readonly stop: () => void } => {
  const links: Link[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();
  const upgrader = new WebSocketServer({ noServer: true });
  let turn = 0;
  let frozen = false;

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://slack');
    const ticket = url.searchParams.get('ticket') ?? '';
    if (!workspace.tickets.delete(ticket) || links.length >= MOST_CONNECTIONS) return void socket.destroy();
    upgrader.handleUpgrade(request, socket, head, (ws) => welcome(ws));
  });

  const welcome = (ws: WebSocket): void => {
    const link = { ws, id: newId('') };
    links.push(link);
    ws.on('message', (data) => acknowledge(String(data)));
    ws.on('close', () => {
      links.splice(links.indexOf(link), 1);
      workspace.ledger.touch();
    });
    ws.on('error', () => ws.terminate());
    ws.send(JSON.stringify(hello(workspace, link, links.length)));
    workspace.ledger.touch();
  };

  const acknowledge = (text: string): void => {
    const frame = parseJson(text);
    const id = str(frame, 'envelope_id');
    if (frozen || !id) return;
    waiting.get(id)?.(isJson(frame) ? frame['payload'] : undefined);
  };

  const chosen = (which?: number): readonly Link[] =>
    which === undefined ? [...links] : links.slice(which, which + 1);

  const pings = setInterval(() => {
    if (!frozen) for (const { ws } of links) ws.ping('Ping from double');
  }, PING_MS);
  pings.unref();

  /** Each payload goes to one connection, whichever has its turn. */
  const send: Transport = (delivery, retry) => {
    turn += 1;
    const link = links[turn % Math.max(links.length, 1)];
    if (!link) return Promise.resolve(failed(delivery, 'connection_failed', 0));
    return new Promise((resolve) => {
      const started = performance.now();
      const id = randomUUID();
      const finish = (answer: Delivered): void => {
        clearTimeout(timer);
        link.ws.off('close', lost);
        waiting.delete(id);
        resolve(answer);
        workspace.ledger.touch();
      };
      const ms = (): number => performance.now() - started;
      const lost = (): void => finish(failed(delivery, 'connection_failed', ms()));
      const timer = setTimeout(() => finish(failed(delivery, 'timeout', ms())), workspace.settings.ackTimeoutMs);
      link.ws.once('close', lost);
      waiting.set(id, (payload) =>
        finish({ status: 200, ok: true, body: text(payload), headers: {}, ms: ms(), delivery }),
      );
      link.ws.send(JSON.stringify(envelope(id, delivery, retry)));
    });
  };

  return {
    get connections() {
      return links.length;
    },
    waitForConnections: async (count = 1, timeoutMs = 10_000) => {
      const what = `${count} Socket Mode connection(s)`;
      await waitOn(workspace.ledger, () => links.length >= count, { timeoutMs, what });
    },
    disconnect: (reason, { which, closeAfterMs } = {}) => {
      for (const { ws } of chosen(which)) {
        ws.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-fake' } }));
        if (closeAfterMs !== undefined) setTimeout(() => ws.close(1000), closeAfterMs);
      }
    },
    drop: (which) => {
      for (const { ws } of chosen(which)) ws.terminate();
    },
    freeze: (on) => {
      frozen = on;
    },
    sendRaw: (frame, which) => {
      for (const { ws } of chosen(which)) ws.send(frame);
    },
    send,
    stop: () => {
      clearInterval(pings);
      for (const { ws } of [...links]) ws.terminate();
      upgrader.close();
    },
  };
};

const hello = (workspace: Workspace, link: Link, count: number): Json => ({
  type: 'hello',
  num_connections: count,
  debug_info: { host: 'applink-fake', build_number: 1, approximate_connection_time: 18_060, connection_id: link.id },
  connection_info: { app_id: workspace.settings.appId },
});

const envelope = (id: string, { kind, payload }: Delivery, retry: Retry | undefined): Json => {
  const answerable =
    kind === 'slash_command' || ['view_submission', 'block_suggestion'].includes(String(payload['type']));
  const base = { envelope_id: id, payload, accepts_response_payload: answerable };
  if (kind === 'slash_command') return { ...base, type: 'slash_commands' };
  if (kind === 'interactive') return { ...base, type: 'interactive' };
  return { ...base, type: 'events_api', retry_attempt: retry?.retryNum ?? 0, retry_reason: retry?.retryReason ?? '' };
};

const failed = (delivery: Delivery, failure: 'timeout' | 'connection_failed', ms: number): Delivered => ({
  status: 0,
  ok: false,
  body: '',
  headers: {},
  ms,
  failure,
  delivery,
});

/** An ack's payload as the body HTTP would have carried; `{}` says nothing. */
const text = (payload: unknown): string => {
  if (payload === undefined || payload === null) return '';
  if (typeof payload === 'string') return payload;
  const shown = JSON.stringify(payload);
  return shown === '{}' ? '' : shown;
};
