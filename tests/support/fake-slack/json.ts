/** Any JSON object, read through the helpers below so that nothing is trusted to be there. */
export type Json = { readonly [key: string]: unknown };

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at `key`, or an empty one. */
export const rec = (value: unknown, key: string): Json => {
  const found = isJson(value) ? value[key] : undefined;
  return isJson(found) ? found : {};
};

/** The objects of the array at `key`. */
export const list = (value: unknown, key: string): readonly Json[] => {
  const found = isJson(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isJson) : [];
};

/** The string at `key`, or undefined; numbers count, since form bodies have no numbers. */
export const str = (value: unknown, key: string): string | undefined => {
  const found = isJson(value) ? value[key] : undefined;
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' ? found : undefined;
};

/** True for JSON `true` and for the spellings of it that form bodies use. */
export const flag = (value: unknown, key: string): boolean =>
  isJson(value) && [true, 'true', '1', 1].includes(value[key] as string);

/** The text of a text object (`{type, text}`) at `key`. */
export const textOf = (value: unknown, key: string): string | undefined => str(rec(value, key), 'text');

/** Parsed JSON, or undefined when the text isn't any. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A copy without the keys whose value is undefined, as JSON would carry it. */
export const compact = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined));
