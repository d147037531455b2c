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
