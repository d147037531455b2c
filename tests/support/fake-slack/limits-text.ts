import { isJson, type Json } from './json.ts';

/** What is wrong, in Slack's words: "must be less than 3001 characters [json-pointer:/blocks/0/text/text]". */
export type Problems = readonly string[];

export const at = (words: string, path: string): string => `${words} [json-pointer:${path}]`;

export const missing = (name: string, path: string): Problems => [at(`missing required field: ${name}`, path)];

/** Length in UTF-16 units: never less than Slack's own count, whichever that is. */
export const within = (value: unknown, path: string, max: number, min = 0): Problems => {
  if (typeof value !== 'string') return [at('must be a string', path)];
  if (value.length > max) return [at(`must be less than ${max + 1} characters`, path)];
  if (value.length < min) return [at(`must be more than ${min - 1} characters`, path)];
  return [];
};

/** The same for a field that may be left out. */
export const withinIfAny = (holder: Json, key: string, path: string, max: number, min = 0): Problems =>
  holder[key] === undefined || holder[key] === null ? [] : within(holder[key], `${path}/${key}`, max, min);

type TextRule = { readonly max: number; readonly plainOnly?: boolean; readonly optional?: boolean };

/** A text object `{type, text}` at `key`. */
export const textObject = (
  holder: Json,
  key: string,
  path: string,
  { max, plainOnly = false, optional = false }: TextRule,
): Problems => {
  const value = holder[key];
  if (value === undefined || value === null) return optional ? [] : missing(key, path);
  return textProblems(value, `${path}/${key}`, max, plainOnly);
};

export const textProblems = (value: unknown, path: string, max: number, plainOnly = false): Problems => {
  if (!isJson(value)) return [at('must provide an object', path)];
  const allowed = plainOnly ? ['plain_text'] : ['plain_text', 'mrkdwn'];
  if (!allowed.includes(String(value['type'])))
    return [at(`unsupported type: ${String(value['type'])}`, `${path}/type`)];
  return within(value['text'], `${path}/text`, max, 1);
};

/** An array at `key` of `min` to `max` objects, each checked by `each`. */
export const items = (
  holder: Json,
  key: string,
  path: string,
  { min = 1, max }: { readonly min?: number; readonly max: number },
  each: (item: Json, path: string) => Problems,
): Problems => {
  const value = holder[key];
  if (value === undefined || value === null) return missing(key, path);
  if (!Array.isArray(value)) return [at('must provide an array', `${path}/${key}`)];
  if (value.length > max) return [at(`no more than ${max} items allowed`, `${path}/${key}`)];
  if (value.length < min) return [at(`no fewer than ${min} items allowed`, `${path}/${key}`)];
  return value.flatMap((item, index) =>
    isJson(item) ? each(item, `${path}/${key}/${index}`) : [at('must provide an object', `${path}/${key}/${index}`)],
  );
};
