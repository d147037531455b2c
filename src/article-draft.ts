/** What the form of an article is filled in with: a draft out of the ticket, or the article that there is. */
import { TITLE_MAX } from './desk/knowledge/article.ts';
import type { Made, Material } from './desk/knowledge/material.ts';
import { type Raw, ticketNumber } from './form.ts';
import { ARTICLE_MAX } from './intents/publish-article.ts';
import { cut, oneLine } from './say/cut.ts';
import { LOCALES } from './say/index.ts';
import type { Words } from './say/words.ts';
import { languageOf } from './understand/language.ts';
import { redactAll } from './understand/redact.ts';

export interface DraftSettings {
  material(ticket: number): Promise<Material | undefined>;
  made(ticket: number): Promise<Made | undefined>;
  wordsFor(locale: string | undefined): Words;
  /** The desk's own language, for what is in none that it speaks. */
  readonly locale: string | undefined;
}

/**
 * For the params of a button that `publish article` is on; undefined where there is nothing to fill in: another button, a
 * ticket that is not over, or one that has an article when a new one is wanted. Only agents' cards have such a button, and
 * nobody else can seal one.
 */
export async function articleForm(params: Raw, settings: DraftSettings): Promise<Raw | undefined> {
  const { ticket = '', write } = params;
  const number = ticketNumber(ticket);
  if (number === undefined || (write !== 'new' && write !== 'again')) return undefined;
  const made = await settings.made(number);
  if (write === 'again') return made === undefined || made.body.length > ARTICLE_MAX ? undefined : { ...made };
  const material = made === undefined ? await settings.material(number) : undefined;
  return material && draftOf(material, settings);
}

/** So much of each part; the rest of the form is room to write in. */
const PROBLEM_MAX = 1_100;
const SOLUTION_MAX = 1_500;
/** Of one message so much is looked at. */
const MESSAGE_MAX = 4_000;

/** Who may read it is left open: that is for the agent to say. What must not stand in an article is taken out. Pure. */
export function draftOf(material: Material, { wordsFor, locale }: Pick<DraftSettings, 'wordsFor' | 'locale'>): Raw {
  const { subject, resolution, people } = material;
  const problem = material.problem.length === 0 ? [subject] : material.problem;
  const solution = [...(resolution === undefined ? [] : [resolution]), ...material.answers];
  const parts = [subject, paragraphs(problem), paragraphs(solution)];
  // Before anything is cut off: half a secret is not known for one.
  const { texts } = redactAll(parts, people);
  const [title = '', about = '', solved = ''] = texts;
  const language = speaks(languageOf(`${subject}\n${problem.join('\n')}`)) ?? speaks(material.locale) ?? speaks(locale);
  return {
    title: cut(oneLine(title), TITLE_MAX),
    body: wordsFor(language).articleBody(cut(about, PROBLEM_MAX), cut(solved, SOLUTION_MAX)),
    language: language ?? 'en',
  };
}

const paragraphs = (texts: readonly string[]): string => texts.map(whole).join('\n\n');

/** Never part of a word: what is behind the last blank might be half a secret. */
function whole(text: string): string {
  if (text.length <= MESSAGE_MAX) return text.trim();
  const head = text.slice(0, MESSAGE_MAX);
  return head.slice(0, head.search(/\s\S*$/)).trim();
}

/** The language of a locale, if articles are written in it. */
function speaks(locale: string | undefined): string | undefined {
  const language = locale?.split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return LOCALES.includes(language) ? language : undefined;
}
