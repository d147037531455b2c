/**
 * The one way to a language model: a question goes out redacted, with a schema for the answer, within a time limit, and what
 * was shown is told to whoever asked. It has no tools, no memory and no way to act; its answer is data to be checked.
 */
import OpenAI from 'openai';
import type { Log } from '../adapter.ts';
import type { Purpose, Shown } from '../assist.ts';
import { fetchLimited } from './limits.ts';
import { kindsOf, redactAll } from './redact.ts';

export interface ModelSettings {
  readonly apiKey: string;
  /** Any endpoint that speaks OpenAI's chat completions. [OpenAI's] */
  readonly baseUrl?: string;
  readonly model: string;
  /** For everything together, the one retry included. [8,000] */
  readonly timeoutMs?: number;
  readonly log: Pick<Log, 'warn'>;
}

export interface Question {
  readonly purpose: Purpose;
  readonly instructions: string;
  /** Becomes JSON, with every text in it redacted: equal values get equal placeholders. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Names of people in it, which are left out too. */
  readonly names?: readonly string[];
  /** In the strict subset of JSON Schema that structured outputs take. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface Answered {
  /** The answer's JSON, unchecked; undefined where there is none that could be used. */
  readonly answer: unknown;
  readonly shown: Shown;
  /** Puts what was redacted back. */
  restore(text: string): string;
}

/** Never rejects, and never takes longer than the time limit. */
export type Model = (question: Question) => Promise<Answered>;

/** A model at an endpoint. Makes no call before it is asked. */
export function model({ log, timeoutMs = 8_000, ...settings }: ModelSettings): Model {
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl ?? 'https://api.openai.com/v1',
    timeout: timeoutMs,
    maxRetries: 1,
    logLevel: 'off',
    fetch: fetchLimited,
  });
  return async (question) => {
    const { purpose } = question;
    const redacted = redactedJson(question);
    const outOfTime = AbortSignal.timeout(timeoutMs);
    const started = performance.now();
    const told = (answer: unknown): Answered => ({
      answer,
      shown: shownOf(question, settings.model, redacted, performance.now() - started, answer !== undefined),
      restore: redacted.restore,
    });
    const failed = (why: Readonly<Record<string, unknown>>): Answered => {
      const ms = Math.round(performance.now() - started);
      log.warn({ ...why, purpose, ms }, 'the model gave no usable answer; the desk goes on without');
      return told(undefined);
    };
    try {
      const said = await Promise.race([
        ask(client, settings.model, question, redacted.text, outOfTime),
        never(outOfTime),
      ]);
      if (said === undefined) return failed({ reason: 'refused or cut short' });
      const answer = parsed(said);
      return answer === undefined ? failed({ reason: 'not JSON' }) : told(answer);
    } catch (error) {
      return failed(reasonOf(error));
    }
  };
}

async function ask(
  client: OpenAI,
  name: string,
  { instructions, schema, purpose }: Question,
  shown: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const completion = await client.chat.completions.create(
    {
      model: name,
      store: false,
      // None of this needs thinking, and there are eight seconds.
      ...(/^gpt-5(?:-|$)/.test(name) ? { reasoning_effort: 'minimal' as const } : {}),
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: shown },
      ],
      response_format: { type: 'json_schema', json_schema: { name: purpose, strict: true, schema: { ...schema } } },
    },
    { signal },
  );
  const choice = completion.choices?.[0];
  if (!choice || choice.message?.refusal || (choice.finish_reason !== 'stop' && choice.finish_reason)) return undefined;
  return typeof choice.message?.content === 'string' ? choice.message.content : undefined;
}

/** Every text is redacted as it was written: in JSON a line break is a letter, and letters hide what begins behind them. */
function redactedJson({ about, names = [] }: Question) {
  const found: string[] = [];
  eachText(about, (text) => {
    found.push(text);
    return text;
  });
  const { texts, ...rest } = redactAll(found, names);
  const left = texts.values();
  return { ...rest, text: JSON.stringify(eachText(about, () => left.next().value ?? '')) };
}

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => eachText(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, eachText(one, change)]));
}

function shownOf(
  { purpose }: Question,
  name: string,
  { text, found }: ReturnType<typeof redactedJson>,
  ms: number,
  answered: boolean,
): Shown {
  return {
    purpose,
    model: name,
    text,
    size: text.length,
    left: kindsOf(found),
    outcome: answered ? 'answered' : 'nothing usable',
    ms: Math.round(ms),
  };
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function parsed(answer: string): unknown {
  try {
    const value: unknown = JSON.parse(answer);
    return value === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Names and numbers only: an error's message may repeat what was sent. */
function reasonOf(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof OpenAI.APIError && error.status !== undefined) return { reason: 'status', status: error.status };
  return { reason: error instanceof Error ? error.name : 'unknown' };
}
