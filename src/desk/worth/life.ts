/** What one ticket adds to the desk's counts, made of its timeline. Pure: counted again, it is the same. */
import type { Kind } from '../ticket.ts';
import type { NotAsked, SurveyKind } from './asking.ts';
import type { Calendar } from './calendar.ts';
import { bucketOf } from './times.ts';

/** All that there is to know of a ticket, oldest first. */
export interface Life {
  readonly kind: Kind;
  readonly service: string | undefined;
  readonly requester: number;
  readonly requesterAccount: string;
  readonly openedAt: Date;
  readonly replyDueAt: Date;
  readonly events: readonly {
    readonly at: Date;
    readonly event: string;
    /** Undefined for the clock. */
    readonly actor: number | undefined;
    readonly account: string | undefined;
    readonly detail: Readonly<Record<string, unknown>>;
  }[];
  readonly messages: readonly {
    readonly at: Date;
    readonly author: number;
    readonly visibility: 'public' | 'note';
  }[];
  readonly surveys: readonly {
    readonly round: number;
    readonly kind: SurveyKind;
    readonly offeredAt: Date;
    readonly delivered: boolean;
    readonly opened: boolean;
    readonly answered: boolean;
    readonly over: 'withdrawn' | 'expired' | undefined;
    /** The newest; and what was said to it last. */
    readonly score: number | undefined;
    readonly factor: string | undefined;
    readonly lostMinutes: number | undefined;
  }[];
}

/** What counting depends on: where any of it changes, everything is counted anew. */
export interface CountingRules {
  readonly calendar: Calendar;
  /** Seconds that an agent spends on each, on the average. */
  readonly effort: { readonly reply: number; readonly note: number; readonly change: number };
  /** The people who lead the desk, whose time has another price. */
  readonly leads: ReadonlySet<number>;
}

/** `n` more of `measure`, on a local day. What the bucket means depends on the measure. */
export interface Count {
  readonly day: string;
  readonly measure: string;
  readonly bucket: number;
  readonly n: number;
}

/** The states of a question, in the order in which it passes them; what it ended as, if nobody answered, comes last. */
export const ASKED = ['offered', 'delivered', 'opened', 'answered', 'withdrawn', 'expired'] as const;
export const NOT_ASKED: readonly NotAsked[] = ['own work', 'withdrawn', 'reopened', 'cool-down', 'sampled out'];

/** At most this of five, or of ten, is red whatever the clock says. */
const RED = { rating: 2, experience: 6 } as const;

export function countsOf(life: Life, rules: CountingRules): readonly Count[] {
  const { calendar } = rules;
  const counts = new Map<string, Count>();
  const add = (at: Date, measure: string, bucket = 0, n = 1): void => {
    const day = calendar.dayOf(at);
    const key = `${day} ${measure} ${bucket}`;
    counts.set(key, { day, measure, bucket, n: n + (counts.get(key)?.n ?? 0) });
  };
  add(life.openedAt, 'opened', calendar.hourOfWeek(life.openedAt));
  reply(life, calendar, add);
  resolutions(life, calendar, add);
  questions(life, add);
  effort(life, rules, add);
  return [...counts.values()];
}

type Add = (at: Date, measure: string, bucket?: number, n?: number) => void;

function reply({ openedAt, replyDueAt, events }: Life, calendar: Calendar, add: Add): void {
  const first = events.find(({ event }) => event === 'replied');
  if (first === undefined) return;
  add(first.at, 'first reply', bucketOf(calendar.minutesBetween(openedAt, first.at)));
  if (first.at > replyDueAt) add(first.at, 'late reply');
}

/**
 * Every resolution is counted where it was made, and whether it held. How long it took, and whether it was at first contact,
 * is a matter of the newest alone, while it holds; what the requester withdrew was not resolved.
 */
