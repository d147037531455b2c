/** What people asked: how many were helped by an article, and what nothing answered. */
import type { Pool } from 'pg';
import { wordsOf } from './asked.ts';
import { type Asked, outcomeOf } from './question.ts';

/** Questions of some days. Those that an article was offered for come to one of four ends. */
export interface Tally {
  /** An article was offered. */
  readonly offered: number;
  /** They said that it solved it, and did not come back. */
  readonly solved: number;
  /** They said nothing, and did not come back. */
  readonly silent: number;
  readonly cameBack: number;
  /** It is too early to tell. */
  readonly open: number;
  /** No article was good enough. */
  readonly unanswered: number;
}

/** Questions that are about the same, as far as their words tell; the newest speaks for them. */
export interface Gap {
  readonly text: string;
  readonly times: number;
}

export interface Gaps {
  readonly tally: Tally;
  readonly gaps: readonly Gap[];
}

/** What is said of articles is said of so many days. */
export const DAYS = 30;
/** So many of the newest are looked at for what they have in common. */
const LOOKED_AT = 500;

/** Questions that were asked from one instant to before another. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** For agents: whoever asks is checked before. Reads only. [the last 30 days] */
export async function gapsOf(pool: Pool, org: number, windowMs: number, now: Date, span = lately(now)): Promise<Gaps> {
  const values = [org, span.from, span.to];
  const [asked, missed] = await Promise.all([
    pool.query<AskedRow>({ name: 'asked', text: ASKED, values: [...values, windowMs / 1000] }),
    pool.query<{ text: string | null; unanswered: number }>({
      name: 'gaps',
      text: MISSED,
      values: [...values, LOOKED_AT],
    }),
  ]);
  const unanswered = missed.rows[0]?.unanswered ?? 0;
  const tally = tallyOf(asked.rows.map(askedOf), windowMs, now, unanswered);
  return { tally, gaps: grouped(missed.rows.flatMap(({ text }) => text ?? [])) };
}

/** What is written down at this moment is of the past already. */
const lately = (now: Date): Span => ({
  from: new Date(now.getTime() - DAYS * 86_400_000),
  to: new Date(now.getTime() + 86_400_000),
});

/** Pure. */
export function tallyOf(asked: readonly Asked[], windowMs: number, now: Date, unanswered: number): Tally {
  const ends = asked.map((one) => outcomeOf(one, windowMs, now));
  const count = (end: (typeof ends)[number]) => ends.filter((one) => one === end).length;
  return {
    offered: asked.length,
    solved: count('solved'),
    silent: count('silent'),
    cameBack: count('came back'),
    open: count('too early'),
    unanswered,
  };
}

/** Of two texts at least half of the words of either must be in both. The most frequent first, then the newest. Pure. */
export function grouped(newestFirst: readonly string[]): readonly Gap[] {
  const groups: { readonly words: ReadonlySet<string>; readonly text: string; times: number }[] = [];
  for (const text of newestFirst) {
    const words = new Set(wordsOf(text).filter((word) => word.length > 2 && !LITTLE.has(word)));
    const same = groups.find((group) => group.text === text || alike(group.words, words));
    if (same === undefined) groups.push({ words, text, times: 1 });
    else same.times += 1;
  }
  return groups.map(({ text, times }) => ({ text, times })).toSorted((a, b) => b.times - a.times);
}

/** Words that any two questions may share. */
const LITTLE = new Set(
  'the and for are was does did has have you your our with from der die das den dem des ein eine und ist mit für los las del una con por para que'.split(
    ' ',
  ),
);

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared > 0 && shared * 2 >= Math.max(one.size, other.size);
}

interface AskedRow {
  readonly asked_at: Date;
  readonly confirmed: boolean;
  readonly ticketed: boolean;
  readonly opened: Date | null;
  readonly again: Date | null;
}

const askedOf = ({ asked_at: askedAt, confirmed, ticketed, opened, again }: AskedRow): Asked => ({
  ...{ askedAt, confirmed, ticketed },
  back: [opened, again].filter((at) => at !== null),
});

/** Each with the first ticket and the first other question of the same person in the time that counts, by any account of theirs. */
const ASKED = `
select q.asked_at, q.confirmed_at is not null as confirmed, q.ticket is not null as ticketed,
  (select min(t.opened_at) from ticket t where t.org_id = q.org_id and t.requester_id = p.person_id
    and t.opened_at >= q.asked_at and t.opened_at <= q.asked_at + make_interval(secs => $4)) as opened,
  (select min(o.asked_at) from account m join question o on o.org_id = m.org_id and o.account = m.account
    where m.org_id = q.org_id and m.person_id = p.person_id and o.id <> q.id
    and o.asked_at >= q.asked_at and o.asked_at <= q.asked_at + make_interval(secs => $4)) as again
from question q join account p on p.org_id = q.org_id and p.account = q.account
where q.org_id = $1 and q.article is not null and q.asked_at >= $2 and q.asked_at < $3`;

/** What no article was offered for, and what an offered one did not answer. */
const MISSED = `
select n.text, (select count(*)::int from question where org_id = $1 and asked_at >= $2 and asked_at < $3 and article is null) as unanswered
from (select 1) one left join (
  select text, asked_at from question
  where org_id = $1 and asked_at >= $2 and asked_at < $3 and text is not null and (article is null or ticket is not null)
  order by asked_at desc limit $4
) n on true order by n.asked_at desc`;
