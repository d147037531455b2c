import type { Kind } from '../ticket.ts';
import type { SurveyKind } from './asking.ts';
import type { Life } from './life.ts';

/** A ticket's life as SQL gives it; times are milliseconds since 1970. */
export interface LifeRow {
  readonly org: number;
  readonly ticket: number;
  readonly kind: Kind;
  readonly service: string | null;
  readonly requester: number;
  readonly requester_account: string;
  readonly opened: number;
  readonly due: number;
  readonly events:
    | readonly (readonly [number, string, number | null, string | null, Readonly<Record<string, unknown>> | null])[]
    | null;
  readonly messages: readonly (readonly [number, number, 'public' | 'note'])[] | null;
  readonly surveys:
    | readonly {
        readonly round: number;
        readonly kind: SurveyKind;
        readonly offered: number;
        readonly delivered: boolean;
        readonly opened: boolean;
        readonly answered: boolean;
        readonly over: 'withdrawn' | 'expired' | null;
        readonly score: number | null;
        readonly factor: string | null;
        readonly lost: number | null;
      }[]
    | null;
  /** What it added before. */
  readonly counted: { readonly service: string; readonly counts: string } | null;
}

export function lifeOf(row: LifeRow): Life {
  return {
    kind: row.kind,
    service: row.service ?? undefined,
    requester: row.requester,
    requesterAccount: row.requester_account,
    openedAt: new Date(row.opened),
    replyDueAt: new Date(row.due),
    events: (row.events ?? []).map(([at, event, actor, account, detail]) => ({
      at: new Date(at),
      event,
      actor: actor ?? undefined,
      account: account ?? undefined,
      detail: detail ?? {},
    })),
    messages: (row.messages ?? []).map(([at, author, visibility]) => ({ at: new Date(at), author, visibility })),
    surveys: (row.surveys ?? []).map(({ offered, over, score, factor, lost, ...survey }) => ({
      ...survey,
      offeredAt: new Date(offered),
      over: over ?? undefined,
      score: score ?? undefined,
      factor: factor ?? undefined,
      lostMinutes: lost ?? undefined,
    })),
  };
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** The lives of the tickets that are named, `[{org, ticket}]`, each found by its key. */
export const LIVES = `
select t.org_id as org, t.number as ticket, t.kind, t.service, t.requester_id as requester, t.requester_account,
  ${ms('t.opened_at')} as opened, ${ms('t.reply_due_at')} as due,
  (select json_agg(json_build_array(${ms('l.at')}, l.event, l.actor_id, l.account, l.detail) order by l.id)
   from timeline l where l.org_id = t.org_id and l.ticket = t.number) as events,
  (select json_agg(json_build_array(${ms('m.at')}, m.author_id, m.visibility) order by m.id)
   from message m where m.org_id = t.org_id and m.ticket = t.number) as messages,
  (select json_agg(json_build_object('round', s.round, 'kind', s.kind, 'offered', ${ms('s.offered_at')},
     'delivered', s.delivered_at is not null, 'opened', s.opened_at is not null, 'answered', s.answered_at is not null,
     'over', case when s.withdrawn_at is not null then 'withdrawn' when s.expired_at is not null then 'expired' end,
     'score', (select score from rating r where r.org_id = s.org_id and r.ticket = s.ticket and r.round = s.round
               order by r.id desc limit 1),
     'factor', (select factor from rating r where r.org_id = s.org_id and r.ticket = s.ticket and r.round = s.round
                and factor is not null order by r.id desc limit 1),
     'lost', (select lost_minutes from rating r where r.org_id = s.org_id and r.ticket = s.ticket and r.round = s.round
              and lost_minutes is not null order by r.id desc limit 1)) order by s.round)
   from survey s where s.org_id = t.org_id and s.ticket = t.number) as surveys,
  (select json_build_object('service', c.service, 'counts', c.counts)
   from counted c where c.org_id = t.org_id and c.ticket = t.number) as counted
from jsonb_to_recordset($1) as x(org int, ticket int)
join ticket t on t.org_id = x.org and t.number = x.ticket`;
