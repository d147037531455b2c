import { likeness, PERHAPS, type Told } from './likeness.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Words that many services have in their names. */
const COMMON = new Set(
  'and or the of for service services system systems support und der die das dienst dienste y de la el servicio servicios it general other'.split(
    ' ',
  ),
);

/**
 * Which of the desk's services a text names: the one of whose name it has most, and undefined where it has none or as much of
 * two. "VPN" is named by "my vpn died", "Email & Calendar" by "no e-mail since noon".
 */
export function serviceIn(tokens: readonly Token[], services: readonly string[]): string | undefined {
  const said = new Set(tokens.flatMap(({ word }) => formsOf(word)));
  const scored = services
    .map((service) => ({ service, score: scoreOf(service, said) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  return best === undefined || best.score === second?.score ? undefined : best.service;
}

/** So many of the likest past tickets are asked, and their likeness together is so much at least, for one service. */
const NEIGHBOURS = 5;
const ENOUGH = 2 * PERHAPS;
/** Of all that they say together, so much has to be for the one. */
const MOSTLY = 0.7;

/**
 * Which of the desk's services a ticket is about by those past ones that it sounds like: two that may be alike, or one that
 * surely is, and hardly any for another. Undefined where they do not say.
 */
export function servedLike(
  ticket: Told,
  past: readonly (Told & { readonly service: string })[],
  services: readonly string[],
): string | undefined {
  const scores = likeness(ticket, past);
  const nearest = past
    .map(({ service }, index) => ({ service, score: scores[index] ?? 0 }))
    .filter(({ score }) => score >= PERHAPS)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEIGHBOURS);
  const votes = new Map<string, number>();
  for (const { service, score } of nearest) votes.set(service, (votes.get(service) ?? 0) + score);
  const all = nearest.reduce((sum, { score }) => sum + score, 0);
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] >= ENOUGH && best[1] >= MOSTLY * all && services.includes(best[0])
    ? best[0]
    : undefined;
}

/** Words of the name that were said, and a little more if all were. */
function scoreOf(service: string, said: ReadonlySet<string>): number {
  const words = [...new Set(tokensOf(service.replaceAll('-', '')).map(({ word }) => word))].filter(
    (word) => word.length > 1 && !COMMON.has(word),
  );
  const hits = words.filter((word) => formsOf(word).some((form) => said.has(form))).length;
  return hits === 0 ? 0 : hits + (hits === words.length ? 0.5 : 0);
}

/** A word and what else it is written as: printers, e-mail, mails. */
function formsOf(word: string): readonly string[] {
  const forms = [word];
  if (word.length > 3 && word.endsWith('s')) forms.push(word.slice(0, -1));
  if (word.length > 4 && word.endsWith('es')) forms.push(word.slice(0, -2));
  if (/^e?mails?$/.test(word)) forms.push('email', 'mail');
  return forms;
}
