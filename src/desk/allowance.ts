/** What somebody may do only so often: how often they did is loaded with the rest, for whoever decides. */
import type { Account } from '../adapter.ts';
import type { LinkCode } from '../intent.ts';

export interface CodeRow {
  readonly hash: string;
  readonly account: Account;
  readonly person: number;
  readonly name: string;
  readonly locale: string | null;
  readonly expires: string;
  readonly used: boolean;
}

export function codeOf({ hash, account, person, name, locale, expires, used }: CodeRow): LinkCode {
  const owner = { person, account, name, ...(locale === null ? {} : { locale }) };
  return { hash, owner, expiresAt: new Date(expires), used };
}

/** Parts of the statement of `load`: the code that is entered, how many were given lately, and when others were tried in vain. */
export const CODES = `, (select jsonb_build_object('hash', c.hash, 'account', c.account, 'person', o.person_id, 'name', o.name,
     'locale', o.locale, 'expires', c.expires_at, 'used', c.used_at is not null)
   from link_code c join account o on o.org_id = c.org_id and o.account = c.account
   where c.org_id = live.org and c.hash = live.code) as code,
  case when live.codes then (select count(*)::int from link_code c where c.org_id = live.org
    and c.account = live.account and c.created_at > now() - interval '1 hour') end as codes,
  case when live.code is not null then array(select s.at from spent s where s.org_id = live.org
    and s.account = live.account and s.what = 'code' order by s.at desc limit 100) end as tried`;

/**
 * When the newest tickets were opened. A person's own are known from the tickets themselves, so that to count them costs
 * nothing when one is opened; `behalf` where some of the batch are of others' messages.
 */
export function openedOf(behalf: boolean): string {
  const own = `when live.own is not null then array(select t.opened_at from ticket t where t.org_id = live.org
    and t.requester_id = live.person_id order by t.number desc limit live.own)`;
  const others = `when live.others is not null then array(select s.at from spent s where s.org_id = live.org
    and s.account = live.account and s.what = 'behalf' order by s.at desc limit live.others)`;
  return `, case ${own} ${behalf ? others : ''} end as opened`;
}
