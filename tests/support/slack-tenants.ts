import { type SlackSettings, slack } from '../../adapters/slack/index.ts';
import { type Grid, startGrid } from './fake-slack/grid.ts';
import { type FakeSlack, type Gestures, startFakeSlack } from './fake-slack/index.ts';
import { type DeskOptions, type RunningDesk, startDesk } from './running-desk.ts';

/** What a browser is shown at the end of installing. */
export interface Page {
  readonly status: number;
  readonly text: string;
}

/**
 * One desk for several workspaces that install it: T1 with Mira (UMIRA) and Sam (USAM), an agent; T2 with Zoe (UZOE) and Ann
 * (UANN), an agent. #help is public in both, #it-triage is for agents. `twins`: everybody and everything in T2 has the ids that
 * they have in T1.
 */
export interface Tenants {
  readonly one: FakeSlack;
  readonly two: FakeSlack;
  readonly grid: Grid;
  readonly desk: RunningDesk;
  /** Stops the desk and starts it again over the same database. */
  restart(): Promise<void>;
  readonly settings: SlackSettings;
  /** People's gestures in a workspace, at the running desk or another replica of it. */
  at(workspace: FakeSlack, url?: string): Gestures & Pick<ReturnType<FakeSlack['http']>, 'raw'>;
  /** Goes through the whole of installing, as a browser does. */
  install(of: { readonly id: string; readonly lives?: number }): Promise<Page>;
  stop(): Promise<void>;
}

export async function slackTenants(
  extra: Partial<SlackSettings> = {},
  { twins = false, ...options }: DeskOptions & { readonly twins?: boolean } = {},
): Promise<Tenants> {
  const one = await startFakeSlack({ team: 'T1', teamDomain: 'acme' });
  const two = await startFakeSlack({ team: 'T2', teamDomain: 'other' });
  const here = ['UMIRA', 'USAM', 'C1'] as const;
  const there = ['UZOE', 'UANN', 'C2'] as const;
  const people = [[one, ...here] as const, [two, ...(twins ? here : there)] as const];
  for (const [workspace, somebody, agent, channel] of people) {
    for (const id of [somebody, agent]) workspace.addUser({ id, name: id.slice(1).toLowerCase() });
    workspace.addChannel({ id: `${channel}HELP`, name: 'help', members: [somebody, agent] });
    workspace.addChannel({ id: `${channel}TRIAGE`, name: 'it-triage', isPrivate: true, members: [agent] });
  }
  const grid = await startGrid([one, two]);
  const settings: SlackSettings = {
    oauth: { clientId: grid.clientId, clientSecret: grid.clientSecret, stateSecret: 'a secret of our own' },
    signingSecret: one.signingSecret,
    apiUrl: grid.apiUrl,
    ...extra,
  };
  let desk = await startDesk([slack(settings)], options);
  return {
    one,
    two,
    grid,
    get desk() {
      return desk;
    },
    settings,
    restart: async () => {
      desk = await desk.restart([slack(settings)]);
    },
    at: (workspace, url = desk.url) => workspace.http(`${url}/slack/events`),
    install: async (of) => {
      const began = await fetch(`${desk.url}/slack/install`, { redirect: 'manual' });
      const state = new URL(began.headers.get('location') ?? '').searchParams.get('state') ?? '';
      const cookie = (began.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      return back(desk.url, { code: grid.code(of), state }, cookie);
    },
    stop: async () => {
      await desk.stop();
      await Promise.all([one.stop(), two.stop(), grid.stop()]);
    },
  };
}

/** Slack leads the browser back. */
export async function back(url: string, query: Readonly<Record<string, string>>, cookie: string): Promise<Page> {
  const headers = { cookie, 'accept-language': 'en' };
  const response = await fetch(`${url}/slack/oauth_redirect?${new URLSearchParams(query)}`, { headers });
  return { status: response.status, text: await response.text() };
}
