/** Small checks that every validator is built from; the wording is Discord's. */
import type { Issue } from './errors.ts';
import { isRecord } from './json.ts';
import type { Json } from './types.ts';

type Path = readonly (string | number)[];

/** Collects what is wrong with a body. Paths are relative to the rules' own place in it. */
export interface Rules {
  readonly issues: Issue[];
  /** The same collector, one step deeper. */
  at(...steps: Path): Rules;
  add(path: Path, code: string, message: string): void;
  /** A text between `min` and `max` UTF-16 units; absent is allowed unless `required`. */
  text(body: Json, key: string, min: number, max: number, required?: boolean): void;
  /** A list of at most `max` (and at least `min`) things. */
  list(body: Json, key: string, min: number, max: number, required?: boolean): readonly unknown[];
  integer(body: Json, key: string, min: number, max: number): void;
  bool(body: Json, key: string): void;
}

export function rules(issues: Issue[] = [], base: Path = []): Rules {
  const add = (path: Path, code: string, message: string): void => {
    issues.push({ path: [...base, ...path], code, message });
  };
  const missing = (key: string): void => add([key], 'BASE_TYPE_REQUIRED', 'This field is required');
  return {
    issues,
    at: (...steps) => rules(issues, [...base, ...steps]),
    add,
    text(body, key, min, max, required = false) {
      const value = body[key];
      if (value === undefined || value === null) {
        if (required) missing(key);
      } else if (typeof value !== 'string')
        add([key], 'STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
      else if (min > 0 && value.trim() === '') missing(key);
      else if (value.length < min || (value.length > max && min > 0)) {
        add([key], 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      } else if (value.length > max) add([key], 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    },
    list(body, key, min, max, required = false) {
      const value = body[key];
      if (value === undefined || value === null) {
        if (required) missing(key);
        return [];
      }
      if (!Array.isArray(value)) {
        add([key], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        return [];
      }
      if (value.length < min || value.length > max) {
        add([key], 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      }
      return value;
    },
    integer(body, key, min, max) {
      const value = body[key];
      if (value === undefined || value === null) return;
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        add([key], 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
      } else if (value < min) add([key], 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
      else if (value > max) add([key], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    },
    bool(body, key) {
      const value = body[key];
      if (value !== undefined && value !== null && typeof value !== 'boolean') {
        add([key], 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
      }
    },
  };
}

/** Reports each element that is no object, and yields the others with their place. */
export function records(list: readonly unknown[], at: (index: number) => Rules): readonly (readonly [Json, Rules])[] {
  return list.flatMap((value, index) => {
    const here = at(index);
    if (isRecord(value)) return [[value, here] as const];
    here.add([], 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return [];
  });
}
