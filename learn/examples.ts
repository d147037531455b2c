import { readFileSync } from 'node:fs';
import { isLabel, LABELS, type Label } from '../src/understand/label.ts';

/** A labelled utterance. */
export interface Example {
  readonly text: string;
  readonly intent: Label;
  readonly lang: string;
  /** Whom it is from; what is before the first slash is one collection of people. */
  readonly source: string;
  /** How much it counts in training. */
  readonly weight: number;
}

/** What a file of examples is not; a sentence for whoever gave it. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/**
 * Reads examples, one JSON object a line: `text` and `intent` are needed, `lang`, `source` and `id` are not. Blank lines are
 * skipped; `other` gets the lines whose label the desk does not know. Throws Unreadable for anything else.
 */
export function readExamples(
  path: string,
  other: (line: number, label: string) => void = () => {},
): readonly Example[] {
  const examples: Example[] = [];
  for (const [at, line] of contentOf(path).split('\n').entries()) {
    if (line.trim() === '') continue;
    const { text, intent, lang, source } = objectIn(line, `${path}, line ${at + 1}`);
    if (typeof text !== 'string' || typeof intent !== 'string') {
      throw new Unreadable(`${path}, line ${at + 1}: "text" and "intent" must be strings.`);
    }
    if (!isLabel(intent)) {
      other(at + 1, intent);
      continue;
    }
    const from = typeof source === 'string' && source !== '' ? source : 'unknown';
    const spoken = typeof lang === 'string' && lang !== '' ? lang : '??';
    examples.push({ text, intent, lang: spoken, source: from, weight: 1 });
  }
  if (examples.length === 0) {
    throw new Unreadable(`${path} has no line with one of the labels ${LABELS.join(', ')}.`);
  }
  return examples;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Unreadable(`${path} cannot be read: ${why}.`, { cause: error });
  }
}

function objectIn(line: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Unreadable(`${where} is not JSON: ${line.slice(0, 60)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unreadable(`${where} is not a JSON object.`);
  }
  return value as Readonly<Record<string, unknown>>;
}
