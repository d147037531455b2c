/** The thread for notes: what agents write in it, in Slack or in Discord, is a note, and no requester ever gets any of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

let desk: Company;
beforeAll(async () => {
  desk = await company();
});
afterAll(() => desk.stop());

const SECRET = 'layoff list';
const inSlack = <T>(look: () => T, what: string) => desk.slack.waitFor(look, { what });
const inDiscord = <T>(look: () => T, what: string) => desk.discord.waitFor(look, { what });
const triage = () => desk.slack.channel('C2').messages;
const root = (words: string) => triage().find(({ threadTs, said }) => threadTs === undefined && said.includes(words));
const under = (ts: string | undefined, part: string) =>
  triage().filter((one) => one.threadTs === ts && one.ts !== ts && one.said.includes(part));
const discordThread = (name: string) => desk.discord.threads('triage').find((one) => one.name.startsWith(name));
const saidIn = (name: string, part: string) =>
  discordThread(name)?.messages.filter(({ content }) => content.includes(part)) ?? [];
/** Everything that Mira and Olu could read, in both places. */
const requestersRead = () =>
  JSON.stringify([desk.slack.seenBy('U1'), desk.slack.seenBy('U4'), desk.discord.everSeenBy('D1')]);
const miraReads = (part: string) => desk.slack.seenBy('U1').filter(({ byBot, said }) => byBot && said.includes(part));
const notes = async () =>
  (await desk.db.pool.query<{ text: string }>("select text from message where visibility = 'note' order by id")).rows;

describe('a thread for notes', () => {
  let card: string;
  let begun: string;

  it('begins with a press on the card: one thread in the agents’ channel, and the button is gone from the card', async () => {
    await desk.inSlack.message({ user: 'U1', text: 'My VPN drops every ten minutes, please help' });
    card = (await inSlack(() => root('VPN drops'), 'the card')).ts;
    await inDiscord(() => discordThread('INC-1'), 'the thread in Discord');
    await desk.inSlack.press({ user: 'U2', channel: 'C2', ts: card, label: 'Notes thread' });
    const first = await inSlack(() => root('Notes on INC-1'), 'the notes thread');
    begun = first.ts;
    expect(first.said).toContain('Nothing in it reaches');
    await inSlack(
      () => desk.slack.seenBy('U2').find(({ ephemeral, said }) => ephemeral && said.includes('thread for notes')),
      'the answer',
    );
    expect(triage().filter(({ threadTs }) => threadTs === undefined)).toHaveLength(2);
    // In Discord the card can still begin one of its own, so the button stays on both cards.
    expect(JSON.stringify(root('VPN drops · ')?.blocks ?? root('VPN drops')?.blocks)).toContain('Notes thread');
  });

  it('is one, however often it is asked for, by whomever', async () => {
    const asked = desk.slack.seenBy('U2').length;
    await Promise.all(
      ['/ticket', '/ticket', '/ticket'].map((command) =>
        desk.inSlack.slash({ user: 'U2', channel: 'C2', command, text: 'notes INC-1' }),
      ),
    );
    await inSlack(
      () =>
        desk.slack
          .seenBy('U2')
          .slice(asked)
          .filter(({ said }) => said.includes('already')).length === 3,
      'three refusals',
    );
    expect(triage().filter(({ threadTs, said }) => threadTs === undefined && said.includes('Notes on'))).toHaveLength(
      1,
    );
  });

  it('makes a note of whatever an agent writes in it: Discord’s agents get it as one, Mira nothing, the ticket stays new', async () => {
    const words = ['Mira is on the layoff list', 'solved, thanks', 'close INC-1', '5', `reply: ${SECRET}`];
    for (const text of words) await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: begun, text });
    await inDiscord(() => saidIn('INC-1', `reply: ${SECRET}`).length === 1, 'the notes in Discord');
    expect(saidIn('INC-1', 'Note by sam')).toHaveLength(words.length);
    expect((await notes()).map(({ text }) => text)).toEqual(words);
    // It stands in its thread already, and nowhere else in Slack.
    expect(triage().filter(({ said }) => said.includes(SECRET))).toHaveLength(2);
    const { rows } = await desk.db.pool.query('select status, first_reply_at from ticket');
    expect(rows).toEqual([{ status: 'new', first_reply_at: null }]);
    expect(requestersRead()).not.toContain(SECRET);
  });

  it('gets the notes that are written elsewhere, once, and nothing that is public', async () => {
    await desk.inSlack.press({ user: 'U2', channel: 'C2', ts: card, label: 'Note' });
    await desk.inSlack.submit({ user: 'U2', values: { text: `by the button: ${SECRET}` } });
    await inSlack(() => under(begun, 'by the button').length === 1, 'the note in its thread');
    await inDiscord(() => saidIn('INC-1', 'by the button').length === 1, 'the note in Discord');
    expect(under(card, 'by the button')).toEqual([]);
    await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: card, text: 'Which network are you on?' });
    await inSlack(() => miraReads('Which network').length === 1, 'the answer');
    expect(under(begun, 'Which network')).toEqual([]);
    expect(requestersRead()).not.toContain(SECRET);
  });

  it('follows what is changed and taken back in it, as a note', async () => {
    const { ts } = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: begun, text: 'ask HR first' });
    await inDiscord(() => saidIn('INC-1', 'ask HR first').length === 1, 'the note in Discord');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts, text: `ask legal first, ${SECRET}` });
    await inDiscord(() => saidIn('INC-1', 'ask legal first').length === 1, 'the change in Discord');
    expect(saidIn('INC-1', 'ask legal first')[0]?.content).toContain('Note by sam');
    await desk.inSlack.remove({ user: 'U2', channel: 'C2', ts });
    await inDiscord(() => saidIn('INC-1', 'ask legal first').length === 0, 'its end in Discord');
    expect(requestersRead()).not.toMatch(/ask HR first|ask legal first|layoff list/);
  });

  it('begins in Discord as well, and the two exchange their notes', async () => {
    const message = desk.discord.channel('triage').messages[0];
    desk.discord.press({ user: 'D3', message: message?.id ?? '', label: 'Notes thread' });
    await inDiscord(() => discordThread('Notes on INC-1'), 'the notes thread in Discord');
    await expect
      .poll(
        async () =>
          (await desk.db.pool.query("select from thread where side = 'notes' and address is not null")).rowCount,
      )
      .toBe(2);
    const channel = discordThread('Notes on INC-1')?.id ?? '';
    desk.discord.message({ user: 'D3', channel, content: `noted in Discord: ${SECRET}` });
    await inSlack(() => under(begun, 'noted in Discord').length === 1, 'the note in Slack');
    await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: begun, text: `noted in Slack: ${SECRET}` });
    await inDiscord(() => saidIn('Notes on INC-1', 'noted in Slack').length === 1, 'the note in Discord');
    expect(saidIn('INC-1', 'noted in Slack')).toEqual([]);
    await inSlack(
      () => !JSON.stringify(root('VPN drops')?.blocks).includes('Notes thread'),
      'the card without the button',
    );
    expect(requestersRead()).not.toContain(SECRET);
  });

  it('keeps a file that is sent in it among agents, and its words when they are added later', async () => {
    const file = { name: 'layoffs.csv', bytes: Buffer.from('mira') };
    const { ts } = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: begun, text: '', files: [file] });
    const shown = () => discordThread('Notes on INC-1')?.messages.find(({ attachments }) => attachments.length > 0);
    await inDiscord(shown, 'the file in Discord');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts, text: `this is the ${SECRET}` });
    await inDiscord(() => saidIn('Notes on INC-1', 'this is the').length === 1, 'its words in Discord');
    expect(requestersRead()).not.toMatch(/layoffs\.csv/);
    expect(desk.slack.channel(desk.slack.dm('U1')).messages.filter(({ files }) => files.length > 0)).toEqual([]);
  });

  it('is of no use to a guest from another company, and what is written while the desk is away is a note all the same', async () => {
    desk.slack.addUser({ id: 'U9', name: 'eve', realName: 'Eve Guest', teamId: 'T9' });
    await desk.inSlack.join({ user: 'U9', channel: 'C2' });
    await desk.inSlack.message({ user: 'U9', channel: 'C2', threadTs: begun, text: 'eve was here' });
    await desk.restart(() =>
      desk.slack
        .http('http://127.0.0.1:9/')
        .message({ user: 'U2', channel: 'C2', threadTs: begun, text: `meanwhile: ${SECRET}` }),
    );
    await inDiscord(() => saidIn('Notes on INC-1', 'meanwhile').length === 1, 'what was written meanwhile');
    expect((await notes()).map(({ text }) => text)).not.toContain('eve was here');
    expect(requestersRead()).not.toMatch(/eve was here|layoff list/);
  });
});

