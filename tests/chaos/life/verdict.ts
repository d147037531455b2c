import type { MortalCompany } from '../mortal-company.ts';
import { keysShown, rowOf } from '../shown.ts';
import { AGENTS, REQUESTERS, TRIAGE } from './people.ts';
import { cards, discordThreads, placesOf, thread } from './places.ts';
import type { Life, Utterance } from './record.ts';

/** What is wrong with what people see, each in words; empty lists when all is well. */
export interface Verdict {
  /** Something that was taken, and is not where it belongs. */
  readonly lost: readonly string[];
  readonly doubledTickets: readonly string[];
  readonly doubledMessages: readonly string[];
  readonly orderViolations: readonly string[];
  /** What only agents may see, where somebody else could. */
  readonly noteLeaks: readonly string[];
  /** What was given up, waits still, is held by nobody, or should never be written. */
  readonly other: readonly string[];
}

/** Looks at everything that people see, and at what the desk has of it. */
export async function judge(company: MortalCompany, lives: readonly Life[]): Promise<Verdict> {
  const all: Findings[] = [];
  // One after another: a server that has just come back does not take a hundred connections at once.
  for (const life of lives) all.push(await judgeOne(company, life));
  const overall = await judgeDesk(company, lives);
  const joined = [...all, overall];
  return {
    lost: joined.flatMap(({ lost }) => lost),
    doubledTickets: joined.flatMap(({ doubledTickets }) => doubledTickets),
    doubledMessages: joined.flatMap(({ doubledMessages }) => doubledMessages),
    orderViolations: joined.flatMap(({ orderViolations }) => orderViolations),
    noteLeaks: joined.flatMap(({ noteLeaks }) => noteLeaks),
    other: joined.flatMap(({ other }) => other),
  };
}

const FOLLOW_UP = 'When you have spoken with them';

type Findings = { readonly [K in keyof Verdict]: string[] };

const nothing = (): Findings => ({
  lost: [],
  doubledTickets: [],
  doubledMessages: [],
  orderViolations: [],
  noteLeaks: [],
  other: [],
});

async function judgeOne(company: MortalCompany, life: Life): Promise<Findings> {
  const found = nothing();
  const { word, home } = life.plan;
  await tickets(company, life, found);
  for (const where of ['slack', 'discord'] as const) {
    const count = cards(company, life, where).length;
    if (count === 0) found.lost.push(`the card of ${word} in ${where}`);
    if (count > 1) found.doubledMessages.push(`${count} cards of ${word} in ${where}`);
  }
  for (const below of [TRIAGE.discord, ...(home === 'discord' ? ['help'] : [])]) {
    const threads = discordThreads(company, life, below).length;
    if (threads > 1) found.doubledMessages.push(`${threads} threads of ${word} below ${below}`);
  }
  for (const place of placesOf(life)) {
    // Whoever leads gets the history of a ticket that was rated low; that is no copy.
    const messages = thread(company, life, place).filter(({ byDesk, words }) => byDesk && !words.includes(FOLLOW_UP));
    const requester = place.endsWith('requester');
    const copies = (one: string): number => messages.filter(({ words }) => words.includes(one)).length;
    for (const one of life.said) {
      const expected = one.word !== undefined && isCopied(one, place) ? 1 : 0;
      const count = one.word === undefined ? 0 : copies(one.word);
      if (count < expected) found.lost.push(`${one.kind} ${one.word} at ${place}`);
      if (count > Math.max(1, expected))
        found.doubledMessages.push(`${one.kind} ${one.word} at ${place}: ${count} times`);
      if (one.kind === 'note' && requester && count > 0) found.noteLeaks.push(`${one.word} at ${place}`);
      for (const gone of one.gone)
        if (copies(gone) > 0) found.lost.push(`the change of ${gone} to ${one.word ?? 'nothing'} at ${place}`);
    }
    const surveys = messages.filter(({ words }) => words.includes('1 · Poor')).length;
    const rounds = life.plan.deeds.filter((deed) => deed.do === 'resolve').length;
    if (requester && life.finished && surveys > rounds) found.doubledMessages.push(`${surveys} surveys for ${word}`);
  }
  leaks(company, life, found);
  return found;
}

/** What was said and cannot be seen yet where it belongs. */
export function missing(company: MortalCompany, life: Life): readonly string[] {
  return placesOf(life).flatMap((place) => {
    const words = thread(company, life, place).map((one) => one.words);
    return life.said.flatMap((one) => {
      const { word } = one;
      return word === undefined || !isCopied(one, place) || words.some((all) => all.includes(word)) ? [] : [word];
    });
  });
}

