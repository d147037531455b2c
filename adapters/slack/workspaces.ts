/** The workspaces that are served: the one whose token is in the settings, and those that have installed the app. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Desk } from '../../src/adapter.ts';
import { type Callers, NotInstalled, type Tokens } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { type Installations, organisationIn } from './installations.ts';
import { type Json, object } from './json.ts';
import { redacted } from './logger.ts';
import { readTeam } from './read.ts';
import { askSession, identify, Misconfigured, type Session } from './session.ts';

export interface Serving {
  readonly desk: () => Desk;
  /** xoxb-…, of the one workspace that needs no installation. */
  readonly botToken: string | undefined;
  readonly options: WebClientOptions;
  readonly installations: Installations;
  readonly web: () => Callers;
  /** A workspace is served from now on. */
  readonly arrived: (team: string) => Promise<void>;
  readonly stopped: AbortSignal;
}

export interface Workspaces {
  readonly tokens: Tokens;
  /** Learns whose the token in the settings is. Rejects with `Misconfigured`; false where Slack does not say now. */
  settle(): Promise<boolean>;
  /** Learns of the workspaces that have installed the app, again and again. Never rejects. */
  watch(): Promise<void>;
  /** Whether a delivery is from a workspace that is served. Rejects when the desk does not say. */
  serves(body: Json): Promise<boolean>;
  /** Makes sure that the desk knows the workspace. */
  met(team: string, name: string | undefined): Promise<void>;
  installed(installation: Installation): void;
  /** Slack says that a workspace has taken the app out, or its token back. */
  left(body: Json): Promise<void>;
  /** The bot's own user there, where Slack has said. */
  me(team: string): string | undefined;
  /** Whether a workspace's token may write under another name. */
  readonly customizes: { granted(team: string): boolean; refused(team: string): void };
}

const LOOK_MS = 60_000;

export function workspaces({ desk, botToken, options, installations, web, arrived, stopped }: Serving): Workspaces {
  let own: string | undefined;
  const sessions = new Map<string, Session>();
  const plain = new Set<string>();
  const strangers = new Set<string>();
  const arriving = new Set<string>();
  const unreached = new Set<string>();
  const joined = new Map<string, Promise<void>>();

  const tokens: Tokens = {
    of: async (team) => {
      // Before Slack has said whose the token is, it is the only one there is.
      if (botToken !== undefined && (team === own || own === undefined) && !(await installations.has(team)))
        return botToken;
      return installations.of(team);
    },
    instead: (team, spent) => installations.instead(team, spent),
  };

  const arrive = async (session: Session): Promise<void> => {
    const { team, teamName, scopes } = session;
    sessions.set(team, session);
    unreached.delete(team);
    if (scopes !== undefined && !scopes.includes('chat:write.customize')) plain.add(team);
    else plain.delete(team);
    await desk().join(tenantId(team), teamName);
    joined.set(team, Promise.resolve());
    desk().log.info({ team, name: teamName }, 'Slack knows us');
    await arrived(team);
  };

  /** A workspace that has installed the app. Its token may be its organisation's: then Slack names that. */
  const arriveAt = async (team: string): Promise<void> => {
    if (arriving.has(team)) return;
    arriving.add(team);
    try {
      const session = await askSession(await installations.of(team), options);
      await arrive({ ...session, team, teamName: session.team === team ? session.teamName : team });
    } catch (error) {
      const { code } = problemOf(error instanceof Misconfigured ? error.cause : error);
      const level = unreached.has(team) ? 'debug' : 'warn';
      desk().log[level]({ team, code }, 'A workspace that has installed the app cannot be reached; it is tried again');
      unreached.add(team);
    } finally {
      arriving.delete(team);
    }
  };

  const watchOnce = async (): Promise<void> => {
    for (const team of await installations.teams()) {
      if (stopped.aborted) return;
      if (!sessions.has(team)) await arriveAt(team);
      // A look at it renews a token that is about to end, however quiet its workspace is.
      else await tokens.of(team);
    }
  };

  return {
    tokens,
    settle: async () => {
      if (botToken === undefined) return true;
      try {
        const session = await identify(botToken, options, desk().log);
        own = session.team;
        await arrive(session);
        return true;
      } catch (error) {
        if (error instanceof Misconfigured) throw error;
        const said = redacted(error instanceof Error ? error.message : String(error));
        desk().log.warn({ error: said }, 'Slack does not answer; trying again');
        return false;
      }
    },
    watch: async () => {
      while (!stopped.aborted) {
        await watchOnce().catch((error) =>
          desk().log.warn({ error: redacted(String(error)) }, 'The installed workspaces could not be looked through'),
        );
        await sleep(LOOK_MS, undefined, { ref: false, signal: stopped }).catch(() => undefined);
      }
    },
    serves: async (body) => {
      const team = readTeam(body);
      if (team === undefined) return true;
      if (botToken !== undefined && (team === own || own === undefined)) return true;
      if (await installations.has(team, organisationIn(body))) {
        if (!sessions.has(team)) void arriveAt(team);
        return true;
      }
      if (!strangers.has(team)) desk().log.warn({ team }, 'Slack brings what is done in a workspace without the app');
      strangers.add(team);
      return false;
    },
    met: (team, name) => {
      const before = joined.get(team);
      if (before !== undefined) return before;
      const joining = desk().join(tenantId(team), name ?? team);
      joined.set(team, joining);
      joining.catch(() => joined.delete(team));
      return joining;
    },
    installed: ({ team, enterprise, isEnterpriseInstall }) => {
      desk().log.info({ team: team?.id ?? enterprise?.id }, 'The Slack app was installed');
      // It is made known to the desk anew, which lets what waits for it go on.
      const again = isEnterpriseInstall === true ? [...sessions.keys()].filter((one) => one !== own) : [team?.id ?? ''];
      for (const one of again) sessions.delete(one);
      void watchOnce().catch(() => undefined);
    },
    left: async (body) => {
      const team = readTeam(body) ?? organisationIn(body);
      const event = object(body, 'event');
      const bots = object(event, 'tokens')['bot'];
      const out = event['type'] === 'app_uninstalled' || (Array.isArray(bots) && bots.length > 0);
      if (team === undefined || !out) return;
      try {
        // Told late, it may be about an installation before the one that there is now.
        await web()(team).apiCall('auth.test');
      } catch (error) {
        if (!(error instanceof NotInstalled) && problemOf(error).kind !== 'revoked') throw error;
        await installations.lose(team);
        sessions.delete(team);
        desk().log.warn({ team }, 'The Slack app was taken out of a workspace; what was to be sent there waits');
      }
    },
    me: (team) => sessions.get(team)?.user,
    customizes: { granted: (team) => !plain.has(team), refused: (team) => plain.add(team) },
  };
}
