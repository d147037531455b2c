/**
 * Who has installed the app, and with which token each workspace is asked. Tokens are kept with the desk, encrypted; one
 * that is about to end is exchanged under a lock that all replicas share, and written down before it is used, since what it
 * is exchanged for is good for one exchange only.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation, InstallationStore } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Desk } from '../../src/adapter.ts';
import { NotInstalled, type Tokens } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { type Json, object, parsed, string } from './json.ts';
import { isUnavailable } from './receivers.ts';

/** An app of one's own that others may install. */
export interface OAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state that a browser brings back. */
  readonly stateSecret: string;
}

export interface Installations extends Tokens, Required<Pick<InstallationStore, 'storeInstallation'>> {
  /** Whether the app is installed there, by itself or for its whole organisation. */
  has(team: string, organisation?: string): Promise<boolean>;
  /** Every workspace that it is installed in, as far as its people have been heard of. */
  teams(): Promise<readonly string[]>;
  /** Forgets the token that a workspace is asked with. What is kept of the desk's own stays. */
  lose(team: string): Promise<void>;
}

interface Settings {
  readonly desk: () => Desk;
  readonly oauth: OAuth | undefined;
  readonly options: WebClientOptions;
}

/** What is kept: of an installation, only what is needed. */
interface Held {
  readonly token: string;
  readonly refresh?: string | undefined;
  /** When the token ends, in seconds since 1970. */
  readonly ends?: number | undefined;
}

const HELD = 'installation';
/** Under a workspace: the organisation that has installed the app for it. */
const WITHIN = 'installed-by';
/** Where the list of workspaces is kept: no workspace is called so. */
const LIST = tenantId('-');
const LISTED = 'installed:';
/** How long what was read is believed; another replica may have written since. */
const BELIEVED_MS = 60_000;
const UNKNOWN_MS = 5_000;
/** A token with less to live is exchanged; Slack's live twelve hours. */
const RENEW_S = 2 * 3600;
const SOON_S = 60;
const WRITES = 20;

