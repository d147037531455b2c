/** Slack: Bolt for what comes in (HTTP, Socket Mode or both), the Web API for what goes out. */
import { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Adapter, Address, Desk } from '../../src/adapter.ts';
import { agentsChannel } from './agents-channel.ts';
import { catchUp } from './catch-up.ts';
import { echoes } from './echoes.ts';
import { steadyFetch } from './errors.ts';
import { type Filing, fetcher, filesFrom, isOldUpload, UPLOADED, uploader } from './files.ts';
import { type Answer, gestures } from './gestures.ts';
import { homes } from './home.ts';
import { agentsId, channelId, PLATFORM, parseAccount, parseAddress, personId, teamOf, tenantId } from './ids.ts';
import { isRecord, type Json, object } from './json.ts';
import { boltLogger, redacted } from './logger.ts';
import { SHORTCUTS } from './manifest.ts';
import { CALLBACK } from './modal.ts';
import { people } from './people.ts';
import { reactions } from './reactions.ts';
import { entrances } from './receivers.ts';
import { sender } from './send.ts';
import { identify, Misconfigured } from './session.ts';

export interface SlackSettings {
  /** xoxb-… */
  readonly botToken: string;
  /** xapp-…: Socket Mode. */
  readonly appToken?: string;
  /** HTTP, on /slack/events. */
  readonly signingSecret?: string;
  /** [https://slack.com/api/] */
  readonly apiUrl?: string;
  /** The agents' channel, by name or id. [it-triage] */
  readonly agentsChannel?: string;
  /** The emoji that makes a message a ticket. [ticket] */
  readonly reaction?: string;
  /** [/ticket] */
  readonly command?: string;
}

const CALL_MS = 10_000;
/** For calls whose trigger expires. */
const TRIGGER_MS = 2_500;
const SOCKET_MS = 10_000;
const STOP_MS = 10_000;

