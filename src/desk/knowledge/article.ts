/** An article of the desk's: what it is, and how much of it there may be. */

/** The languages that articles are written in, each with PostgreSQL's own way to stem it. */
export const LANGUAGES = { en: 'english', de: 'german', es: 'spanish' } as const;
export type ArticleLanguage = keyof typeof LANGUAGES;

/** `agents`: nobody else ever sees it, finds it, or is told that it is there. */
export const AUDIENCES = ['everyone', 'agents'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** In UTF-16 units; what is longer is not an article, but a book. */
export const TITLE_MAX = 150;
export const BODY_MAX = 60_000;
export const TAGS_MAX = 10;
export const TAG_MAX = 40;

export interface ArticleText {
  readonly title: string;
  /** Portable markdown. */
  readonly body: string;
  readonly language: ArticleLanguage;
  readonly tags: readonly string[];
  readonly service?: string;
  readonly audience: Audience;
}

export interface Article extends ArticleText {
  readonly id: number;
  readonly updatedAt: Date;
  /** The ticket that it was made of; or the file that it was imported from, below its folder. */
  readonly ticket?: number;
  readonly path?: string;
}

export function isLanguage(text: string): text is ArticleLanguage {
  return Object.hasOwn(LANGUAGES, text);
}

export function isAudience(text: string): text is Audience {
  return AUDIENCES.some((one) => one === text);
}
