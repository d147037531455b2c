import type { Account, InternalMessage, PublicMessage } from '../adapter.ts';
import type { Effect } from '../intent.ts';
import type { Rows } from './batch.ts';
import type { SentFile, TicketFile } from './file.ts';
import type { Content, Deed } from './rows.ts';
import { noteThreads, type Party, readersOf, type Thread, type Ticket } from './ticket.ts';

/** Where a file goes, as the recorder of the ticket's lanes posts it. */
export interface Posting {
  post(org: number, ticket: number, thread: Thread, content: Content): void;
  /** Into the direct messages of an account, if it can be reached. */
  tell(org: number, account: Account, message: PublicMessage): void;
  note(author: string, text: string): InternalMessage;
  lane(org: number, ticket: number, thread: number): string;
}

/** The rows of what was attached to something said: to be copied, and shown where that is shown. */
export function sentFiles(
  { org, actor, source }: Deed,
  ticket: number,
  visibility: 'public' | 'note',
  files: readonly SentFile[] = [],
  by: (Party & { readonly avatar?: string }) | undefined = actor,
): readonly object[] {
  return files.map((file) => ({
    org,
    ticket,
    ...file,
    message: source?.key ?? file.id.slice(0, file.id.lastIndexOf('/')),
    visibility,
    account: by?.account,
    author: by?.name,
    avatar: by?.avatar,
    locale: by?.locale,
    source: source?.address,
  }));
}

/**
 * Shows a file whose bytes are here to everybody who may read it, but where it was sent; the recorder leaves out those who
 * may not any more, for its message may have been changed while it was copied.
 */
export function attach(org: number, ticket: Ticket, file: TicketFile, rows: Rows, { note, lane }: Posting): void {
  const { id, name, type, bytes, author, account, avatar, source } = file;
  const shown = { id, name, type, bytes, account, author, ...(source === undefined ? {} : { source }) };
  const as = { name: author, ...(avatar === undefined ? {} : { avatar }) };
  const posts: object[] = [];
  for (const thread of goalsOf(ticket, file)) {
    const content: Content =
      file.visibility === 'public'
        ? { side: readersOf(thread), message: { audience: 'everyone', lines: [] }, as, file: shown }
        : { side: 'agents', message: note(author, ''), file: shown };
    posts.push({ lane: lane(org, ticket.number, thread.seq), thread: thread.seq, content });
  }
  rows.filed.push({ org, id, bytes, posts });
}

/** Says that a file does not arrive, to whoever sent it and to whoever would have got it. */
export function miss(
  org: number,
  ticket: Ticket,
  { file, why, sender, requester, agents }: Extract<Effect, { do: 'miss' }>,
  rows: Rows,
  { post, tell }: Posting,
): void {
  const from = ticket.threads.find(({ address }) => address !== undefined && address === file.source);
  if (sender !== undefined) {
    if (from === undefined) tell(org, file.account, sender);
    else post(org, ticket.number, from, { side: readersOf(from), message: sender });
  }
  for (const thread of goalsOf(ticket, file)) {
    const side = readersOf(thread);
    post(org, ticket.number, thread, { side, message: side === 'agents' ? agents : requester });
  }
  rows.filed.push({ org, id: file.id, failed: why.why });
}

/** Where it is shown: all threads whose readers may see it, but the one that it came from. */
const goalsOf = (ticket: Ticket, { source, visibility }: TicketFile): readonly Thread[] =>
  (visibility === 'note' ? noteThreads(ticket) : ticket.threads.filter(({ side }) => side !== 'notes')).filter(
    ({ address }) => address === undefined || address !== source,
  );
