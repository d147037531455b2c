import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SlackSettings, slack } from '../../../adapters/slack/index.ts';
import { BOT_SCOPES } from '../../../adapters/slack/manifest.ts';
import type { Adapter, Delivery, InternalMessage, PublicMessage } from '../../../src/adapter.ts';
import {
  type FakeSlack,
  type FakeSlackOptions,
  type Gestures,
  startFakeSlack,
} from '../../support/fake-slack/index.ts';
import { type ScriptedDesk, scriptedDesk } from '../../support/scripted-desk.ts';

export interface Office {
  readonly slack: FakeSlack;
  readonly desk: ScriptedDesk;
  readonly adapter: Adapter;
  /** The bot's request URL. */
  readonly url: string;
  /** People's gestures over HTTP. */
  readonly people: ReturnType<FakeSlack['http']>;
  readonly socket: Gestures;
  readonly stop: () => Promise<void>;
}

type Opening = {
  readonly fake?: FakeSlackOptions;
  readonly settings?: Partial<SlackSettings>;
  /** Whether the adapter is started. [true] */
  readonly started?: boolean;
  readonly furnish?: (slack: FakeSlack) => void;
};

/** A fake workspace with its people, the real adapter in front of a scripted desk, and the desk's HTTP server. */
export async function openOffice({ fake, settings = {}, started = true, furnish }: Opening = {}): Promise<Office> {
  const workspace = await startFakeSlack({ scopes: BOT_SCOPES, ...fake });
  workspace.addUser({ id: 'UMIRA', name: 'mira', realName: 'Mira Novak', locale: 'de-DE' });
  workspace.addUser({ id: 'USAM', name: 'sam', realName: 'Sam Ode' });
  workspace.addUser({ id: 'UEXT', name: 'eve', realName: 'Eve Guest', teamId: 'T9' });
  workspace.addChannel({ id: 'CHELP', name: 'help', members: ['UMIRA', 'USAM'] });
  workspace.addChannel({ id: 'CTRIAGE', name: 'it-triage', isPrivate: true, members: ['USAM', 'UEXT'] });
  workspace.addChannel({ id: 'CELSE', name: 'elsewhere', members: ['UMIRA'], withBot: false });
  furnish?.(workspace);
  const desk = scriptedDesk();
  const adapter = slack({
    botToken: workspace.botToken,
    signingSecret: workspace.signingSecret,
    apiUrl: workspace.apiUrl,
    ...settings,
  });
  const server = createServer((request, response) => {
    const route = adapter.routes?.find(({ path }) => path === request.url);
    if (route === undefined) response.writeHead(404).end();
    else route.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  if (started) await adapter.start(desk);
  return {
    slack: workspace,
    desk,
    adapter,
    url,
    people: workspace.http(url),
    socket: workspace.socket,
    stop: async () => {
      await adapter.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await workspace.stop();
    },
  };
}

export const say = (...texts: readonly string[]): PublicMessage => ({
  audience: 'everyone',
  lines: texts.map((text) => ({ kind: 'text', text })),
});

export const note = (text: string): InternalMessage => ({ audience: 'agents', lines: [{ kind: 'text', text }] });

let keys = 0;
type Given = { readonly key?: string; readonly tried?: Date };

/** A delivery with a fresh key. */
export const delivery = {
  open: (at: string, message: PublicMessage, given: Given = {}): Delivery =>
    ({ side: 'requester', op: 'open', at, title: 'INC-1', message, key: fresh(), ...given }) as Delivery,
  post: (
    to: string,
    message: PublicMessage | InternalMessage,
    given: Given & { as?: { name: string; avatar?: string } } = {},
  ): Delivery => ({ side: 'agents', op: 'post', to, message, key: fresh(), ...given }) as Delivery,
  edit: (to: string, remote: string, message: PublicMessage | InternalMessage, given: Given = {}): Delivery =>
    ({ side: 'agents', op: 'edit', to, remote, message, key: fresh(), ...given }) as Delivery,
};

const fresh = (): string => {
  keys += 1;
  return `k${keys}`;
};
