import type { Desk, Incoming, Log, Outcome } from './adapter.ts';
import type { Secrets } from './desk/secrets.ts';
import type { Tenants } from './desk/tenants.ts';
import { everyForm, formFor, parseLine } from './draw.ts';
import type { Words } from './say/words.ts';

export interface SeamSettings {
  receive(incoming: Incoming): Promise<Outcome>;
  readonly tenants: Tenants;
  readonly secrets: Secrets;
  wordsFor(locale: string | undefined): Words;
  readonly log: Log;
}

/** The desk as adapters know it. */
export function deskFor({ receive, tenants, secrets, wordsFor, log }: SeamSettings): Desk {
  return {
    receive,
    join: tenants.join,
    parse: parseLine,
    form: (intent, params, locale, all = false) => formFor(intent, params, wordsFor(locale), all),
    forms: (locale) => everyForm(wordsFor(locale)),
    seal: secrets.seal,
    unseal: secrets.unseal,
    keep: secrets.keep,
    kept: secrets.kept,
    keptUnder: secrets.keptUnder,
    phrase: (which, locale) => wordsFor(locale).phrase(which),
    log,
  };
}
