import type { Pool } from 'pg';
import type { Shown } from '../assist.ts';
import type { Actor, Listed, Page, Reading, Saying } from '../intent.ts';
import { articles, search } from './knowledge/search.ts';
import { type TicketRow, ticketOfRow, WHOLE_TICKET, wholeTickets } from './ticket-row.ts';

type SaidRow = Omit<Saying, 'at'> & { readonly at: string };

/** What `actor` may read of an organisation. The right is in the condition of every query, not in a check after it. */
export function reading(pool: Pool, org: number, actor: Actor): Reading {
  const may = actor.agent ? 'true' : 't.requester_id = $2';
  const readable = `m.shown and m.deleted_at is null${actor.agent ? '' : " and m.visibility = 'public'"}`;
  const list = async (name: string, where: string, order: string, { page, size }: Page): Promise<Listed> => {
    const { rows } = await pool.query<{ total: number; tickets: readonly TicketRow[] | null }>({
      name: `${name} ${actor.agent ? 'of an agent' : 'of a requester'}`,
      text: `select (select count(*)::int from ticket t where t.org_id = $1 and ${may} and ${where}) as total,
         (select jsonb_agg(w) from (${wholeTickets(
           `(select * from ticket t where t.org_id = $1 and ${may} and ${where} order by ${order} limit $3 offset $4) t`,
         )} order by ${order}) w) as tickets
       where $2::bigint is not null`,
      values: [org, actor.person, size, (page - 1) * size],
    });
    const [row] = rows;
    return { total: row?.total ?? 0, tickets: (row?.tickets ?? []).map(ticketOfRow) };
  };
  return {
    ticket: async (number) => {
      const { rows } = await pool.query<TicketRow>({
        name: actor.agent ? 'ticket for an agent' : 'ticket for its requester',
        text: `${WHOLE_TICKET} where t.org_id = $1 and ${may} and t.number = $3 and $2::bigint is not null`,
        values: [org, actor.person, number],
      });
      const [row] = rows;
      return row === undefined ? undefined : ticketOfRow(row);
    },
    told: async (number, newest) => {
      const { rows } = await pool.query<TicketRow & { readonly said: readonly SaidRow[] | null }>({
        name: actor.agent ? 'told to an agent' : 'told to its requester',
        text: `select w.*, s.said
          from (${WHOLE_TICKET} where t.org_id = $1 and ${may} and t.number = $3 and $2::bigint is not null) w,
          lateral (
            select jsonb_agg(jsonb_build_object('author', author, 'text', text, 'at', at, 'visibility', visibility,
              'fromRequester', author_id = w.requester_id) order by id) as said
            from (select * from message m where m.org_id = w.org_id and m.ticket = w.number and ${readable}
                  order by m.id desc limit $4) newest
          ) s`,
        values: [org, actor.person, number, newest],
      });
      const [row] = rows;
      if (row === undefined) return undefined;
      return { ticket: ticketOfRow(row), said: (row.said ?? []).map((one) => ({ ...one, at: new Date(one.at) })) };
    },
    said: async (number, newest): Promise<readonly Saying[]> => {
      const { rows } = await pool.query<Saying>({
        name: actor.agent ? 'said to an agent' : 'said to a requester',
        text: `select m.author, m.text, m.at, m.visibility, m.author_id = t.requester_id as "fromRequester" from message m
          join ticket t on t.org_id = m.org_id and t.number = m.ticket
          where m.org_id = $1 and m.ticket = $3 and ${may} and $2::bigint is not null and ${readable}
          order by m.id desc limit $4`,
        values: [org, actor.person, number, newest],
      });
      return rows.reverse();
    },
    shown: async (number, newest) => {
      if (!actor.agent) return [];
      const { rows } = await pool.query<{ readonly at: Date; readonly detail: Shown }>({
        name: 'shown to a model',
        text: `select at, detail from timeline where org_id = $1 and ticket = $2 and event = 'shown to model'
          order by id desc limit $3`,
        values: [org, number, newest],
      });
      return rows.reverse().map(({ at, detail }) => ({ ...detail, at }));
    },
    mine: (page) => list('mine', 't.requester_id = $2', '(t.closed_at is not null), t.number desc', page),
    queue: async (which, page) => {
      if (!actor.agent) return { total: 0, tickets: [] };
      return list(
        `queue ${which}`,
        `t.closed_at is null and t.status <> 'resolved' and ${QUEUE[which]}`,
        `${LAST}, t.priority, t.number`,
        page,
      );
    },
    search: (text) => search(pool, { org, agent: actor.agent }, text),
    articles: (ids) => articles(pool, { org, agent: actor.agent }, ids),
  };
}

const QUEUE: Readonly<Record<'open' | 'unassigned' | 'assigned', string>> = {
  open: 't.snoozed_until is null',
  unassigned: 't.assignee_id is null and t.snoozed_until is null',
  assigned: 't.assignee_id = $2',
};

/** What nobody can go on with now comes last. */
const LAST = `(t.status like 'waiting%')::int + 2 * (t.snoozed_until is not null)::int`;