/** Everybody has it but those who were there when it was said; and notes are for agents. */
function isCopied({ kind, where }: Utterance, place: ReturnType<typeof placesOf>[number]): boolean {
  if (kind === 'note') return place.endsWith('agents');
  const origin = `${where} ${kind === 'ask' ? 'requester' : 'agents'}`;
  return place !== origin;
}

async function tickets({ db }: MortalCompany, life: Life, found: Findings): Promise<void> {
  const { rows } = await db.pool.query<{ number: number; rated: number | null; events: string[] }>(
    `select number, rated, array(select event from timeline l where l.org_id = t.org_id and l.ticket = t.number order by l.id) as events
     from ticket t where subject like $1`,
    [`%(${life.plan.word})`],
  );
  const { word, deeds } = life.plan;
  if (rows.length === 0) found.lost.push(`the ticket ${word}`);
  if (rows.length > 1) found.doubledTickets.push(`${rows.length} tickets ${word}`);
  const [ticket] = rows;
  if (ticket === undefined || !life.finished) return;
  const last = life.scores.at(-1) ?? null;
  if (ticket.rated !== last) found.lost.push(`the rating of ${word}: ${last} was pressed last, ${ticket.rated} counts`);
  for (const [event, deed] of [
    ['opened', undefined],
    ['claimed', 'claim'],
    ['resolved', 'resolve'],
    ['reopened', 'reopen'],
  ] as const) {
    const expected = deed === undefined ? 1 : deeds.filter((one) => one.do === deed).length;
    const count = ticket.events.filter((one) => one === event).length;
    if (count < expected) found.lost.push(`'${event}' of ${word}: ${count} of ${expected} in its timeline`);
    if (count > expected)
      found.doubledMessages.push(`'${event}' of ${word}: ${count} times in its timeline, not ${expected}`);
  }
}

/** Not even for a moment: the platforms' own records forget nothing. */
function leaks({ slack, discord }: MortalCompany, life: Life, found: Findings): void {
  const notes = life.said.flatMap(({ kind, word }) => (kind === 'note' && word !== undefined ? [word] : []));
  for (const note of notes) {
    const elsewhere = slack.ledger.some(
      (entry) =>
        entry.channel !== TRIAGE.slack && entry.user !== AGENTS.slack.id && JSON.stringify(entry).includes(note),
    );
    if (elsewhere) found.noteLeaks.push(`${note} in Slack`);
    for (const person of REQUESTERS.discord)
      if (discord.everSeenBy(person).some((text) => text.includes(note)))
        found.noteLeaks.push(`${note} before ${person}`);
  }
}

async function judgeDesk(company: MortalCompany, lives: readonly Life[]): Promise<Findings> {
  const found = nothing();
  const { db, discord } = company;
  const { rows: dead } = await db.pool.query('select op, lane, fault, code from dead_letter');
  for (const { op, lane, fault, code } of dead) found.lost.push(`given up: ${op} in ${lane} (${fault}, ${code})`);
  const { rows: left } = await db.pool.query(
    `select 'delivery in ' || lane as what from outbox
     union all select 'work ' || key from inbox where work is not null and work->>'kind' <> 'intent'`,
  );
  for (const { what } of left) found.other.push(`still waiting: ${what}`);
  const { rows: many } = await db.pool.query('select count(*)::int as n from ticket');
  const born = lives.length;
  if (many[0].n > born) found.doubledTickets.push(`${many[0].n} tickets of ${born} that were opened`);
  const keys = keysShown(company);
  for (const key of new Set(keys.filter((one, n) => keys.indexOf(one) !== n)))
    found.doubledMessages.push(`the delivery ${key}`);
  await order(company, keys, found);
  for (const secret of company.secrets) if (company.output().includes(secret)) found.other.push('a secret in the log');
  if (/"level":"fatal"|UnhandledPromise|Uncaught/.test(company.output())) found.other.push('a process ended by itself');
  for (const { what } of discord.unsafeMentions) found.other.push(`a message that could ring: ${what}`);
  return found;
}

/** What was shown in a lane was shown in the order of its outbox. */
async function order({ db }: MortalCompany, keys: readonly string[], found: Findings): Promise<void> {
  const at = new Map(keys.map((key, n) => [rowOf(key), n]));
  const { rows } = await db.pool.query<{ id: number; lane: string }>(
    `select id, lane from witness where op in ('open', 'post') order by id`,
  );
  for (const [lane, all] of Map.groupBy(rows, (one) => one.lane)) {
    const shown = all.flatMap(({ id }) => at.get(id) ?? []);
    const wrong = shown.filter((n, i) => i > 0 && n < (shown[i - 1] ?? 0)).length;
    if (wrong > 0) found.orderViolations.push(`${wrong} in ${lane}`);
  }
}
