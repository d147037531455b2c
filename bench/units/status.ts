/** What `/ticket status` reads, by hand: one ticket of the asker's with what was said last, and the newest of theirs. */
import { PEOPLE, TALKED } from '../story.ts';
import { personIn } from './sql.ts';

/** As many as the desk shows. */
const SAID = 5;
const PAGE = 5;

const WHOLE = `t.*, r.name as requester_name, r.locale as requester_locale, a.name as assignee_name,
    (select jsonb_agg(jsonb_build_object('seq', th.seq, 'side', th.side, 'at', th.at, 'address', th.address) order by th.seq)
     from thread th where th.org_id = 1 and th.ticket = t.number) as threads`;
const PEOPLE_OF = `left join account r on r.org_id = 1 and r.account = t.requester_account
  left join account a on a.org_id = 1 and a.account = t.assignee_account`;

/** Only its requester is shown it. */
export const STATUS = `
\\set number random(${TALKED.first}, ${TALKED.last})
select ${WHOLE},
  (select jsonb_agg(jsonb_build_object('author', m.author, 'text', m.text, 'at', m.at) order by m.id) from (
     select * from message m where m.org_id = 1 and m.ticket = t.number and m.visibility = 'public' and m.shown
       and m.deleted_at is null
     order by m.id desc limit ${SAID}
   ) m) as said
from ticket t
join account asker on asker.org_id = 1 and asker.account = t.requester_account and asker.person_id = t.requester_id
${PEOPLE_OF}
where t.org_id = 1 and t.number = :number;
`;

const NEWEST_FIRST = '(t.closed_at is not null), t.number desc';

export const MINE = `
\\set person random(1, ${PEOPLE})
with asker as materialized (
  select person_id from account where org_id = 1 and account = ${personIn(':person').account}
)
select (select count(*)::int from ticket t where t.org_id = 1 and t.requester_id = asker.person_id) as total,
  (select jsonb_agg(w) from (
     select ${WHOLE} from (
       select * from ticket t where t.org_id = 1 and t.requester_id = asker.person_id order by ${NEWEST_FIRST} limit ${PAGE}
     ) t ${PEOPLE_OF} order by ${NEWEST_FIRST}
   ) w) as tickets
from asker;
`;
