/** What opening a ticket is, by hand. */
import { LOCALE, PEOPLE, SUBJECT, TEAM, TEXT } from '../story.ts';
import { filled, literal, NOW, personIn } from './sql.ts';

const { name: NAME, avatar: AVATAR, account: ACCOUNT, key: CHANNEL, place: PLACE } = personIn(':person');
const AGENTS = literal(`slack:${TEAM}/#agents`);
const MIRRORED = filled(
  {
    as: { name: '#', avatar: '#' },
    side: 'agents',
    message: { lines: [{ kind: 'said', text: TEXT }], audience: 'everyone' },
  },
  NAME,
  AVATAR,
);
const ANSWER = filled(
  {
    side: 'requester',
    message: {
      audience: 'everyone',
      lines: [
        { kind: 'text', text: 'I took your message as a request and opened INC-# (P3). Reply expected by 07:05.' },
        { kind: 'hint', text: 'Anything to add? Write in its thread.' },
      ],
      buttons: [{ label: 'Not a request? Withdraw it', intent: 'resolve', params: { code: 'cancelled', ticket: '#' } }],
    },
  },
  'number',
  'number',
);

/** Written by hand as one would: no more look-ups and no more rows than the desk has. */
export const OPEN = `
\\set person random(1, ${PEOPLE})
with ${NOW}, fresh as (
  insert into inbox (key, also, org_id)
  select ${CHANNEL} || ts, ${CHANNEL} || gen_random_uuid(), 1 from now
  on conflict do nothing
  returning key
), known as materialized (
  select person_id from account where org_id = 1 and account = ${ACCOUNT}
), stranger as (
  insert into account (org_id, account, person_id, name, avatar, locale)
  select 1, ${ACCOUNT}, nextval('person_id'), ${NAME}, ${AVATAR}, '${LOCALE}'
  from fresh where not exists (select 1 from known)
  on conflict (org_id, account) do update set name = excluded.name
  returning person_id
), opened as (
  insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
    opened_at, reply_due_at, reopened, survey_round, survey_state)
  select 1, nextval('ticket_number_1'), ${literal(SUBJECT)}, 'incident', 2, 2, 3, 'new', person_id, ${ACCOUNT},
    t, t + interval '4 hours', 0, 0, 'none'
  from fresh, now, (select person_id from known union all select person_id from stranger) speaker
  returning number, requester_id
), threads as (
  insert into thread (org_id, ticket, seq, side, at, address, locale)
  select 1, number, seq, side, at, address, '${LOCALE}' from opened, now, lateral (values
    (0, 'requester', ${PLACE} || ts, ${PLACE} || ts), (1, 'agents', ${AGENTS}, null)
  ) v(seq, side, at, address)
), said as (
  insert into message (org_id, ticket, author_id, author, visibility, text, at, source, remote, key, opens)
  select 1, number, requester_id, ${NAME}, 'public', ${literal(TEXT)}, t, ${PLACE} || ts, ts, ${CHANNEL} || ts, true
  from opened, now
), noted as (
  insert into timeline (org_id, ticket, at, actor_id, account, event, detail)
  select 1, number, t, requester_id, ${ACCOUNT}, 'opened', '{"priority": 3}' from opened, now
), counted as (
  insert into uncounted (org_id, ticket) select 1, number from opened
)
insert into outbox (org_id, lane, op, address, ticket, thread, content, message, trace)
select 1, ${literal('t:1:')} || number || ${literal(':')} || seq, op, address, number, seq, content::jsonb, message, left(md5(ts), 16)
from opened, now, lateral (values
  (0, 'open', ${PLACE} || ts, null, null),
  (1, 'open', ${AGENTS}, null, null),
  (1, 'post', null, ${MIRRORED}, ${CHANNEL} || ts),
  (0, 'post', null, ${ANSWER}, null)
) v(seq, op, address, content, message);
`;
