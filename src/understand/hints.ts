import type { Raw } from '../form.ts';
import { datesIn } from './dates.ts';
import { isQuestion } from './features.ts';
import { Vocabulary } from './pattern.ts';
import { serviceIn } from './service.ts';
import { type Token, tokensOf } from './tokens.ts';

const words = (list: string): Vocabulary => new Vocabulary(list.split(/\s+/).filter((word) => word !== ''));

const URGENT =
  words(`urgent urgently asap immediately emergency critical dringend* eilig sofort notfall urgente urgentes
  urgentemente urgencia inmediatamente emergencia`);
const EVERYONE = words('everyone everybody nobody company-wide alle niemand keiner todos nadie');
const TEAM = words('team department colleagues unser* abteilung kollegen equipo departamento compañeros oficina');
const WHOLE = words('whole entire ganze ganzen ganzes todo toda');
const OUTAGE = words('down offline outage stopped ausgefallen caido caida');
const BROKEN =
  words(`broken error errors crash* crashes fail* failed down dead stuck frozen slow cannot cant doesnt wont isnt lost
  stolen hacked kaputt fehler* störung absturz langsam gesperrt verloren gestohlen error falla fallo dañado dañada roto rota caido caida
  lento lenta bloqueado bloqueada`);
const WANTED =
  words(`need needs want require request order grant install brauche brauchen benötige benötigen bitte bestellen
  installieren einrichten necesito solicito requiero quiero instalar crear`);
const ASKING = words(
  'how where who when what which why wie wo wer wann was welche warum cómo dónde quién cuándo qué cuál',
);
/** "It is not urgent", "nicht dringend". */
const NOT = words('not no isnt kein keine nicht weniger less');

/** What a text suggests for the fields of a ticket's form, and what it says of when (days as in ISO 8601). */
export interface Suggestions {
  readonly params: Raw;
  readonly started?: string;
  readonly neededBy?: string;
}

/** Suggestions for whom it is `today`, at a desk with these services. What is due by tomorrow is urgent, unless it says not. */
export function suggestionsIn(text: string, today: string, services: readonly string[]): Suggestions {
  const tokens = tokensOf(text);
  const hints = hintsIn(tokens, isQuestion(text));
  const leaning = hints['kind'] === 'incident' ? 'started' : hints['kind'] === 'request' ? 'neededBy' : undefined;
  const dates = datesIn(text, today, leaning);
  const service = serviceIn(tokens, services);
  const soon = dates.neededBy !== undefined && Date.parse(dates.neededBy) - Date.parse(today) <= DAY_MS;
  const params = { ...(soon ? { urgency: 'high' } : {}), ...hints, ...(service === undefined ? {} : { service }) };
  return { params, ...dates };
}

const DAY_MS = 86_400_000;

/**
 * What a ticket's text suggests for the other fields of its form: suggestions, easy to change, and nothing where the words
 * say nothing. `urgency`: that it is or is not urgent. `impact`: who is affected. `kind`: an incident breaks something that
 * worked, a question asks, a request wants something.
 */
export function hintsIn(tokens: readonly Token[], question: boolean): Raw {
  const has = (of: Vocabulary) => tokens.some(({ word }) => of.has(word));
  return { ...urgencyOf(tokens), ...impactOf(tokens, has), ...kindIn(tokens, question) };
}

function urgencyOf(tokens: readonly Token[]): Raw {
  const at = tokens.findIndex(({ word }) => URGENT.has(word));
  if (at < 0) return {};
  const denied = tokens.slice(Math.max(0, at - 3), at).some(({ word }) => NOT.has(word));
  return { urgency: denied ? 'low' : 'high' };
}

function impactOf(tokens: readonly Token[], has: (of: Vocabulary) => boolean): Raw {
  if (!has(BROKEN) && !has(OUTAGE)) return {};
  const wide = tokens.some(
    ({ word }, i) =>
      WHOLE.has(word) && /^(?:company|office|building|site|firma|haus|empresa)$/.test(tokens[i + 1]?.word ?? ''),
  );
  if (has(EVERYONE) || wide) return { impact: 'everyone' };
  return has(TEAM) ? { impact: 'team' } : {};
}

/** The kind alone: where no form is shown, nobody could put right an urgency that they never meant. */
export function kindIn(tokens: readonly Token[], question: boolean): Raw {
  const has = (of: Vocabulary) => tokens.some(({ word }) => of.has(word));
  if (has(BROKEN)) return { kind: 'incident' };
  const opening = tokens.slice(0, 3).some(({ word }) => ASKING.has(word));
  if (question && opening) return { kind: 'question' };
  return has(WANTED) ? { kind: 'request' } : {};
}
