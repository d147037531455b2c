import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeAddress, type Spot } from '../../../adapters/playground/ids.ts';
import { playground } from '../../../adapters/playground/index.ts';
import type { Adapter, Delivery } from '../../../src/adapter.ts';
import { type ScriptedDesk, scriptedDesk } from '../../support/scripted-desk.ts';

/** A playground on a free port of this machine, with a scripted desk behind it. */
export interface Opened {
  readonly adapter: Adapter;
  readonly desk: ScriptedDesk;
  readonly port: number;
  /** The page's address, with its trailing slash. */
  readonly url: string;
  /** Posts a gesture as the page does. */
  gesture(body: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Uploads a file as the page does; gives its id. */
  upload(who: string, name: string, bytes: Buffer): Promise<string>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Opens one. Give it the desk of an earlier one and it is the same playground after a restart; or its port. */
export async function openPlayground(desk: ScriptedDesk = scriptedDesk(), port = 0): Promise<Opened> {
  const adapter = playground();
  const server = createServer((request, response) => adapter.routes?.[0]?.handle(request, response));
  await adapter.start(desk);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${bound}/playground/`;
  return {
    adapter,
    desk,
    port: bound,
    url,
    gesture: async (body) => {
      const answer = await fetch(`${url}api/gesture`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Answer['body'] };
    },
    upload: async (who, name, bytes) => {
      const answer = await fetch(`${url}api/file?${new URLSearchParams({ who, name })}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      });
      return ((await answer.json()) as { readonly file: string }).file;
    },
    close: async () => {
      await adapter.stop();
      await shut(server);
    },
  };
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

export const at = (channel: string, thread?: string) =>
  makeAddress(thread === undefined ? { channel } : ({ channel, thread } satisfies Spot));

let gestures = 0;
/** A gesture's name, as the page makes them. */
export const fresh = (): string => {
  gestures += 1;
  return `gesture-${String(gestures).padStart(6, '0')}`;
};

export const lineOf = (who: string, place: string, text: string, more: object = {}) => ({
  who,
  id: fresh(),
  kind: 'line',
  place,
  text,
  ...more,
});

/** A message for the requester, opening a thread at a home. */
export const opening = (key: string, home: string, text: string): Delivery => ({
  op: 'open',
  at: at(home),
  title: 'INC-1 VPN drops',
  side: 'requester',
  key,
  message: { audience: 'everyone', lines: [{ kind: 'text', text }] },
});

/** The card of a ticket, opening its thread in the agents' channel. */
export const card = (key: string, title = 'INC-1 VPN drops'): Delivery => ({
  op: 'open',
  at: at('it-triage'),
  title,
  side: 'agents',
  key,
  message: {
    audience: 'agents',
    lines: [{ kind: 'title', text: title }],
    buttons: [
      { label: 'Claim', intent: 'claim', params: { ticket: '1' }, style: 'primary' },
      { label: 'Resolve', intent: 'resolve', params: { ticket: '1' } },
    ],
  },
});

/** What a person's stream says, as raw text, until it has said `until`. */
export async function overhear(url: string, who: string, until: string, lastEventId?: string): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(`${url}api/events?who=${who}`, {
    signal: stop.signal,
    ...(lastEventId === undefined ? {} : { headers: { 'last-event-id': lastEventId } }),
  });
  let heard = '';
  for await (const chunk of answer.body ?? []) {
    heard += new TextDecoder().decode(chunk);
    if (heard.includes(until)) break;
  }
  stop.abort();
  return heard;
}
