/** What an article can be made of: a ticket that is over, as far as both sides could read it. */
import type { Pool } from 'pg';
import type { Audience } from './article.ts';

export interface Material {
  readonly subject: string;
  readonly resolution?: string;
  /** BCP 47, of its requester. */
  readonly locale?: string;
  /** Whoever has a part in it, by name. */
  readonly people: readonly string[];
  /** What its requester wrote before an agent answered, and what agents answered; oldest first. */
  readonly problem: readonly string[];
  readonly answers: readonly string[];
}

/** The article that was made of a ticket before. */
export interface Made {
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly audience: Audience;
}

/** Of each side so many messages. */
const MESSAGES = 12;

/** Undefined for a ticket that is not over, or is not there. No note is ever in it, nor what nobody was shown. */
export async function materialOf(pool: Pool, org: number, ticket: number): Promise<Material | undefined> {
  const { rows } = await pool.query<Row>({ name: 'material', text: MATERIAL, values: [org, ticket] });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { subject, resolution, locale, requester } = row;
  const said = row.said ?? [];
  const answered = said.findIndex(({ by }) => by === 'agent');
  const before = answered < 0 ? said : said.slice(0, answered);
  const texts = (all: readonly Said[], by: Said['by']) => all.flatMap((one) => (one.by === by ? [one.text] : []));
  return {
    subject,
    ...(resolution === null ? {} : { resolution }),
    ...(locale === null ? {} : { locale }),
    people: [...new Set([requester ?? '', ...said.map(({ author }) => author)])].filter((name) => name !== ''),
    problem: texts(before, 'requester').slice(0, MESSAGES),
    answers: texts(said, 'agent').slice(-MESSAGES),
  };
}

export async function madeOf(pool: Pool, org: number, ticket: number): Promise<Made | undefined> {
  const { rows } = await pool.query<Made>({ name: 'made of a ticket', text: MADE, values: [org, ticket] });
  return rows[0];
}

interface Row {
  readonly subject: string;
  readonly resolution: string | null;
  readonly requester: string | null;
  readonly locale: string | null;
  readonly said: readonly Said[] | null;
}

interface Said {
  readonly author: string;
  readonly text: string;
  /** Whoever else was let into a thread is neither. */
  readonly by: 'requester' | 'agent' | 'other';
}

const MATERIAL = `
select t.subject, t.resolution, r.name as requester, r.locale, (
  select jsonb_agg(jsonb_build_object('author', m.author, 'text', m.text, 'by', case
    when m.author_id = t.requester_id then 'requester'
    when exists (select 1 from thread th where th.org_id = m.org_id and th.ticket = m.ticket and th.address = m.source
        and th.side = 'agents')
      or exists (select 1 from account a where a.org_id = m.org_id and a.person_id = m.author_id
        and a.agent_seen_at is not null) then 'agent'
    else 'other' end) order by m.id)
  from message m where m.org_id = t.org_id and m.ticket = t.number and m.visibility = 'public' and m.shown
    and m.deleted_at is null) as said
from ticket t left join account r on r.org_id = t.org_id and r.account = t.requester_account
where t.org_id = $1 and t.number = $2 and t.status in ('resolved', 'closed')`;

const MADE = `
select title, body, language, audience from article where org_id = $1 and ticket = $2 order by id limit 1`;