export function installations({ desk, oauth, options }: Settings): Installations {
  const nobody = new WebClient(undefined, options);
  const read = new Map<string, { readonly held: Held | undefined; readonly until: number }>();
  const within = new Map<string, string>();
  const renewing = new Map<string, Promise<string | undefined>>();

  const remember = (id: string, held: Held | undefined): Held | undefined => {
    read.set(id, { held, until: Date.now() + (held === undefined ? UNKNOWN_MS : BELIEVED_MS) });
    return held;
  };
  const look = async (id: string): Promise<Held | undefined> => {
    const body = parsed((await desk().kept(tenantId(id), HELD)) ?? '');
    const token = body && string(body, 'token');
    return remember(id, token === undefined ? undefined : (body as unknown as Held));
  };
  const heldBy = async (id: string): Promise<Held | undefined> => {
    const known = read.get(id);
    if (known !== undefined && known.until > Date.now()) return known.held;
    return look(id).catch((error) => {
      // While the database is away, what was known is good enough to speak with.
      if (known?.held === undefined) throw error;
      return known.held;
    });
  };
  const organisationOf = async (team: string): Promise<string | undefined> => {
    const known = within.get(team) ?? (await desk().kept(tenantId(team), WITHIN));
    if (known !== undefined) within.set(team, known);
    return known;
  };
  /** By whose installation a workspace is asked, its own first. */
  const find = async (team: string): Promise<{ readonly id: string; readonly held: Held } | undefined> => {
    if (oauth === undefined) return undefined;
    const own = await heldBy(team);
    if (own !== undefined) return { id: team, held: own };
    const organisation = await organisationOf(team);
    const shared = organisation === undefined ? undefined : await heldBy(organisation);
    return organisation === undefined || shared === undefined ? undefined : { id: organisation, held: shared };
  };
  const keep = async (id: string, held: Held | null): Promise<void> => {
    await desk().keep(tenantId(id), HELD, held === null ? null : JSON.stringify(held));
    remember(id, held ?? undefined);
  };

  const renew = (id: string, spent: string): Promise<string | undefined> => {
    const underWay = renewing.get(id);
    if (underWay !== undefined) return underWay;
    const work = desk()
      .alone(tenantId(id), HELD, () => exchange(id, spent))
      .finally(() => renewing.delete(id));
    renewing.set(id, work);
    return work;
  };

  /** Only with the lock: the token in the place of the spent one, which another replica may have got meanwhile. */
  async function exchange(id: string, spent: string): Promise<string | undefined> {
    const now = await look(id);
    if (now === undefined || now.token !== spent || now.refresh === undefined || oauth === undefined) return now?.token;
    const answer: Json = {
      ...(await nobody.apiCall('oauth.v2.access', {
        client_id: oauth.clientId,
        client_secret: oauth.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: now.refresh,
      })),
    };
    const token = string(answer, 'access_token');
    if (token === undefined) throw new Error('oauth.v2.access gave no token');
    const next: Held = {
      token,
      refresh: string(answer, 'refresh_token') ?? now.refresh,
      ends: Math.floor(Date.now() / 1000) + (Number(answer['expires_in']) || RENEW_S),
    };
    // The old one is spent: until this is written down, nobody may use what came of it, and it must not get lost.
    for (let tried = 1; ; tried += 1) {
      try {
        await keep(id, next);
        return token;
      } catch (error) {
        if (!isUnavailable(error) || tried === WRITES) throw error;
        await sleep(500, undefined, { ref: false });
      }
    }
  }

  return {
    has: async (team, organisation) => {
      if ((await find(team)) !== undefined) return true;
      if (oauth === undefined || organisation === undefined || (await heldBy(organisation)) === undefined) return false;
      within.set(team, organisation);
      await desk().keep(tenantId(team), WITHIN, organisation);
      await desk().keep(LIST, LISTED + team, organisation);
      return true;
    },
    teams: async () => {
      if (oauth === undefined) return [];
      const listed = (await desk().keptUnder(LIST, LISTED)).map(({ key }) => key.slice(LISTED.length));
      const there = await Promise.all(listed.map(find));
      return listed.filter((_, n) => there[n] !== undefined);
    },
    of: async (team) => {
      const found = await find(team);
      if (found === undefined) throw new NotInstalled(team);
      const { id, held } = found;
      const left = held.ends === undefined ? Number.POSITIVE_INFINITY : held.ends - Date.now() / 1000;
      if (held.refresh === undefined || left > RENEW_S) return held.token;
      const renewed = renew(id, held.token);
      if (left < SOON_S) return (await renewed) ?? held.token;
      renewed.catch((error) =>
        desk().log.warn({ team: id, code: problemOf(error).code }, "A workspace's token could not be renewed yet"),
      );
      return held.token;
    },
    instead: async (team, spent) => {
      try {
        const found = await find(team);
        if (found === undefined) return undefined;
        const now = (await look(found.id)) ?? undefined;
        const token = now?.token === spent && now.refresh !== undefined ? await renew(found.id, spent) : now?.token;
        return token === spent ? undefined : token;
      } catch (error) {
        desk().log.warn({ team, code: problemOf(error).code }, "A workspace's token could not be renewed");
        return undefined;
      }
    },
    storeInstallation: async (installation: Installation) => {
      const { team, enterprise, bot, isEnterpriseInstall } = installation;
      const id = isEnterpriseInstall === true ? enterprise?.id : team?.id;
      if (id === undefined || bot === undefined) throw new Error('The installation names no workspace, or has no bot');
      const held: Held = { token: bot.token, refresh: bot.refreshToken, ends: bot.expiresAt };
      await desk().alone(tenantId(id), HELD, () => keep(id, held));
      if (isEnterpriseInstall !== true) await desk().keep(LIST, LISTED + id, id);
    },
    lose: async (team) => {
      const found = await find(team);
      if (found === undefined) return;
      const lost = found.held.token;
      await desk().alone(tenantId(found.id), HELD, async () => {
        // Somebody may have installed it again meanwhile.
        if ((await look(found.id))?.token === lost) await keep(found.id, null);
      });
    },
  };
}

/** The organisation whose installation a delivery is for, where it is for a whole one. */
export function organisationIn(body: Json): string | undefined {
  const [authorization] = Array.isArray(body['authorizations']) ? body['authorizations'] : [];
  const told: Json = typeof authorization === 'object' && authorization !== null ? { ...authorization } : body;
  const whole = String(told['is_enterprise_install'] ?? body['is_enterprise_install']) === 'true';
  if (!whole) return undefined;
  return string(told, 'enterprise_id') ?? string(body, 'enterprise_id') ?? string(object(body, 'enterprise'), 'id');
}
