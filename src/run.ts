import type { Account, Adapter, Address, Log, Place, Speaker } from './adapter.ts';
import { articleForm } from './article-draft.ts';
import { type Comparer, comparer } from './compare.ts';
import type { Config } from './config.ts';
import { type Copier, copier } from './copy.ts';
import { databaseClock } from './db/clock.ts';
import { connect, type Database } from './db/connect.ts';
import { type Embedded, startEmbedded } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { isTransient } from './db/transient.ts';
import { deliverer } from './deliver.ts';
import { alone } from './desk/alone.ts';
import { backlog } from './desk/backlog.ts';
import { draftNamed, forgetDrafts } from './desk/drafts.ts';
import { forgetWithdrawn } from './desk/file-store.ts';
import { claimOnce, forget } from './desk/inbox.ts';
import { gapsOf } from './desk/knowledge/gaps.ts';
import { knowledgeOf } from './desk/knowledge/index.ts';
import { madeOf, materialOf } from './desk/knowledge/material.ts';
import { forgetSpent } from './desk/model-allowance.ts';
import { foundedAt, isLead, personOf, roster, workedLately } from './desk/people.ts';
import { reading } from './desk/reading.ts';
import { secrets } from './desk/secrets.ts';
import { isSpoken } from './desk/spoken.ts';
import { tenants } from './desk/tenants.ts';
import { openThreads } from './desk/threads.ts';
import { worthOf } from './desk/worth/index.ts';
import { digest } from './digest.ts';
import { dispatcher } from './dispatch.ts';
import { Unavailable } from './errors.ts';
import type { Completed } from './form.ts';
import type { Actor } from './intent.ts';
import { metrics } from './metrics.ts';
import { isReady, readiness, writes } from './ready.ts';
import { receiver } from './receive.ts';
import { access, LINK_MINUTES } from './report/access.ts';
import { painter } from './report/paint.ts';
import { pictureOf } from './report/picture.ts';
import { ROOT, reportSite } from './report/site.ts';
import { words } from './say/index.ts';
import { deskFor } from './seam.ts';
import { suggestPeriods, suggestServices, suggestTickets } from './suggest.ts';
import { thinker } from './think.ts';
import { classifier } from './understand/classifier.ts';
import type { Model } from './understand/model.ts';
import { weights } from './understand/weights.ts';
import { serve } from './web/server.ts';

export interface Running {
  /** Where the desk's HTTP server listens. */
  readonly url: string;
  /** The platforms that did not answer yet; they are tried again. */
  readonly waiting: readonly string[];
  /** Stops hearing, finishes what is in hand, lets go of the database. Within 25 s, whatever the platforms do. */
  stop(): Promise<void>;
}

export interface RunSettings {
  readonly config: Config;
  readonly adapters: readonly Adapter[];
  readonly log: Log;
  /** The language model, where one is configured. */
  readonly model?: Model | undefined;
  /** The desk's clock, for what it puts off and for the times that it writes. [PostgreSQL's] */
  readonly now?: () => Date;
}

/** The slash command's word, on every platform that has them. */
export const COMMAND = '/ticket';

const MIGRATIONS = new URL('../migrations/', import.meta.url);
/** No platform tells of a gesture again after a day; the rest is margin. */
const KEY_DAYS = 30;
/** For as long it is known word for word what people asked and no article answered. */
const QUESTION_DAYS = 90;
const HOUSEKEEPING_MS = 60_000;
const COUNT_MS = 2_000;
const DIGEST_MS = 5_000;
/** Where nobody is named to lead the desk, an agent sees its report for this long after they last acted as one. */
const AT_WORK_DAYS = 7;

/**
 * Starts the whole desk: database, core, adapters, HTTP server and the loops. Rejects with a sentence for the operator, with
 * everything that had been started stopped again.
 */
