import { expect } from 'vitest';
import type { Delivered } from '../support/fake-slack/index.ts';
import { type MortalCompany, settled } from './mortal-company.ts';
import { keysShown, rowOf } from './shown.ts';
import { CANARY, type Step, type Story } from './story.ts';

/** What a step leaves in the timeline, in order. */
const EVENTS: Readonly<Record<Step, readonly string[]>> = {
  open: ['opened'],
  claim: ['claimed'],
  ask: ['replied'],
  answer: [],
  note: [],
  resolve: ['resolved', 'rating offered'],
  rate: ['rated'],
};

/**
 * Keeps what was ever given to the outbox, for the outbox forgets what it has shown: a trigger in the test's own database.
 * Nothing in the program knows of it.
 */
export async function witness({ db }: MortalCompany): Promise<void> {
  await db.pool.query(`
    create table witness (id bigint primary key, lane text not null, op text not null);
    create function testify() returns trigger language plpgsql as
      $$ begin insert into witness values (new.id, new.lane, new.op); return new; end $$;
    create trigger testify after insert on outbox for each row execute function testify();`);
}

/** From here on the desk's history counts. */
export async function mark({ db }: MortalCompany): Promise<number> {
  const { rows } = await db.pool.query('select coalesce(max(id), 0) as id from witness');
  return rows[0].id;
}

/** What must hold whatever was killed, and when. `since` is a mark; the stories are those played since then. */
export async function checkInvariants(
  company: MortalCompany,
  since: number,
  stories: readonly { readonly story: Story; readonly steps: readonly Step[] }[],
): Promise<void> {
  await drained(company);
  await eachAcknowledgedEventIsStored(company);
  await eachDeliveryIsSeenOnceInOrder(company, since);
  await eachTicketHasOneHistory(company, stories);
  noNoteLeaks(company);
  noSecretIsWritten(company);
}

/** I5: everything is shown, nothing waits, nothing was given up. */
async function drained(company: MortalCompany): Promise<void> {
  await settled(company);
  const { rows } = await company.db.pool.query('select fault, code, content from dead_letter');
  expect(rows).toEqual([]);
}

/**
 * I1: an event that was acknowledged is in the inbox. (That it is there once only, the inbox's own key sees to.) Buttons and
 * forms are acknowledged with words when the desk could not take them: what counts for those is what people see.
 */
async function eachAcknowledgedEventIsStored({ db, deliveries }: MortalCompany): Promise<void> {
  const keys = new Set(deliveries.filter(({ ok }) => ok).flatMap((one) => keyOf(one) ?? []));
  const { rows } = await db.pool.query('select key from inbox where key = any($1)', [[...keys]]);
  expect(rows.map(({ key }) => key).toSorted()).toEqual([...keys].toSorted());
}

function keyOf({ delivery: { payload } }: Delivered): string | undefined {
  const { event } = payload as { readonly event?: { readonly channel: string; readonly ts: string } };
  return event === undefined ? undefined : `slack:T1:${event.channel}:${event.ts}`;
}

/** I3 and I4: by the key that every message carries, each was seen once, and those of a lane in the order of its outbox. */
async function eachDeliveryIsSeenOnceInOrder(company: MortalCompany, since: number): Promise<void> {
  const seen = keysShown(company);
  const twice = seen.filter((key, n) => seen.indexOf(key) !== n);
  expect(twice, 'seen twice').toEqual([]);
  const shown = seen.map(rowOf);
  const { rows } = await company.db.pool.query<{ id: number; lane: string }>(
    `select id, lane from witness where op <> 'card' and id > $1 order by id`,
    [since],
  );
  expect(
    rows.filter(({ id }) => !shown.includes(id)),
    'never seen',
  ).toEqual([]);
  for (const [lane, all] of Map.groupBy(rows, ({ lane }) => lane)) {
    const ids = all.map(({ id }) => id);
    const order = ids.toSorted((a, b) => shown.indexOf(a) - shown.indexOf(b));
    expect(order, `the order in ${lane}`).toEqual(ids);
  }
}

/** I2 and I7: one ticket for each that was opened, and of each change one row of its timeline. */
async function eachTicketHasOneHistory(
  { db }: MortalCompany,
  stories: readonly { readonly story: Story; readonly steps: readonly Step[] }[],
): Promise<void> {
  for (const { story, steps } of stories) {
    const { rows } = await db.pool.query(
      `select t.number, array(select event from timeline l where l.org_id = t.org_id and l.ticket = t.number order by l.id)
         as events
       from ticket t where subject = $1`,
      [story.subject],
    );
    const events = steps.flatMap((step) => EVENTS[step]);
    expect(rows, story.subject).toEqual([{ number: expect.any(Number), events }]);
    const { rows: words } = await db.pool.query(
      `select text from message where ticket = $1 and visibility = 'public' and shown order by id`,
      [rows[0].number],
    );
    const spoken = [
      ...(steps.includes('ask') ? [story.question] : []),
      ...(steps.includes('answer') ? [story.answer] : []),
    ];
    expect(words.map(({ text }) => text.replaceAll(/[*_]{1,2}/g, '')).toSorted()).toEqual(
      spoken.map((text) => text.replaceAll('*', '')).toSorted(),
    );
  }
}

/** I6: nobody but agents ever saw a note, not even for a moment. */
function noNoteLeaks({ slack, discord }: MortalCompany): void {
  const elsewhere = slack.ledger.filter(
    (entry) => JSON.stringify(entry).includes(CANARY) && entry.channel !== 'C2' && entry.user !== 'U2',
  );
  expect(elsewhere).toEqual([]);
  for (const person of ['U1', 'U4']) expect(JSON.stringify(slack.seenBy(person))).not.toContain(CANARY);
  for (const person of ['D1', 'D4']) expect(discord.everSeenBy(person).join('\n')).not.toContain(CANARY);
}

/** Nothing that opens a door, and no word of a person, is in what the process writes; and it never ends with an error of its own. */
function noSecretIsWritten(company: MortalCompany): void {
  const output = company.output();
  for (const secret of company.secrets) expect(output).not.toContain(secret);
  expect(output).not.toContain(CANARY);
  expect(output).not.toMatch(/"level":"fatal"|UnhandledPromise|Uncaught/);
}