function resolutions(life: Life, calendar: Calendar, add: Add): void {
  const { events, openedAt, kind } = life;
  const moves = events.filter(({ event }) => event === 'resolved' || event === 'reopened');
  for (const [index, { event, at, detail }] of moves.entries()) {
    if (event !== 'resolved') continue;
    const held = moves[index + 1] === undefined;
    if (held) add(at, 'done');
    if (detail['reason'] === 'cancelled') continue;
    add(at, 'resolved');
    if (!held) {
      add(at, 'reopened');
      continue;
    }
    add(at, kind === 'request' ? 'fulfilment' : 'resolution', bucketOf(calendar.minutesBetween(openedAt, at)));
    add(at, 'held');
    if (isFirstContact(life)) add(at, 'first contact');
  }
}

/** One answer of the desk's at most, nobody waited for, nobody else brought in, never reopened, and nothing that followed. */
function isFirstContact({ events, messages, requester }: Life): boolean {
  const answers = messages.filter(({ author, visibility }) => visibility === 'public' && author !== requester).length;
  return answers <= 1 && !events.some(({ event }) => PASSED_ON.includes(event));
}

const PASSED_ON = ['reopened', 'followed', 'assigned', 'released', 'waiting'];

function questions(life: Life, add: Add): void {
  const { events, surveys, replyDueAt } = life;
  for (const { at, event, detail } of events) {
    if (event === 'rating not offered') add(at, 'not asked', NOT_ASKED.indexOf(detail['why'] as NotAsked));
  }
  const replied = events.find(({ event }) => event === 'replied');
  const green = replied !== undefined && replied.at <= replyDueAt;
  for (const survey of surveys) {
    const { kind, offeredAt: at, delivered, opened, answered, over, score, factor, lostMinutes } = survey;
    const passed = { offered: true, delivered, opened, answered, ...endedAs(answered, over) };
    for (const [index, state] of ASKED.entries()) if (passed[state]) add(at, `asked ${kind}`, index);
    if (score === undefined) continue;
    add(at, `score ${kind}`, score);
    if (factor !== undefined) add(at, `factor ${factor}`, score);
    if (lostMinutes !== undefined) {
      add(at, 'lost answers');
      add(at, 'lost minutes', 0, lostMinutes);
    }
    if (kind === 'advocacy' || !green) continue;
    add(at, 'green');
    if (score <= RED[kind]) add(at, 'watermelon');
  }
  const opened = events.filter(({ event }) => event === 'follow-up opened');
  for (const [index, { at }] of opened.entries()) {
    add(at, 'follow-up');
    const until = opened[index + 1]?.at;
    const settled = events.find(
      (one) => one.event === 'follow-up settled' && one.at >= at && !(until && one.at > until),
    );
    if (settled !== undefined) add(at, settled.detail['outcome'] === 'recovered' ? 'recovered' : 'not recovered');
  }
}

const endedAs = (answered: boolean, over: Life['surveys'][number]['over']) => ({
  withdrawn: !answered && over === 'withdrawn',
  expired: !answered && over === 'expired',
});

/** What the desk's people did, each deed as long as the settings say that one of its kind takes. */
function effort(life: Life, { effort: seconds, leads }: CountingRules, add: Add): void {
  for (const { at, who, deed } of deedsOf(life))
    add(at, leads.has(who) ? 'effort lead' : 'effort agent', 0, seconds[deed]);
}

/** One thing that somebody of the desk did with a ticket. */
export interface Deed {
  readonly at: Date;
  readonly who: number;
  readonly deed: keyof CountingRules['effort'];
}

/** Nothing of the requester's own, from whichever account, and nothing of the clock's. */
export function deedsOf({ events, messages, requester, requesterAccount }: Life): readonly Deed[] {
  const changes = events.flatMap(({ at, event, actor, account }): readonly Deed[] => {
    if (actor === undefined || actor === requester || account === requesterAccount) return [];
    return WORK.includes(event) ? [{ at, who: actor, deed: 'change' }] : [];
  });
  const said = messages.flatMap(({ at, author, visibility }): readonly Deed[] =>
    author === requester ? [] : [{ at, who: author, deed: visibility === 'note' ? 'note' : 'reply' }],
  );
  return [...changes, ...said];
}

const WORK = 'claimed released assigned prioritized waiting resumed snoozed woken resolved reopened'
  .split(' ')
  .concat('served by', 'follow-up settled');
