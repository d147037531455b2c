/** Slack: Bolt for what comes in (HTTP, Socket Mode or both), the Web API for what goes out. */
import { App } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Adapter, Address, Delivery, Desk } from '../../src/adapter.ts';
import { agentsChannel } from './agents-channel.ts';
import { ephemeralBody } from './answers.ts';
import { assistant } from './assistant.ts';
import { catchUp } from './catch-up.ts';
import { callers } from './clients.ts';
import { echoes } from './echoes.ts';
import { steadyFetch } from './errors.ts';
import { type Filing, fetcher, filesFrom, isFile, isOldUpload, remover, UPLOADED, uploader } from './files.ts';
import { type Answer, gestures } from './gestures.ts';
import { groups } from './groups.ts';
import { homes } from './home.ts';
import { agentsId, channelId, PLATFORM, parseAccount, parseAddress, personId, teamOf, tenantId } from './ids.ts';
import { installRoutes } from './install.ts';
import { installations, type OAuth } from './installations.ts';
import { isRecord, type Json, object } from './json.ts';
import { dropLateConnections } from './lease.ts';
import { boltLogger, quietLogger, redacted } from './logger.ts';
import { DESK_COMMAND, SHORTCUTS } from './manifest.ts';
import { CALLBACK } from './modal.ts';
import { people } from './people.ts';
import { pictures } from './pictures.ts';
import { reactions } from './reactions.ts';
import { entrances } from './receivers.ts';
import { renderText } from './render.ts';
import { revisions } from './revisions.ts';
import { sender } from './send.ts';
import { Misconfigured } from './session.ts';
import { watchedChannels } from './watched.ts';
import { type Workspaces, workspaces } from './workspaces.ts';

export interface SlackSettings {
  /** xoxb-…, of one workspace. */
  readonly botToken?: string;
  /** For workspaces that install the app themselves. */
  readonly oauth?: OAuth;
  /** xapp-…: Socket Mode. */
  readonly appToken?: string;
  /** HTTP, on /slack/events. */
  readonly signingSecret?: string;
  /** [https://slack.com/api/] */
  readonly apiUrl?: string;
  /** The agents' channel, by name or id. [it-triage] */
  readonly agentsChannel?: string;
  /** Channels, by name or id, in which every new message is a request. [none] */
  readonly watchedChannels?: readonly string[];
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
    logger: quietLogger(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: CALL_MS,
    fetch: steadyFetch as NonNullable<WebClientOptions['fetch']>,
  };
  const ending = new AbortController();
  const installed = installations({ desk, oauth: settings.oauth, options });
  const spaces: Workspaces = workspaces({
    desk,
    botToken: settings.botToken,
    options,
    installations: installed,
    web: () => web,
    arrived: async (team) => {
      await agents.find(team).catch(() => desk().log.warn({}, "Slack does not say which channel is the agents' yet"));
      later(pointed.resume(team));
      later(forgetUploads(team));
      later(catchUp({ desk, web, hear: hear.message, revised, watched, stopped: ending.signal }, team));
    },
    stopped: ending.signal,
  });
  const web = callers(options, spaces.tokens);
  const quick = callers({ ...options, timeout: TRIGGER_MS }, spaces.tokens);

