/** What became of messages, as rows. */
import type { Revision } from '../adapter.ts';
import type { Spoken } from './spoken.ts';
import type { Source } from './ticket.ts';

/** What became of a message that has yet to come. Without a text it is deleted. */
export function awaitedRow(org: number, revision: Revision): object {
  const { of: message } = revision;
  return revision.kind === 'edited'
    ? { org, message, version: revision.version, text: revision.text }
    : { org, message };
}

/**
 * SQL: the content of an outbox row that nobody can have seen yet, with the message that it mirrors as it is now; null where
 * it is not to be shown any more. What was tried is left as it was, for it may have to be found again by what it says.
 */
export const asItIs = (row: string): string => `case when ${row}.message is null then ${row}.content else (
  select case when m.deleted_at is null and (m.visibility = 'public' or ${row}.content->>'side' = 'agents')
    then jsonb_set(${row}.content, ${saidIn(`${row}.content`)}, to_jsonb(m.text)) end
  from message m where m.org_id = ${row}.org_id and m.key = ${row}.message limit 1
) end`;

/** SQL: where in a content the words of the mirrored message are: above a note stands whose it is. */
export const saidIn = (content: string): string =>
  `case when ${content}#>>'{message,lines,0,kind}' = 'said' then '{message,lines,0,text}' else '{message,lines,1,text}' end::text[]`;

/** `name`: the organisation, and the key. */
export function rewrittenRow(name: string, message: Spoken): object {
  const { ticket, id, key, visibility, text, version, deleted, shown } = message;
  return { org: Number(name.split(' ', 1)[0]), ticket, id, key, visibility, text, version, deleted, shown };
}

/** Where a message was said: it is not shown there a second time. */
export const sourceOf = ({ source, key }: Spoken): Source | undefined =>
  source === undefined ? undefined : { address: source, remote: '', key };
