/** What a requester's press of a rating's button is, by hand. */
import { RATED, TEAM } from '../story.ts';
import { filled, literal, NOW } from './sql.ts';

const TOLD = filled(
  {
    side: 'agents',
    message: {
      lines: [{ kind: 'text', text: '# rated the help with INC-#: # of 5 (Great).' }],
      audience: 'everyone',
    },
  },
  'name',
  'number',
  'score',
);
const LANE = `${literal('t:1:')} || number || ${literal(':')}`;

/** Always another score than before: the same one again changes nothing. */
export const RATE = `
\\set number random(${RATED.first}, ${RATED.last})
with ${NOW}, locked as materialized (
  select number, requester_id as person, requester_account as account, survey_round as round,
    case when rated = 5 then 4 else 5 end as score
  from ticket where org_id = 1 and number = :number and survey_state = 'offered' for no key update
), speaker as materialized (
  select locked.*, a.name from locked join account a on a.org_id = 1 and a.account = locked.account and a.person_id = person
), fresh as (
  insert into inbox (key, org_id)
  select ${literal(`slack:${TEAM}:trigger:`)} || md5(ts || number) || ${literal('.')} || left(md5(ts), 8), 1 from now, speaker
  on conflict do nothing
  returning key
), scored as (
  update ticket t set rated = score from fresh, speaker where t.org_id = 1 and t.number = speaker.number
), kept as (
  insert into rating (org_id, ticket, round, person_id, score, at)
  select 1, number, round, person, score, t from fresh, speaker, now
), answered as (
  update survey s set opened_at = coalesce(s.opened_at, t), answered_at = coalesce(s.answered_at, t)
  from fresh, speaker, now where s.org_id = 1 and s.ticket = speaker.number and s.round = speaker.round
), noted as (
  insert into timeline (org_id, ticket, at, actor_id, account, event, detail)
  select 1, number, t, person, account, 'rated', (${filled({ kind: 'rating', round: '#', score: '#' }, 'round', 'score')})::jsonb
  from fresh, speaker, now
), counted as (
  insert into uncounted (org_id, ticket) select 1, number from fresh, speaker
)
insert into outbox (org_id, lane, op, ticket, thread, content, trace)
select 1, ${LANE} || seq, op, number, seq, content::jsonb, left(md5(ts), 16)
from fresh, speaker, now, lateral (values
  (0, 'card', null), (1, 'card', null), (1, 'post', ${TOLD})
) v(seq, op, content);
`;
