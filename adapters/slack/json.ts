/** Looking into payloads without trusting their shape. */
export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = {};

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at `key`, or an empty one. */
export const object = (holder: Json, key: string): Json => {
  const value = holder[key];
  return isRecord(value) ? value : EMPTY;
};

/** The text at `key`; blank counts as absent. */
export const string = (holder: Json, key: string): string | undefined => {
  const value = holder[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The objects in the list at `key`. */
export const list = (holder: Json, key: string): readonly Json[] => {
  const value = holder[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};

/** JSON text as an object; undefined for anything else. */
export function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
