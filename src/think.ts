/**
 * Outside any transaction: what a text means that the rules are not sure of, and what an agent asks a model for. Each question
 * is counted against the day's allowance, shared by all replicas; what was shown is in the ticket's timeline.
 */
import type { Pool } from 'pg';
import type { Incoming, InternalMessage } from './adapter.ts';
import type { Shown, Task } from './assist.ts';
import type { Work } from './desk/batch.ts';
import { keepDraft } from './desk/drafts.ts';
import { type Allowance, spend } from './desk/model-allowance.ts';
import { reading } from './desk/reading.ts';
import type { Ticket } from './desk/ticket.ts';
import type { Effect, Saying } from './intent.ts';
import type { Words } from './say/words.ts';
import {
  draftReply,
  summarise,
  type Thought,
  type Thread,
  type Turn,
  translate,
  translateReply,
} from './understand/assist.ts';
import type { Model } from './understand/model.ts';
import { type Proposed, propose } from './understand/propose.ts';

export interface Thinker {
  /** What a message means; unsure where there is no model or nothing left to spend. Rejects only with the database. */
  propose(org: number, text: string, incoming: Incoming): Promise<Proposed>;
  /** What comes of an agent's wish; always something to tell. Rejects only with the database. */
  think(org: number, work: Extract<Work, { kind: 'think' }>): Promise<readonly Effect[]>;
}

export interface ThinkSettings {
  readonly pool: Pool;
  readonly model: Model | undefined;
  readonly allowance: Allowance;
  wordsFor(locale: string | undefined): Words;
  now(): Date;
}

const SAID = 40;
/** How many messages of the requester's are translated at once. */
const TRANSLATED = 5;

export function thinker({ pool, model, allowance, wordsFor, now }: ThinkSettings): Thinker {
  const mayAsk = (org: number, account: string): Promise<boolean> => spend(pool, org, account, allowance, now());
  return {
    propose: async (org, text, { from }) => {
      const unsure: Proposed = { understood: { kind: 'unsure', by: 'model', confidence: 0 } };
      if (model === undefined || text.trim() === '' || !(await mayAsk(org, from.account))) return unsure;
      const { understood, ...rest } = await propose(model, text, from.locale);
      if (understood.kind !== 'proposed' || understood.text === undefined) return { understood, ...rest };
      // A button holds no more than the name of what they said.
      const draft = await keepDraft(pool, org, understood.text);
      return { understood: { ...understood, params: { ...understood.params, draft } }, ...rest };
    },

    think: async (org, { ticket: number, task, by }) => {
      const db = reading(pool, org, { person: 0, account: by.account, name: by.name, agent: true });
      const told = await db.told(number, SAID);
      if (told === undefined) return [];
      const { ticket, said } = told;
      const words = wordsFor(undefined);
      const wish: Wish = {
        ...{ ticket, task, words, by: by.name, language: wordsFor(by.locale).reporting.locale },
        thread: threadOf(ticket, said),
        theirs: lastOf(ticket, said),
        keep: (text) => keepDraft(pool, org, text),
      };
      const tell = (message: InternalMessage): Effect => ({ do: 'tell agents', ticket: number, message });
      if (model === undefined) return [tell(words.assist.nothing(ticket, 'no model'))];
      if (!(await mayAsk(org, by.account))) return [tell(words.assist.nothing(ticket, 'allowance'))];
      const { message, shown } = await thoughtOf(model, wish);
      return [tell(message), { do: 'showed', ticket: number, shown: { ...shown, by: by.account } }];
    },
  };
}

/** What an agent asked for, and all that it is made of. */
interface Wish {
  readonly ticket: Ticket;
  readonly task: Task;
  readonly by: string;
  /** The agent's; BCP 47. */
  readonly language: string;
  readonly words: Words;
  readonly thread: Thread;
  /** What the requester said last. */
  readonly theirs: readonly Pick<Saying, 'author' | 'text'>[];
  keep(draft: string): Promise<string>;
}

async function thoughtOf(
  model: Model,
  wish: Wish,
): Promise<{ readonly message: InternalMessage; readonly shown: Shown }> {
  const { ticket, task, thread, theirs, language } = wish;
  const { assist } = wish.words;
  switch (task.kind) {
    case 'summary': {
      const { result, shown } = await summarise(model, thread, language);
      return { shown, message: result ? assist.summary(ticket, result) : assist.nothing(ticket, 'failed') };
    }
    case 'translation': {
      const texts = theirs.map(({ text }) => text);
      const { result, shown } = await translate(model, texts, language, thread.names);
      if (result === undefined || result === 'same language')
        return { shown, message: assist.nothing(ticket, result ?? 'failed') };
      const both = theirs.map((one, index) => ({ ...one, translated: result[index] ?? '' }));
      return { shown, message: assist.translation(ticket, both) };
    }
    case 'draft':
      // A note among agents has no way into what the requester is to read.
      return drafted(wish, await draftReply(model, publicly(thread), task.wish), (text) => text);
    case 'reply': {
      const sample = theirs.at(-1)?.text ?? ticket.subject;
      const translated = await translateReply(model, task.text, sample, thread.names);
      return drafted(wish, translated, (text) => `${text}\n\n${quoted(task.text)}`);
    }
    default:
      return task satisfies never;
  }
}

async function drafted({ ticket, by, words, keep }: Wish, thought: Thought<string>, whole: (text: string) => string) {
  const { result, shown } = thought;
  if (result === undefined) return { shown, message: words.assist.nothing(ticket, 'failed') };
  const text = whole(result);
  return { shown, message: words.assist.draft(ticket, by, text, await keep(text)) };
}

/** The requester reads what the agent wrote beside what was made of it. */
const quoted = (text: string): string => text.replace(/^/gm, '> ');

function threadOf({ subject, requester, assignee }: Ticket, said: readonly Saying[]): Thread {
  const names = [
    requester.name,
    ...(assignee === undefined ? [] : [assignee.name]),
    ...said.map(({ author }) => author),
  ];
  return { requester: requester.name, subject, said: said.map(turnOf), names: [...new Set(names)] };
}

function turnOf({ text, visibility, fromRequester }: Saying): Turn {
  const by = visibility === 'note' ? 'agent, internal note' : fromRequester === true ? 'requester' : 'agent';
  return { by, text };
}

const publicly = ({ said, ...thread }: Thread): Thread => ({
  ...thread,
  said: said.filter(({ by }) => by !== 'agent, internal note'),
});

/** The requester's messages that nobody has answered, the last one where all are; the subject where there is none. */
function lastOf({ subject, requester }: Ticket, said: readonly Saying[]): Wish['theirs'] {
  const spoken = said.filter(({ visibility }) => visibility === 'public');
  const answered = spoken.findLastIndex(({ fromRequester }) => fromRequester !== true);
  const unanswered = spoken.slice(answered + 1).slice(-TRANSLATED);
  const last = spoken.findLast(({ fromRequester }) => fromRequester === true);
  if (unanswered.length > 0) return unanswered;
  return last === undefined ? [{ author: requester.name, text: subject }] : [last];
}