  const agents = agentsChannel(web, settings.agentsChannel ?? 'it-triage', desk);
  const echoed = echoes();
  const filing: Filing = {
    web,
    token: spaces.tokens.of,
    allowed: filesFrom(settings.apiUrl),
    may: spaces.may,
    keep: (team, key, value) => desk().keep(tenantId(team), key, value),
    kept: (team, key) => desk().kept(tenantId(team), key),
  };
  const known = people((team, user) => web(team).apiCall('users.info', { user, include_locale: true }));
  const { met } = spaces;
  const afterwards = new Set<Promise<unknown>>();
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
    // Nothing is asked through Bolt: each call is made with the token of the workspace that it is about.
    authorize: async () => ({}),
    logger,
    clientOptions: options,
    // Our own messages are of use as echoes; the state of conversations is the desk's.
    ignoreSelf: false,
    convoStore: false,
  });
  app.error(async (error) => {
    throw error;
  });

  const watched = watchedChannels(web, settings.watchedChannels ?? [], desk);
  const container = assistant({
    desk,
    web: quick,
    people: known,
    granted: (team) => spaces.may(team, 'assistant:write'),
    later,
    stopped: ending.signal,
  });
  const home = homes({ desk, web, people: known, agents });
  const hear = gestures({
    desk,
    web,
    quick,
    people: known,
    agents,
    homes: home,
    groups: groups(web),
    watched,
    assistant: container,
    me: spaces.me,
    met,
    later,
    illustrate: pictures({ web, upload: uploader(filing) }),
  });
  const revised = revisions({ desk, people: known, me: spaces.me, met });
  const emoji = settings.reaction ?? 'ticket';
  const pointed = reactions({ desk, web, people: known, agents, met, later, emoji, stopped: ending.signal });
  // The kinds of payload are many and Bolt's types of them are narrow; read.ts looks at them as they come.
  const answered =
    (handle: (body: Json) => Promise<Answer>) =>
    async ({ body, ack }: { body: unknown; ack: (answer?: never) => Promise<void> }): Promise<void> => {
      if (!isRecord(body)) return ack();
      const answer = (await spaces.serves(body)) ? await handle(body) : stranger(body);
      await ack(answer as never);
    };
  const told =
    (handle: (body: Json) => Promise<void>) =>
    async ({ body }: { body: unknown }): Promise<void> => {
      if (isRecord(body) && (await spaces.serves(body))) await handle(body);
    };
  /** Somebody types where nobody has installed the app, or nobody has any more. */
  const stranger = (body: Json): Answer => {
    const [page] = 'command' in body ? renderText(desk().phrase('not installed', undefined)) : [];
    return page && ephemeralBody(page);
  };
  app.command(command, answered(hear.slash));
  app.command(DESK_COMMAND, answered(hear.desk));
  for (const callback_id of Object.values(SHORTCUTS)) app.shortcut({ callback_id }, answered(hear.shortcut));
  app.action({ type: 'block_actions' }, answered(hear.press));
  app.view({ callback_id: CALLBACK, type: 'view_submission' }, answered(hear.submit));
  app.event(
    'message',
    told(async (body) => {
      echoed.heard(object(body, 'event'));
      await hear.message(body);
      await revised(body);
    }),
  );
  for (const event of ['assistant_thread_started', 'assistant_thread_context_changed'] as const)
    app.event(
      event,
      told(async (body) => later(container.opened(body))),
    );
  app.event('app_home_opened', told(hear.home));
  app.event('reaction_added', told(pointed.hear));
  app.event('app_mention', told(hear.message));
  app.event('app_uninstalled', async ({ body }) => spaces.left({ ...body }));
  app.event('tokens_revoked', async ({ body }) => spaces.left({ ...body }));
  const install =
    settings.oauth === undefined
      ? []
      : installRoutes({
          desk,
          oauth: settings.oauth,
          apiUrl,
          options,
          logger,
          store: installed,
          installed: spaces.installed,
        });

  let linked = true;
  const routes = [...(doors.route === undefined ? [] : [doors.route]), ...install];

  const forgetUploads = async (team: string): Promise<void> => {
    for (const { key, value } of await desk().keptUnder(tenantId(team), UPLOADED))
      if (isOldUpload(value)) await desk().keep(tenantId(team), key, null);
  };
  const keepSettling = async (): Promise<void> => {
    for (let wait = 1_000; !ending.signal.aborted; wait = Math.min(wait * 2, 60_000)) {
      await pause(wait);
      if (ending.signal.aborted) return;
      try {
        if (await spaces.settle()) return;
      } catch (error) {
        desk().log.error({}, error instanceof Error ? error.message : String(error));
      }
    }
  };

  const removeFile = remover(filing);
  const send = sender({
    web,
    agents,
    echoes: echoed,
    me: spaces.me,
    bucket,
    titled: container.titled,
    customizes: spaces.customizes,
    upload: uploader(filing),
    seal: (team, intent, params) => desk().seal(tenantId(team), intent, params),
  });

  let allowLate = (): void => {};
  return {
    platform: PLATFORM,
    ...(routes.length > 0 && { routes }),
    start: async (given) => {
      held = given;
      allowLate = dropLateConnections();
      if (!(await spaces.settle())) void keepSettling();
      if (settings.oauth !== undefined) void spaces.watch();
      if (doors.socket === undefined) return;
      const opened = doors.socket.open().catch((error) => {
        throw new Misconfigured(
          `Slack does not accept SLACK_APP_TOKEN (${redacted(error instanceof Error ? error.message : String(error))}): it needs the scope connections:write, and Socket Mode has to be on`,
        );
      });
      linked = false;
      opened.then(
        () => {
          linked = true;
        },
        () => undefined,
      );
      const slow = await Promise.race([opened, pause(SOCKET_MS).then(() => 'slow' as const)]);
      if (slow !== 'slow') return;
      given.log.warn({}, 'Slack does not open a Socket Mode connection; trying on');
      opened.catch((error) => given.log.error({}, error.message));
    },
    answers: () => spaces.known() && linked,
    stop: async () => {
      ending.abort();
      await doors.close(STOP_MS);
      await Promise.race([Promise.all(afterwards), pause(STOP_MS)]);
      await doors.socket?.close();
      allowLate();
    },
    send: (delivery) => {
      if (delivery.op !== 'remove' || !isFile(delivery.remote)) return send(delivery as Delivery);
      return removeFile(parseAddress(delivery.to).team, bucket(delivery.to), delivery.remote);
    },
    fetch: fetcher(filing),
    tenant: (address) => tenantId(parseAddress(address).team),
    agents: (tenant) => agentsId(teamOf(tenant)),
    channel: (tenant, id) => channelId(teamOf(tenant), id),
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