export function slack(settings: SlackSettings): Adapter {
  const apiUrl = (settings.apiUrl ?? 'https://slack.com/api/').replace(/\/*$/, '/');
  const command = settings.command ?? '/ticket';
  let held: Desk | undefined;
  const desk = (): Desk => {
    if (held === undefined) throw Object.assign(new Error('Not started yet'), { name: 'Unavailable' });
    return held;
  };
  const log = () => held?.log;
  const logger = boltLogger(log);

  // The SDK's own retries would post twice, and its own waiting would hold up every channel for the sake of one.
  const options: WebClientOptions = {
    slackApiUrl: apiUrl,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: steadyFetch as NonNullable<WebClientOptions['fetch']>,
  };
  const web = new WebClient(settings.botToken, { ...options, timeout: CALL_MS });
  const quick = new WebClient(settings.botToken, { ...options, timeout: TRIGGER_MS });

  const agents = agentsChannel(web, settings.agentsChannel ?? 'it-triage', desk);
  const echoed = echoes();
  const customizes = { granted: true };
  const filing: Filing = {
    web,
    token: settings.botToken,
    allowed: filesFrom(settings.apiUrl),
    permits: { read: true, write: true },
    keep: (team, key, value) => desk().keep(tenantId(team), key, value),
    kept: (team, key) => desk().kept(tenantId(team), key),
  };
  let me: string | undefined;
  const known = people(async (user) => ({ ...(await web.apiCall('users.info', { user, include_locale: true })) }));
  const joined = new Map<string, Promise<void>>();
  const afterwards = new Set<Promise<unknown>>();
  const ending = new AbortController();

  const met = (team: string, name: string | undefined): Promise<void> => {
    const before = joined.get(team);
    if (before !== undefined) return before;
    const joining = desk().join(tenantId(team), name ?? team);
    joined.set(team, joining);
    joining.catch(() => joined.delete(team));
    return joining;
  };
  const later = (work: Promise<unknown>): void => {
    const settled = work.catch(() => undefined);
    afterwards.add(settled);
    void settled.then(() => afterwards.delete(settled));
  };

  const bucket = (address: Address): string => {
    const target = parseAddress(address);
    if (target.kind === 'person') return address;
    const channel = target.kind === 'agents' ? agents.known(target.team) : target.channel;
    return channel === undefined ? address : channelId(target.team, channel);
  };

  const doors = entrances({ signingSecret: settings.signingSecret, appToken: settings.appToken, apiUrl, logger, log });
  const app = new App({
    receiver: doors.receiver,
    authorize: async () => ({ botToken: settings.botToken }),
    logger,
    clientOptions: options,
    // Our own messages are of use as echoes; the state of conversations is the desk's.
    ignoreSelf: false,
    convoStore: false,
  });
  app.error(async (error) => {
    throw error;
  });

  const home = homes({ desk, web, people: known, agents });
  const hear = gestures({ desk, web, quick, people: known, agents, homes: home, met, later });
  const emoji = settings.reaction ?? 'ticket';
  const pointed = reactions({ desk, web, people: known, agents, met, later, emoji, stopped: ending.signal });
  // The kinds of payload are many and Bolt's types of them are narrow; read.ts looks at them as they come.
  const answered =
    (handle: (body: Json) => Promise<Answer>) =>
    async ({ body, ack }: { body: unknown; ack: (answer?: never) => Promise<void> }): Promise<void> => {
      const answer = isRecord(body) ? await handle(body) : undefined;
      await ack(answer as never);
    };
  app.command(command, answered(hear.slash));
  for (const callback_id of Object.values(SHORTCUTS)) app.shortcut({ callback_id }, answered(hear.shortcut));
  app.action({ type: 'block_actions' }, answered(hear.press));
  app.view({ callback_id: CALLBACK, type: 'view_submission' }, answered(hear.submit));
  app.event('message', async ({ body }) => {
    const told: Json = { ...body };
    echoed.heard(object(told, 'event'));
    await hear.message(told);
  });
  app.event('app_home_opened', async ({ body }) => hear.home({ ...body }));
  app.event('reaction_added', async ({ body }) => pointed.hear({ ...body }));
  app.event('app_mention', async ({ body }) => hear.message({ ...body }));

  /** Learns who we are; false where Slack does not say now. */
  const settle = async (): Promise<boolean> => {
    try {
      const session = await identify(web, desk().log);
      me = session.user;
      if (session.scopes !== undefined) {
        customizes.granted = session.scopes.includes('chat:write.customize');
        filing.permits.read = session.scopes.includes('files:read');
        filing.permits.write = session.scopes.includes('files:write');
      }
      await desk().join(tenantId(session.team), session.teamName);
      joined.set(session.team, Promise.resolve());
      desk().log.info({ team: session.team, name: session.teamName }, 'Slack knows us');
      await agents
        .find(session.team)
        .catch(() => desk().log.warn({}, "Slack does not say which channel is the agents' yet"));
      later(pointed.resume(session.team));
      later(forgetUploads(session.team));
      later(catchUp({ desk, web, hear: hear.message, stopped: ending.signal }, session.team));
      return true;
    } catch (error) {
      if (error instanceof Misconfigured) throw error;
      desk().log.warn(
        { error: redacted(error instanceof Error ? error.message : String(error)) },
        'Slack does not answer; trying again',
      );
      return false;
    }
  };
  const forgetUploads = async (team: string): Promise<void> => {
    for (const { key, value } of await desk().keptUnder(tenantId(team), UPLOADED))
      if (isOldUpload(value)) await desk().keep(tenantId(team), key, null);
  };
  const keepSettling = async (): Promise<void> => {
    for (let wait = 1_000; !ending.signal.aborted; wait = Math.min(wait * 2, 60_000)) {
      await pause(wait);
      if (ending.signal.aborted) return;
      try {
        if (await settle()) return;
      } catch (error) {
        desk().log.error({}, error instanceof Error ? error.message : String(error));
      }
    }
  };

  return {
    platform: PLATFORM,
    ...(doors.route !== undefined && { routes: [doors.route] }),
    start: async (given) => {
      held = given;
      if (!(await settle())) void keepSettling();
      if (doors.socket === undefined) return;
      const opened = doors.socket.open().catch((error) => {
        throw new Misconfigured(
          `Slack does not accept SLACK_APP_TOKEN (${redacted(error instanceof Error ? error.message : String(error))}): it needs the scope connections:write, and Socket Mode has to be on`,
        );
      });
      opened.catch(() => undefined);
      const slow = await Promise.race([opened, pause(SOCKET_MS).then(() => 'slow' as const)]);
      if (slow !== 'slow') return;
      given.log.warn({}, 'Slack does not open a Socket Mode connection; trying on');
      opened.catch((error) => given.log.error({}, error.message));
    },
    stop: async () => {
      ending.abort();
      await doors.close(STOP_MS);
      await Promise.race([Promise.all(afterwards), pause(STOP_MS)]);
      await doors.socket?.close();
    },
    send: sender({
      web,
      agents,
      echoes: echoed,
      me: () => me,
      bucket,
      customizes,
      upload: uploader(filing),
      seal: (team, intent, params) => desk().seal(tenantId(team), intent, params),
    }),
    fetch: fetcher(filing),
    agents: (tenant) => agentsId(teamOf(tenant)),
    direct: (account) => {
      const { team, user } = parseAccount(account);
      return personId(team, user);
    },
    bucket,
  };
}

/** Does not keep the process from ending. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