export async function run({ config, adapters, log, model, now: given }: RunSettings): Promise<Running> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) {
      await step().catch((error: unknown) => log.error({ err: error }, 'a step of stopping failed'));
    }
  };
  try {
    const url = await start();
    const waiting = adapters.filter((adapter) => adapter.answers?.() === false).map(({ platform }) => platform);
    return { url, waiting, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(): Promise<string> {
    const db = await openDatabase();
    const clock = given === undefined ? await databaseClock(db.pool) : { now: given, stop: () => {} };
    undo.push(async () => clock.stop());
    const { now } = clock;
    const wordsFor = words({ ...config.desk, command: COMMAND, assists: model !== undefined, now }, config.desk.locale);
    const written = writes();
    const byPlatform = new Map(adapters.map((adapter) => [adapter.platform, adapter]));
    const adapterFor = (id: string): Adapter | undefined => byPlatform.get(id.slice(0, id.indexOf(':')));
    const tenantsKnown = await tenants(db, (tenant) => adapterFor(tenant)?.agents(tenant));
    const keys = await secrets(db, config.secretKey);

    const keyPrefix = (await foundedAt(db)).getTime().toString(36);
    const measured = metrics({ adapters, pool: db.pool, waiting: () => dispatch.waiting() });
    const deliveries = deliverer(db.pool, { adapterFor, wordsFor, keyPrefix, log, metrics: measured });
    undo.push(() => deliveries.stop(15_000));
    const classify = classifier(weights());
    const placesOf = (org: number) =>
      tenantsKnown.of(org).flatMap((tenant) => adapterFor(tenant)?.agents(tenant) ?? []);
    const dispatch = dispatcher(db.pool, {
      wordsFor,
      classify,
      model: model !== undefined,
      closeAfterMs: config.desk.closeAfterMs,
      timeZone: config.desk.timeZone,
      agentsGroups: config.desk.agentsGroups,
      prefix: config.desk.prefix,
      fileLimit: config.desk.fileLimit,
      openLimit: config.desk.openLimit,
      asking: config.desk.asking,
      services: config.desk.services,
      hasLeads: config.desk.leads.length > 0,
      isLead: (account) => isLead(config.desk.leads, account),
      agentsPlaces: placesOf,
      agentsPlace: (tenant) => adapterFor(tenant)?.agents(tenant),
      direct: (account) => directOf(adapterFor, account),
      note: (author, text) => wordsFor(undefined).note(author, text),
      measured: measured.decided,
      log,
      onCommit: (left) => {
        written.took();
        if (left.deliveries) deliveries.nudge();
        if (left.work) received.sweep();
        if (left.files) copies.nudge();
        if (config.desk.duplicates) compared.opened(left.opened);
      },
    });
    const { allowance } = config;
    const timed = model && measured.asked(model);
    const compared: Comparer = comparer({
      pool: db.pool,
      model: timed,
      allowance,
      dispatch: dispatch.dispatch,
      services: config.desk.services,
      wordsFor,
      now,
      log,
    });
    undo.push(() => compared.stop());
    const copies: Copier = copier(db.pool, {
      adapterFor,
      dispatcher: dispatch,
      limit: config.desk.fileLimit,
      now,
      log,
    });
    undo.push(() => copies.stop(3_000));
    const worth = worthOf(db, config.desk, now);
    const visits = access({
      sign: keys.sign,
      once: (org, word) => claimOnce(db.pool, org, word),
      leads: async ({ org, account }) =>
        config.desk.leads.length > 0
          ? isLead(config.desk.leads, account as Account)
          : workedLately(db, org, account, AT_WORK_DAYS),
      now,
    });
    const paints = painter(log);
    let listening: string | undefined;
    const linkFor = (org: number, { account, locale }: Actor, about: Readonly<Record<string, string>>) => {
      const base = config.publicUrl ?? listening;
      if (base === undefined) return undefined;
      const token = visits.link({ org, account, ...(locale === undefined ? {} : { locale }) });
      const query = new URLSearchParams({ token, ...about });
      return { url: `${base}${ROOT}open?${query}`, minutes: LINK_MINUTES };
    };
    const knowledge = knowledgeOf(db.pool, config.desk.deflectedAfterMs, now);
    const received = receiver({
      db,
      dispatcher: dispatch,
      orgOf: tenantsKnown.orgOf,
      isSpoken: (org, key) => isSpoken(db.pool, org, key),
      reading: (org, actor) => reading(db.pool, org, actor),
      personOf: (org, account) => personOf(db, org, account),
      atWork: roster(db, now),
      leads: config.desk.leads,
      worth: (org) => ({
        period: worth.period,
        cost: (ticket) => worth.cost(org, ticket),
        report: (periods, service) => worth.report(org, periods, service),
        gaps: () => gapsOf(db.pool, org, config.desk.deflectedAfterMs, now()),
        picture: (report, { reporting }) =>
          paints.paint(pictureOf(report, reporting), `report-${report.period.from}.png`, reporting.alt(report)),
        link: (actor, about) => linkFor(org, actor, about),
      }),
      knowledge,
      hasModel: model !== undefined,
      wordsFor,
      prefix: config.desk.prefix,
      classify,
      thinker: thinker({ pool: db.pool, model: timed, allowance, wordsFor, now }),
      now,
      log,
    });
    undo.push(() => received.stop());
    const counts = setInterval(() => {
      worth.count().catch((error: unknown) => {
        if (!isTransient(error)) log.error({ err: error }, 'the counts could not be kept; they are tried again');
      });
    }, COUNT_MS);
    undo.push(async () => {
      clearInterval(counts);
      await worth.idle();
    });

    const { digestTo } = config.desk.worth;
    const digestPlaces = (org: number) => {
      const tenants = tenantsKnown.of(org);
      const named = digestTo.flatMap(({ tenant, channel }) => {
        const own = tenants.find((one) => one === tenant);
        return own === undefined ? [] : (adapterFor(own)?.channel?.(own, channel) ?? []);
      });
      return digestTo.length === 0 ? placesOf(org) : named;
    };
    const tellWeek = digest({
      timeZone: config.desk.timeZone,
      orgs: tenantsKnown.orgs,
      places: digestPlaces,
      report: (org) => worth.report(org, 'last_week', undefined),
      words: () => wordsFor(undefined),
      dispatch: dispatch.dispatch,
    });
    const weekly = setInterval(() => {
      tellWeek(now()).catch((error: unknown) => {
        log.warn({ err: error }, "last week's report could not be sent; it is tried again");
      });
    }, DIGEST_MS);
    if (!config.desk.worth.digest) clearInterval(weekly);
    undo.push(async () => clearInterval(weekly));

    const housekeeping = setInterval(() => {
      const then = new Date(now().getTime() - KEY_DAYS * 86_400_000);
      const kept = [
        forget(db, then),
        forgetWithdrawn(db.pool),
        forgetDrafts(db.pool, then),
        forgetSpent(db.pool, then),
        knowledge.forget(new Date(now().getTime() - QUESTION_DAYS * 86_400_000)),
      ];
      Promise.all([tenantsKnown.refresh(), ...kept]).catch((error: unknown) => {
        log.warn({ err: error }, 'housekeeping could not be done; it is tried again');
      });
    }, HOUSEKEEPING_MS);
    undo.push(async () => clearInterval(housekeeping));

    const desk = deskFor({
      receive: (incoming) =>
        measured.heard(
          platformOf(incoming.place.tenant),
          incoming.said.kind,
          written.watched(received.receive(incoming)),
        ),
      revise: async (revision) => {
        const work = written.watched(received.revise(revision)).then(() => undefined);
        await measured.heard(platformOf(revision.tenant), 'revision', work);
      },
      suggest: suggested,
      tenants: tenantsKnown,
      resume: async (tenant) => deliveries.resume(tenant, await tenantsKnown.orgOf(tenant)),
      draft: async (tenant, id) => draftNamed(db.pool, await tenantsKnown.orgOf(tenant), id),
      article: async (tenant, params) => {
        const org = await tenantsKnown.orgOf(tenant);
        return articleForm(params, {
          material: (ticket) => materialOf(db.pool, org, ticket),
          made: (ticket) => madeOf(db.pool, org, ticket),
          ...{ wordsFor, locale: config.desk.locale },
        });
      },
      alone: (name, work) => alone(db.pool, name, work),
      threads: async (tenant, most) => openThreads(db.pool, await tenantsKnown.orgOf(tenant), tenant, most),
      secrets: keys,
      wordsFor,
      log,
    });
    async function suggested(from: Speaker, place: Place, typed: string, what: Completed = 'ticket') {
      const words = wordsFor(from.locale);
      if (what === 'service') return suggestServices(words, typed);
      if (what === 'period') return suggestPeriods(words, typed, (text) => worth.period(text) !== undefined);
      const org = await tenantsKnown.orgOf(place.tenant);
      // Nobody has person 0: who was never seen before has no tickets.
      const person = (await personOf(db, org, from.account)) ?? 0;
      const agent = place.side === 'agents';
      return suggestTickets(reading(db.pool, org, { ...from, person, agent }), agent, words, typed);
    }
    const secure = config.publicUrl?.startsWith('https:') === true;
    const report = await reportSite({
      ...{ access: visits, worth, wordsFor, secure, log },
      currency: config.desk.worth.currency,
      gaps: (org, period) => gapsOf(db.pool, org, config.desk.deflectedAfterMs, now(), worth.span(period)),
    });
    const web = await serve({
      host: config.host,
      port: config.port,
      routes: [report, ...adapters.flatMap(({ routes }) => routes ?? [])],
      front: frontOf(),
      ready: async () => {
        const waiting = await backlog(db.pool).catch((error: unknown) => {
          log.warn({ err: error }, 'the outbox could not be read for /readyz');
          return undefined;
        });
        const report = readiness(adapters, waiting, written.refusedSeconds());
        return { ok: isReady(report), report };
      },
      metrics: measured.scrape,
      log,
    });
    undo.push(() => web.close());
    listening = web.url;
    for (const adapter of adapters) undo.push(() => adapter.stop());
    await Promise.all(adapters.map((adapter) => adapter.start(desk)));
    deliveries.nudge();
    received.sweep();
    copies.nudge();
    return web.url;
  }

  async function openDatabase(): Promise<Database> {
    const say = (sentence: string): void => log.info({}, sentence);
    let url = config.databaseUrl;
    if (url === undefined) {
      const embedded: Embedded = await startEmbedded({ folder: config.dataFolder, log: say });
      undo.push(() => embedded.stop());
      url = embedded.url;
    }
    const db = connect(url);
    undo.push(() => db.close());
    await migrate(db.pool, MIGRATIONS, { log: say }).catch((error: unknown) => {
      // Which setting it is about, and which server, without the password.
      const { host, pathname } = new URL(url);
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`The PostgreSQL of DATABASE_URL (${host}${pathname}) cannot be used: ${why}`, { cause: error });
    });
    return db;
  }

  function frontOf(): { readonly path: string } | { readonly text: string } {
    const playground = config.playground ? adapters.find(({ platform }) => platform === 'playground') : undefined;
    const path = playground?.routes?.[0]?.path;
    return path === undefined ? { text: 'Deskbell is running.\n' } : { path };
  }
}

const platformOf = (id: string): string => id.slice(0, id.indexOf(':'));

function directOf(adapterFor: (id: string) => Adapter | undefined, account: Account): Address {
  const adapter = adapterFor(account);
  // Deciding goes on when a platform is switched off; a link code from there waits for its owner to be told.
  if (adapter === undefined) throw new Unavailable(new Error(`no adapter for ${account}`));
  return adapter.direct(account);
}
