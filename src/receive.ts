/** 1 Incoming → 2 understood → 3 dispatched. Also what was put off: by a crash, for a model, until it is due. */
import { randomBytes } from 'node:crypto';
import type { Incoming, InternalMessage, Log, Outcome, PublicMessage, Revision, Tenant } from './adapter.ts';
import type { Illustrated } from './answer.ts';
import type { Database } from './db/connect.ts';
import { isTransient } from './db/transient.ts';
import type { Work } from './desk/batch.ts';
import { type DueWork, dueWork, park } from './desk/inbox.ts';
import type { Knowledge } from './desk/knowledge/index.ts';
import { isLead } from './desk/people.ts';
import { traceOf } from './desk/trace.ts';
import type { Dispatcher } from './dispatch.ts';
import { Refusal } from './errors.ts';
import { fill } from './form.ts';
import { type Gesture, isForDesk, messageOf, type What, writesArticles } from './gesture.ts';
import type { Actor, Ask, Effect, Reading } from './intent.ts';
import { intentNamed } from './intents/index.ts';
import { noticedIn } from './offer.ts';
import type { Words } from './say/words.ts';
import type { Thinker } from './think.ts';
import { asksForAnswer } from './understand/asks.ts';
import type { Classifier } from './understand/classifier.ts';
import { daysRead } from './understand/days.ts';
import { openingIn } from './understand/grammar.ts';
import type { Understood } from './understand/understood.ts';
import type { WorthReading } from './worth-reading.ts';

export interface Receiver {
  /** See `Desk.receive`. */
  receive(incoming: Incoming): Promise<Outcome>;
  /** See `Desk.revise`. */
  revise(revision: Revision): Promise<void>;
  /** Work may have become due: look now. Safe to call from several replicas and at any time. */
  sweep(): void;
  stop(): Promise<void>;
}

export interface ReceiveSettings {
  readonly db: Database;
  readonly dispatcher: Dispatcher;
  orgOf(tenant: Tenant): Promise<number>;
  /** Whether a message is part of a ticket. */
  isSpoken(org: number, key: string): Promise<boolean>;
  /** What may be read on behalf of whoever asks. */
  reading(org: number, actor: Actor): Reading;
  personOf(org: number, account: string): Promise<number | undefined>;
  /** This account has acted in an agents' place. */
  atWork(org: number, account: string): Promise<void>;
  readonly knowledge: Knowledge;
  /** What the desk is worth. */
  worth(org: number): WorthReading;
  /** Those who look after the desk; none: every agent at work. */
  readonly leads: readonly string[];
  wordsFor(locale: string | undefined): Words;
  /** Whether there is a model to ask. */
  readonly hasModel: boolean;
  /** What a model makes of a text that the grammar is not sure of, and of what agents ask it for. */
  readonly thinker: Thinker;
  /** What stands before a ticket's number. */
  readonly prefix: string;
  /** Says what a text means that the rules are not sure of, at once. */
  readonly classify: Classifier;
  now(): Date;
  readonly log: Log;
}

interface Answered {
  readonly message: PublicMessage | InternalMessage;
  readonly picture?: Illustrated['picture'];
  /** What is written down of the question. */
  readonly noted?: readonly Effect[];
}

const SWEEP_MS = 1_000;
const SWEEP = 50;
/** How many questions to a model may be under way before the next ones wait. */
const THOUGHTS = 32;

const asksModel = ({ kind }: Work): boolean => kind === 'understand' || kind === 'think';

