/** What a reply of the requester's in their ticket's thread is, by hand. */
import { REPLY, TALKED } from '../story.ts';
import { filled, literal, NOW, personIn } from './sql.ts';

const { key: CHANNEL } = personIn('person');
const MIRRORED = filled(
  {
    as: { name: '#', avatar: '#' },
    side: 'agents',
    message: { lines: [{ kind: 'said', text: REPLY }], audience: 'everyone' },
  },
  'name',
  'avatar',
);

/** The ticket's lock is what keeps its deliveries in order. */
export const REPLY_BY_HAND = `
\\set number random(${TALKED.first}, ${TALKED.last})
with ${NOW}, locked as materialized (
  select number, requester_id as person, requester_account as account from ticket
  where org_id = 1 and number = :number and closed_at is null for no key update
), speaker as materialized (
  select number, person, a.name, a.avatar, th.address
  from locked join account a on a.org_id = 1 and a.account = locked.account and a.person_id = person
  join thread th on th.org_id = 1 and th.ticket = number and th.seq = 0
), fresh as (
  insert into inbox (key, also, org_id)
  select ${CHANNEL} || ts, ${CHANNEL} || gen_random_uuid(), 1 from now, speaker
  on conflict do nothing
  returning key
), said as (
  insert into message (org_id, ticket, author_id, author, visibility, text, at, source, remote, key)
  select 1, number, person, name, 'public', ${literal(REPLY)}, t, address, ts, key from fresh, speaker, now
), counted as (
  insert into uncounted (org_id, ticket) select 1, number from fresh, speaker
)
insert into outbox (org_id, lane, op, ticket, thread, content, message, trace)
select 1, ${literal('t:1:')} || number || ${literal(':')} || seq, 'post', number, seq, (${MIRRORED})::jsonb, key, left(md5(ts), 16)
from fresh, speaker, now, lateral (
  select seq from thread where org_id = 1 and ticket = number and side = 'agents'
) mirrors;
`;
