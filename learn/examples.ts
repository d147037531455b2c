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

/** A line of a file: an utterance with whatever label its author gave it. */
export interface Utterance extends Omit<Example, 'intent' | 'weight'> {
  readonly intent: string;
  /** Counted from 1. */
  readonly line: number;
  readonly id?: string | number;
  /** It came as a ticket, with a subject and a body. */
  readonly isTicket: boolean;
}

/**
 * Reads utterances, one JSON object a line: `text` and `intent` are needed, `lang`, `source` and `id` are not; a line with a
 * `subject` and a `body` instead is a ticket as somebody opened it. Blank lines are skipped. Throws Unreadable for anything
 * else, and for a file without a single label of the desk's.
 */
export function readUtterances(path: string): readonly Utterance[] {
  const found: Utterance[] = [];
  for (const [at, line] of contentOf(path).split('\n').entries()) {
    if (line.trim() === '') continue;
    const object = objectIn(line, `${path}, line ${at + 1}`);
    const { text, intent, lang, source, id } = utteranceIn(object);
    if (typeof text !== 'string' || typeof intent !== 'string') {
      throw new Unreadable(`${path}, line ${at + 1}: "text" and "intent" must be strings.`);
    }
    const from = typeof source === 'string' && source !== '' ? source : 'unknown';
    const spoken = typeof lang === 'string' && lang !== '' ? primary(lang) : '??';
    const named = typeof id === 'string' || typeof id === 'number' ? { id } : {};
    const isTicket = object['text'] === undefined;
    found.push({ text, intent, lang: spoken, source: from, line: at + 1, isTicket, ...named });
  }
  if (!found.some(({ intent }) => isLabel(intent))) {
    throw new Unreadable(`${path} has no line with one of the labels ${LABELS.join(', ')}.`);
  }
  return found;
}

/** Those of them that have a label of the desk's. */
export function examplesIn(utterances: readonly Utterance[]): readonly Example[] {
  return utterances.flatMap(({ text, intent, lang, source, isTicket }) =>
    isLabel(intent) ? [{ text, intent, lang, source, weight: isTicket ? TICKET_WEIGHT : 1 }] : [],
  );
}

/** Whole tickets are long and of one label: they shall teach what problems sound like, and not that everything is one. */
const TICKET_WEIGHT = 0.3;

export function readExamples(path: string): readonly Example[] {
  return examplesIn(readUtterances(path));
}

/** `es-MX` and `ES` are Spanish. */
function primary(lang: string): string {
  return lang.toLowerCase().split(/[-_]/)[0] ?? lang;
}

type Line = Readonly<Record<string, unknown>>;

function utteranceIn(line: Line): Line {
  const { subject, body, text, intent } = line;
  if (text !== undefined || intent !== undefined || typeof subject !== 'string' || typeof body !== 'string')
    return line;
  return { ...line, text: `${subject}\n\n${body}`, intent: 'open_ticket' };
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

function objectIn(line: string, where: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Unreadable(`${where} is not JSON: ${line.slice(0, 60)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unreadable(`${where} is not a JSON object.`);
  }
  return value as Line;
}