export function receiver(settings: ReceiveSettings): Receiver {
  const { db, dispatcher, orgOf, wordsFor, now, log } = settings;
  let stopped = false;
  let sweeping: Promise<void> | undefined;
  let again = false;
  const thoughts = new Set<Promise<void>>();

  const heard = (text: string, { files }: Incoming) => messageOf(text, settings.prefix, files, settings.classify);

  const receive = async (incoming: Incoming): Promise<Outcome> => {
    const org = await orgOf(incoming.place.tenant);
    const outcome = await hear(incoming, org);
    if (incoming.place.side === 'agents') {
      await settings.atWork(org, incoming.from.account).catch((error: unknown) => {
        log.warn({ err: error }, 'an agent could not be noted; it is tried again at their next gesture');
      });
    }
    return outcome;
  };

  const revise = async (revision: Revision): Promise<void> => {
    const { of, tenant, thread, toDesk } = revision;
    const org = await orgOf(tenant);
    await settings.knowledge.reword(org, of, revision.kind === 'deleted' ? undefined : reworded(revision.text));
    // Of what people say among themselves nothing is noted, and most of it is that.
    if (thread === undefined && toDesk !== true && !(await settings.isSpoken(org, of))) return;
    const key = `${of}:${revision.kind === 'edited' ? `edited:${revision.version}` : revision.kind}`;
    const base = { key, org, at: now(), stored: false, incoming: undefined };
    await dispatcher.dispatch({ ...base, what: { kind: 'revise', revision } });
  };

  const hear = async (incoming: Incoming, org: number): Promise<Outcome> => {
    const { key, also, said } = incoming;
    const base = { key, ...(also === undefined ? {} : { also }), org, at: now(), stored: false, incoming };
    const platform = incoming.place.tenant.split(':', 1)[0];
    const told = { trace: traceOf(key), key, platform, said: said.kind };
    if (said.kind === 'message') {
      const what = await seeking(heard(said.text, incoming), org, incoming);
      log.info({ ...told, ...(what.kind === 'message' && meant(what.outside)) }, 'heard');
      return dispatcher.dispatch({ ...base, what });
    }
    log.info({ ...told, intent: intentNamed(said.intent)?.name ?? 'unknown' }, 'heard');
    const words = wordsFor(incoming.from.locale);
    const intent = intentNamed(said.intent);
    if (intent === undefined || intent.may === 'clock') {
      return { kind: 'answer', message: words.refusal('unknown intent', { intent: said.intent }) };
    }
    const filled = fill(intent.form, daysRead(intent.form, said.params, words.today()));
    if (!filled.ok) {
      return {
        kind: 'problems',
        problems: filled.problems.map((problem) => ({
          field: problem.field,
          text: words.problem(intent.name, problem),
        })),
        ...(intent.typed !== false && { usage: words.usage(intent.name, filled.problems) }),
      };
    }
    if (intent.kind === 'act') {
      const done = await dispatcher.dispatch({ ...base, what: { kind: 'act', intent, params: filled.params } });
      if (writesArticles(intent.name)) settings.knowledge.changed(org);
      return done;
    }
    const answer = await answerTo(intent, filled.params, org, incoming, incoming.place.side === 'agents');
    const { message, picture, noted } = answer;
    if (noted !== undefined) await note({ ...base, what: { kind: 'effects', effects: noted } });
    return { kind: 'answer', message, ...(picture === undefined ? {} : { picture }) };
  };

  /** Writes down what was asked. Whoever asked has their answer, whatever comes of it. */
  const note = async (gesture: Gesture): Promise<void> => {
    await dispatcher.dispatch(gesture).catch((error: unknown) => {
      log.warn(
        { err: error, trace: traceOf(gesture.key) },
        'a question could not be noted; it is answered all the same',
      );
    });
  };

  /** Marks a question that an article may answer. Where that cannot be found out, the ordinary way goes on. */
  const seeking = async (what: What, org: number, incoming: Incoming): Promise<What> => {
    if (!mayBeAnswered(what, incoming)) return what;
    // Of a desk without articles nothing is read twice.
    const any = await settings.knowledge.hasAny(org).catch(() => false);
    return any && asksForAnswer(what.text, what.outside, !settings.hasModel) ? { ...what, seeks: true } : what;
  };

  /** Looks for an article that answers a message. */
  const looked = async (what: What, org: number, incoming: Incoming): Promise<What> => {
    if (!mayBeAnswered(what, incoming) || !asksForAnswer(what.text, what.outside, true)) return what;
    try {
      const answer = await settings.knowledge.answer(org, incoming.from.account, what.text);
      return { ...what, looked: { id: newQuestion(), ...answer } };
    } catch (error) {
      log.warn({ err: error }, 'no article could be looked for; the ordinary way goes on');
      return what;
    }
  };

  const answerTo = async (
    intent: Ask,
    params: object,
    org: number,
    incoming: Incoming,
    agent: boolean,
  ): Promise<Answered> => {
    const { from } = incoming;
    // Asking never writes: who was never seen before has no tickets, and nobody has person 0.
    const person = (await settings.personOf(org, from.account)) ?? 0;
    const lead = settings.leads.length > 0 ? isLead(settings.leads, from.account) : agent;
    const actor: Actor = { ...from, person, agent, lead };
    const words = wordsFor(from.locale);
    try {
      const db = settings.reading(org, actor);
      const question = newQuestion();
      const scene = { actor, now: now(), words, db, worth: settings.worth(org), question };
      const answer = await intent.answer(params as never, scene);
      if (!('message' in answer)) return { message: answer };
      if (!('noticed' in answer)) return answer;
      return { message: answer.message, noted: noticedIn(question, answer.noticed, incoming) };
    } catch (error) {
      if (error instanceof Refusal) return { message: words.refusal(error.code, error.details) };
      throw error;
    }
  };

  const doWork = async (key: string, org: number, work: Work): Promise<void> => {
    log.info({ trace: traceOf(key), key, work: work.kind }, 'taken up');
    const base = { key, org, at: now(), stored: true };
    const gesture = await gestureOf(base, org, work);
    if (gesture === undefined) {
      log.error({ key, work: work.kind }, 'work put off names an intent that this version does not know; it is parked');
      return park(db, key);
    }
    await dispatcher.dispatch(gesture);
  };

  const gestureOf = async (
    base: Pick<Gesture, 'key' | 'org' | 'at' | 'stored'>,
    org: number,
    work: Work,
  ): Promise<Gesture | undefined> => {
    switch (work.kind) {
      case 'intent': {
        const intent = intentNamed(work.intent);
        const filled = intent === undefined ? undefined : fill(intent.form, work.params);
        if (intent?.kind !== 'act' || !filled?.ok) return undefined;
        return { ...base, incoming: undefined, what: { kind: 'act', intent, params: filled.params } };
      }
      case 'ask': {
        const intent = intentNamed(work.intent);
        const filled = intent === undefined ? undefined : fill(intent.form, work.params);
        if (intent?.kind !== 'ask' || !filled?.ok) return undefined;
        const { message, noted = [] } = await answerTo(intent, filled.params, org, work.incoming, work.agent);
        const effects: readonly Effect[] = [...noted, { do: 'answer', message }];
        return { ...base, incoming: work.incoming, what: { kind: 'effects', effects } };
      }
      case 'revise':
        return { ...base, incoming: undefined, what: work };
      case 'understand': {
        const text = work.incoming.said.kind === 'message' ? work.incoming.said.text : '';
        const { understood, shown } = await settings.thinker.propose(org, text, work.incoming);
        log.info({ trace: traceOf(base.key), ...meant(understood) }, 'understood');
        const what = { kind: 'message', text, outside: understood, shown } as const;
        return { ...base, incoming: work.incoming, what: await looked(what, org, work.incoming) };
      }
      case 'find': {
        const text = work.incoming.said.kind === 'message' ? work.incoming.said.text : '';
        return { ...base, incoming: work.incoming, what: await looked(heard(text, work.incoming), org, work.incoming) };
      }
      case 'think': {
        const effects = await settings.thinker.think(org, work);
        return { ...base, incoming: undefined, what: { kind: 'effects', effects, ticket: work.ticket } };
      }
      case 'again': {
        const text = work.incoming.said.kind === 'message' ? work.incoming.said.text : '';
        return {
          ...base,
          since: new Date(work.since),
          incoming: work.incoming,
          what: heard(text, work.incoming),
        };
      }
      default:
        return work satisfies never;
    }
  };

  const sweepOnce = async (): Promise<void> => {
    while (again && !stopped) {
      again = false;
      const due = await dueWork(db.pool, now(), SWEEP);
      if (due.length > 0) again = true;
      const prompt = due.filter(({ work }) => !asksModel(work));
      for (const one of due) if (asksModel(one.work)) think(one);
      await Promise.all(prompt.map(tryWork));
      while (thoughts.size >= THOUGHTS) await Promise.race(thoughts);
    }
  };

  const tryWork = async ({ key, org, work, attempts }: DueWork): Promise<void> => {
    try {
      await doWork(key, org, work);
    } catch (error) {
      // The row keeps its work and comes back when its wait is over.
      log.error({ err: error, key, attempts }, 'work put off could not be done');
    }
  };

  /** A model takes its time; whoever waits for something else does not wait for that. */
  const think = (one: DueWork): void => {
    const thought = tryWork(one).finally(() => thoughts.delete(thought));
    thoughts.add(thought);
  };

  const sweep = (): void => {
    again = true;
    if (stopped || sweeping !== undefined) return;
    sweeping = sweepOnce()
      .catch((error: unknown) => {
        if (!isTransient(error)) log.error({ err: error }, 'the inbox could not be swept');
      })
      .finally(() => {
        sweeping = undefined;
      });
  };
  const timer = setInterval(sweep, SWEEP_MS);

  return {
    receive,
    revise,
    sweep,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await sweeping;
      await Promise.all(thoughts);
      await dispatcher.idle();
    },
  };
}

const newQuestion = (): string => randomBytes(9).toString('base64url');

/**
 * Whether an article may be the first answer, if it is a question: to what was said to the desk alone or by its name. Where every
 * message is a request it becomes a ticket at once, for nobody there waits for an answer in private; and so does what has files.
 */
function mayBeAnswered(what: What, { place, files }: Incoming): what is Extract<What, { readonly kind: 'message' }> {
  if (what.kind !== 'message' || !isForDesk(place) || place.side === 'agents' || place.watched === true) return false;
  return (files?.length ?? 0) === 0;
}

/** What a question says after it was changed, and the ticket that it would be now. */
function reworded(text: string) {
  return { text: text.trim().slice(0, 500).toWellFormed(), params: { ...openingIn(text) } };
}

/** What a text was taken for, without a word of it. */
function meant(understood: Understood): object {
  const { kind, by, confidence } = understood;
  const means = understood.kind === 'intent' ? understood.intent : kind;
  return { means, by, confidence: Math.round(confidence * 100) / 100 };
}
