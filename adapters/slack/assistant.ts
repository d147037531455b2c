/**
 * Slack's container for assistants. What is said in it are direct messages in a thread; besides, it has prompts to begin
 * with, a line that says that something is being done, and a title for each thread. None of them matters enough to be tried
 * twice, or to hold up what is said.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Button, Desk } from '../../src/adapter.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { type Json, object, string } from './json.ts';
import type { People } from './people.ts';
import { readTeam } from './read.ts';
import { cut, oneLine } from './text.ts';

export interface Assisting {
  readonly desk: () => Desk;
  readonly web: Callers;
  readonly people: People;
  /** Whether the token may use the container (assistant:write). */
  readonly granted: (team: string) => boolean;
  readonly later: (work: Promise<unknown>) => void;
  readonly stopped: AbortSignal;
}

export interface Assistant {
  /** Somebody opens the container, or looks at something else beside it. Never rejects. */
  opened(body: Json): Promise<void>;
  /** The desk has begun with what was said in a thread. Resolves soon; never rejects. */
  works(team: string, user: string, channel: string, thread: string): Promise<void>;
  /** A ticket was opened in a thread. Never rejects. */
  titled(team: string, channel: string, thread: string, title: string): Promise<void>;
}

const SOON_MS = 500;
/** An answer takes the line away; where there is nothing to answer, it goes after this. */
const LINE_MS = 10_000;
/** Slack takes four prompts; these lengths, and a title's, are not documented, so they are short. */
const MOST_PROMPTS = 4;
const TITLE = 100;
const STATUS = 50;

export function assistant({ desk, web, people, granted, later, stopped }: Assisting): Assistant {
  const call = async (team: string, method: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
    if (!granted(team)) return;
    try {
      await web(team).apiCall(`assistant.threads.${method}`, args);
    } catch (error) {
      desk().log.debug(
        { code: problemOf(error).code, method },
        'The assistant container in Slack could not be changed',
      );
    }
  };

  return {
    opened: async (body) => {
      const thread = object(object(body, 'event'), 'assistant_thread');
      const [channel_id, thread_ts, user] = ['channel_id', 'thread_ts', 'user_id'].map((key) => string(thread, key));
      const team = readTeam(body);
      if (team === undefined || channel_id === undefined || thread_ts === undefined || user === undefined) return;
      const { locale } = (await people.get(team, user)) ?? {};
      // What can be asked in one's own words; what is wrong nobody can say for somebody else.
      const prompts = promptsOf(desk().panel(locale).buttons ?? []);
      if (prompts.length > 0) await call(team, 'setSuggestedPrompts', { channel_id, thread_ts, prompts });
    },
    works: async (team, user, channel_id, thread_ts) => {
      if (!granted(team)) return;
      const locale = people.known(team, user)?.locale;
      const set = (status: string): Promise<void> => call(team, 'setStatus', { channel_id, thread_ts, status });
      const shown = set(cut(desk().phrase('working', locale), STATUS));
      later(
        shown.then(async () => {
          await sleep(LINE_MS, undefined, { ref: false, signal: stopped }).catch(() => undefined);
          await set('');
        }),
      );
      // Set after the answer it would stay: so the answer waits for it, but not for long.
      await Promise.race([shown, sleep(SOON_MS, undefined, { ref: false })]);
    },
    titled: (team, channel_id, thread_ts, title) =>
      call(team, 'setTitle', { channel_id, thread_ts, title: titleOf(title) }),
  };
}

/** What can be asked by one press; each says what it asks. */
export const promptsOf = (
  buttons: readonly Button[],
): readonly { readonly title: string; readonly message: string }[] =>
  buttons
    .filter(({ intent }) => intent !== 'open')
    .slice(0, MOST_PROMPTS)
    .map(({ label }) => ({ title: titleOf(label), message: titleOf(label) }));

/** A text as the title of a thread or of a prompt: never empty. */
export const titleOf = (text: string): string => cut(oneLine(text) || '…', TITLE);
