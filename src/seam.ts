import type { Desk, HeardThread, Incoming, Log, Outcome, Revision, Tenant } from './adapter.ts';
import { isTransient } from './db/transient.ts';
import type { Secrets } from './desk/secrets.ts';
import type { Tenants } from './desk/tenants.ts';
import { everyForm, formFor, parseDeskLine, parseLine } from './draw.ts';
import { Unavailable } from './errors.ts';
import type { Raw } from './form.ts';
import type { Words } from './say/words.ts';

export interface SeamSettings {
  receive(incoming: Incoming): Promise<Outcome>;
  revise(revision: Revision): Promise<void>;
  readonly suggest: Desk['suggest'];
  readonly tenants: Tenants;
  /** The tenant is served (again): what waited for it goes on. */
  resume(tenant: Tenant): Promise<void>;
  /** What a form is filled in with; undefined for what is not kept, or not any more. */
  draft(tenant: Tenant, id: string): Promise<string | undefined>;
  /** The same for the form of an article, of the params that its button has. */
  article(tenant: Tenant, params: Raw): Promise<Raw | undefined>;
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  threads(tenant: Tenant, most: number): Promise<readonly HeardThread[]>;
  readonly secrets: Secrets;
  wordsFor(locale: string | undefined): Words;
  readonly log: Log;
}

/** The desk as adapters know it. */
export function deskFor(settings: SeamSettings): Desk {
  const { receive, revise, suggest, tenants, threads, secrets, wordsFor, log } = settings;
  return {
    receive: (incoming) => available(receive(incoming)),
    revise: (revision) => available(revise(revision)),
    join: (tenant, name) => available(tenants.join(tenant, name).then(() => settings.resume(tenant))),
    parse: (line, command) => (command === 'desk' ? parseDeskLine(line) : parseLine(line)),
    form: (intent, params, locale, all = false) => formFor(intent, params, wordsFor(locale), all),
    remembered: async (tenant, params) => {
      const { draft } = params;
      if (params['write'] !== undefined) return available(settings.article(tenant, params));
      const text = draft === undefined ? undefined : await available(settings.draft(tenant, draft));
      return text === undefined ? undefined : { text };
    },
    forms: (locale) => everyForm(wordsFor(locale)),
    suggest: (from, place, typed, what) => available(suggest(from, place, typed, what)),
    panel: (locale) => wordsFor(locale).greeting(),
    seal: secrets.seal,
    unseal: secrets.unseal,
    keep: (tenant, key, value) => available(secrets.keep(tenant, key, value)),
    kept: (tenant, key) => available(secrets.kept(tenant, key)),
    swap: (tenant, key, before, value) => available(secrets.swap(tenant, key, before, value)),
    keptUnder: (tenant, prefix) => available(secrets.keptUnder(tenant, prefix)),
    alone: (tenant, name, work) => available(settings.alone(`${tenant} ${name}`, work)),
    threads: (tenant, most) => available(threads(tenant, most)),
    phrase: (which, locale) => wordsFor(locale).phrase(which),
    log,
  };
}

/** A database that is away for a moment is one kind of failure to every adapter, wherever it shows. */
async function available<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isTransient(error) ? new Unavailable(error) : error;
  }
}