describe('threads whose first message somebody deletes', () => {
  it('are begun anew, the card’s with the answer and the notes thread with the note, and never mixed up', async () => {
    await desk.inSlack.message({ user: 'U4', text: 'My mouse is dead, please help' });
    const { ts: old } = await inSlack(() => root('mouse is dead'), 'the card');
    const number = /INC-\d+/.exec(root('mouse is dead')?.said ?? '')?.[0] ?? '';
    await desk.inSlack.press({ user: 'U2', channel: 'C2', ts: old, label: 'Notes thread' });
    const notesRoot = await inSlack(() => root(`Notes on ${number}`), 'the notes thread');
    const opened = `select from thread where side = 'notes' and ticket = $1 and address is not null`;
    await expect.poll(async () => (await desk.db.pool.query(opened, [number.slice(4)])).rowCount).toBe(1);
    for (const ts of [notesRoot.ts, old]) await desk.inSlack.remove({ user: 'UBOT', channel: 'C2', ts });
    await desk.inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: `note ${number} canary-88 again` });
    await desk.inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: `reply ${number} which mouse` });
    const again = await inSlack(() => root(`Notes on ${number}`), 'another notes thread');
    const card = await inSlack(
      () => triage().find(({ threadTs, said }) => threadTs === undefined && said.startsWith(`${number} ·`)),
      'another card',
    );
    await inSlack(() => under(again.ts, 'canary-88').length > 0, 'the note in it');
    await inSlack(() => under(card.ts, 'which mouse').length > 0, 'the answer under the card');
    expect(under(again.ts, 'which mouse')).toEqual([]);
    expect(requestersRead()).not.toContain('canary-88');
  });
});

describe('words that an agent adds to a file in the thread of the card', () => {
  it('go to no requester when they look like a note', async () => {
    await desk.inSlack.message({ user: 'U4', text: 'My printer is on fire, please help' });
    const { ts: thread } = await inSlack(() => root('printer is on fire'), 'the card');
    await inDiscord(() => discordThread('INC-3'), 'the thread in Discord');
    const file = { name: 'plan.txt', bytes: Buffer.from('plan') };
    const { ts } = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: thread, text: '', files: [file] });
    const oluHas = () => desk.slack.seenBy('U4').some(({ byBot, files }) => byBot && files.includes('plan.txt'));
    await inSlack(oluHas, 'the file');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts, text: 'note: canary-77 for agents' });
    await inDiscord(() => saidIn('INC-3', 'canary-77').length === 1, 'the note in Discord');
    await inSlack(() => !oluHas(), 'the file taken back');
    expect(requestersRead()).not.toContain('canary-77');
  });
});
