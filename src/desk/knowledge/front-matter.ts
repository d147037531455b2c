/** A markdown file → an article, or everything that is wrong with it. Pure. */
import {
  type ArticleLanguage,
  type ArticleText,
  BODY_MAX,
  isAudience,
  isLanguage,
  LANGUAGES,
  TAG_MAX,
  TAGS_MAX,
  TITLE_MAX,
} from './article.ts';

export type Read =
  | { readonly ok: true; readonly article: ArticleText }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What begins the file between two lines of `---`; a file may do without. */
const HEAD = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/;
const HEAD_LINES = 100;
const KEYS = ['title', 'language', 'tags', 'service', 'audience'];
/** Invisible but for tab and line end: what has them was no text, or means to show something else than it says. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Reads a file's bytes: UTF-8, perhaps with front matter of `key: value` lines (title, language, tags, service, audience).
 * Without a title there, the first heading is it. `language` is what it is in where it does not say. Never throws.
 */
export function readArticle(bytes: Uint8Array, language: ArticleLanguage): Read {
  const text = textOf(bytes);
  if (text === undefined) return { ok: false, problems: ['is not text in UTF-8'] };
  const head = HEAD.exec(text);
  if (head === null && text.startsWith('---\n')) return bad('its front matter has no end: a line of --- is missing');
  const { values, problems } = headOf(head?.[1] ?? '');
  const given = (key: string): string | undefined => (values.get(key) === '' ? undefined : values.get(key));
  const rest = text.slice(head?.[0].length ?? 0).trim();
  const first = rest.split('\n', 1)[0] ?? '';
  const heading = /^#[ \t]/.test(first) ? headingOf(first) : undefined;
  const title = (given('title') ?? heading ?? '').trim();
  const body = heading !== undefined && heading === plain(title) ? rest.slice(first.length).trim() : rest;
  const told = given('language')?.toLowerCase() ?? language;
  const audience = given('audience')?.toLowerCase() ?? 'everyone';
  const tags = tagsOf(given('tags') ?? '');
  const service = given('service');
  const wrong = [
    ...problems,
    ...(title === '' ? ['has no title, neither in its front matter nor as its first heading'] : []),
    ...(title.length > TITLE_MAX ? [`has a title of more than ${TITLE_MAX} characters`] : []),
    ...(body === '' ? ['says nothing but its title'] : []),
    ...(body.length > BODY_MAX ? [`is longer than ${BODY_MAX} characters; make several articles of it`] : []),
    ...(isLanguage(told)
      ? []
      : [`is in "${shown(told)}"; language must be one of ${Object.keys(LANGUAGES).join(', ')}`]),
    ...(isAudience(audience) ? [] : [`is for "${shown(audience)}"; audience must be everyone or agents`]),
    ...(tags.length > TAGS_MAX ? [`has more than ${TAGS_MAX} tags`] : []),
    ...(tags.some((tag) => tag.length > TAG_MAX) ? [`has a tag of more than ${TAG_MAX} characters`] : []),
    ...((service?.length ?? 0) > 60 ? ['names a service of more than 60 characters'] : []),
  ];
  if (wrong.length > 0 || !isLanguage(told) || !isAudience(audience)) return { ok: false, problems: wrong };
  const about = service === undefined ? {} : { service };
  return { ok: true, article: { title: plain(title), body, language: told, tags, ...about, audience } };
}

/** `# Title #` → `Title`. By hand: a pattern for what is at the end of a line tries every place in it. */
function headingOf(line: string): string {
  let end = line.length;
  while (' \t#'.includes(line[end - 1] ?? '.')) end -= 1;
  return plain(line.slice(1, Math.max(1, end)));
}

const bad = (problem: string): Read => ({ ok: false, problems: [problem] });
const shown = (text: string): string => text.slice(0, 40);

/** Undefined for what is not UTF-8, or is not text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
    if (text.includes('\u0000')) return undefined;
    return text.replace(UNSEEN, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));
  } catch {
    return undefined;
  }
}

/** The part of YAML that front matter needs: one value a line, quoted or not, and lists in brackets or on lines of their own. */
function headOf(head: string): { readonly values: ReadonlyMap<string, string>; readonly problems: readonly string[] } {
  const values = new Map<string, string>();
  const problems: string[] = [];
  let last = '';
  const lines = head.split('\n');
  if (lines.length > HEAD_LINES) return { values, problems: [`has more than ${HEAD_LINES} lines of front matter`] };
  for (const line of lines) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const item = /^[ \t]*-[ \t]+(.*)$/.exec(line);
    if (item !== null && last !== '') {
      values.set(last, [values.get(last) ?? '', unquoted(item[1] ?? '')].filter((one) => one !== '').join(','));
      continue;
    }
    const [, key = '', value = ''] = /^([A-Za-z_-]{1,40})[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    last = key.toLowerCase();
    if (key === '') problems.push(`has a line in its front matter that is not "key: value": "${shown(line.trim())}"`);
    else if (!KEYS.includes(last)) problems.push(`has "${key}" in its front matter; it may have ${KEYS.join(', ')}`);
    else if (values.has(last)) problems.push(`says ${last} twice`);
    else values.set(last, unquoted(value));
  }
  return { values, problems };
}

function unquoted(value: string): string {
  // What stands behind a blank and a # is a remark, unless it is quoted.
  const remark = /^["']/.test(value.trim()) ? -1 : ` ${value}`.indexOf(' #');
  const text = (remark < 0 ? value : value.slice(0, remark)).trim();
  return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function tagsOf(value: string): readonly string[] {
  const inside = value.trim().replace(/^\[(.*)\]$/, '$1');
  const tags = inside.split(',').map((tag) => plain(unquoted(tag)).toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** On one line. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
