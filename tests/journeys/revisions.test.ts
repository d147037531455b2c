/** What people change and delete after they said it, over the wire, from Slack to Discord and back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

let desk: Company;
beforeAll(async () => {
  desk = await company();
});
afterAll(() => desk.stop());

const card = (subject: string) =>
  desk.slack.waitFor(
    () =>
      desk.slack
        .channel('C2')
        .messages.find(({ threadTs, blocks }) => threadTs === undefined && JSON.stringify(blocks).includes(subject)),
    { what: `the card of ${subject}` },
  );
const inSlackThread = (ts: string, part: string) =>
  desk.slack.seenBy('U2').filter(({ threadTs, said, ts: its }) => threadTs === ts && its !== ts && said.includes(part));
const agentsInDiscord = (part: string) =>
  desk.discord.threads('triage').flatMap(({ messages }) => messages.filter(({ content }) => content.includes(part)));
const miraReads = (part: string) =>
  desk.slack
    .seenBy('U1')
    .filter(({ channel, byBot, said }) => channel === desk.slack.dm('U1') && byBot && said.includes(part));
const oluReads = (part: string) =>
  desk.discord.dm('D4').messages.filter(({ author, content }) => author.bot === true && content.includes(part));
const inSlack = <T>(look: () => T, what: string) => desk.slack.waitFor(look, { what });
const inDiscord = <T>(look: () => T, what: string) => desk.discord.waitFor(look, { what });

/** Where anything of these words is left in the database. */
async function kept(words: string): Promise<readonly string[]> {
  const tables = ['message', 'ticket', 'timeline', 'outbox', 'dead_letter', 'inbox', 'revision', 'copy'];
  const found = await Promise.all(
    tables.map(async (table) => {
      const { rowCount } = await desk.db.pool.query(`select from ${table} t where strpos(t::text, $1) > 0`, [words]);
      return (rowCount ?? 0) > 0 ? [table] : [];
    }),
  );
  return found.flat();
}

describe('a requester in Slack', () => {
  const channel = () => desk.slack.dm('U1');
  let opening: { readonly ts: string };
  let root: string;

  it('changes the message that opened the ticket: its cards, its text and its thread’s name follow, marked as edited', async () => {
    opening = await desk.inSlack.message({
      user: 'U1',
      text: 'VPN drops, psw hunter2\nI cannot work since this morning, psw hunter2',
    });
    root = (await card('VPN drops')).ts;
    await inDiscord(() => agentsInDiscord('since this morning').length === 1, 'the text in Discord');
    await desk.inSlack.edit({
      ...{ user: 'U1', channel: channel(), ts: opening.ts },
      text: 'VPN drops, psw [removed]\nI cannot work since this morning, psw [removed]',
    });
    await inSlack(() => inSlackThread(root, 'morning, psw [removed]')[0]?.said.includes('edited'), 'the text in Slack');
    await card('psw [removed]');
    await inDiscord(() => agentsInDiscord('morning, psw [removed]').length === 1, 'the new text in Discord');
    await inDiscord(() => desk.discord.threads('triage')[0]?.name.includes('[removed]'), 'the thread’s new name');
    const cardsInDiscord = () => JSON.stringify(desk.discord.channel('triage').messages);
    await inDiscord(() => !cardsInDiscord().includes('hunter2'), 'the card in Discord');
    expect(JSON.stringify(desk.slack.channel('C2').messages)).not.toContain('hunter2');
    expect(JSON.stringify(agentsInDiscord(''))).not.toContain('hunter2');
    expect(await kept('hunter2')).toEqual([]);
  });

  it('changes "psw hunter2" to "psw [removed]", and every copy follows under the writer’s name; told again, nothing changes', async () => {
    const said = await desk.inSlack.message({ user: 'U1', threadTs: opening.ts, text: 'psw hunter2 for you' });
    await inSlack(() => inSlackThread(root, 'for you').length === 1, 'the copy in Slack');
    await inDiscord(() => agentsInDiscord('for you').length === 1, 'the copy in Discord');
    const it = { user: 'U1', channel: channel(), ts: said.ts };
    const edited = await desk.inSlack.edit({ ...it, text: 'psw [removed] for you' });
    const copy = await inSlack(() => inSlackThread(root, '[removed] for you')[0], 'the new text in Slack');
    expect(copy).toMatchObject({ username: 'mira' });
    expect(copy.said).toContain('edited');
    await inDiscord(() => agentsInDiscord('[removed] for you')[0]?.edited_timestamp, 'the new text in Discord');
    await desk.inSlack.redeliver(edited, { retryNum: 1, retryReason: 'http_timeout' });
    expect([inSlackThread(root, 'for you').length, agentsInDiscord('for you').length]).toEqual([1, 1]);
    expect(await kept('hunter2')).toEqual([]);
    await desk.inSlack.remove(it);
    await inSlack(() => inSlackThread(root, 'for you').length === 0, 'its going in Slack');
    await inDiscord(() => agentsInDiscord('for you').length === 0, 'its going in Discord');
    expect(await kept('for you')).toEqual([]);
  });

  it('gets an agent’s words as the agent left them, whether in Discord or in Slack', async () => {
    const thread = desk.discord.threads('triage')[0]?.id ?? '';
    const dana = desk.discord.message({ user: 'D3', channel: thread, content: 'Try **this** first' });
    await inSlack(() => miraReads('Try *this* first').length === 1, 'Dana’s words');
    desk.discord.edit({ user: 'D3', message: dana, content: 'Try **that** first' });
    const got = await inSlack(() => miraReads('Try *that* first')[0], 'Dana’s new words');
    expect(got).toMatchObject({ username: 'Dana' });
    await inSlack(() => inSlackThread(root, 'Try *that* first').length === 1, 'the same for Sam');
    desk.discord.delete({ user: 'D3', message: dana });
    await inSlack(() => miraReads('first').length + inSlackThread(root, 'first').length === 0, 'their going');
    const sam = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: root, text: 'Restart it twice' });
    await inDiscord(() => agentsInDiscord('twice').length === 1, 'Sam’s words in Discord');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts: sam.ts, text: 'Restart it once' });
    await inSlack(() => miraReads('Restart it once').length === 1, 'Sam’s new words');
    await inDiscord(() => agentsInDiscord('Restart it once').length === 1, 'the same for Dana');
  });

  it('never reads what an agent changes into a note, and has the reply no more', async () => {
    const sam = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: root, text: 'I look into canary' });
    await inSlack(() => miraReads('canary').length === 1, 'the reply');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts: sam.ts, text: 'note: layoff list canary' });
    await inSlack(() => miraReads('canary').length === 0, 'the reply’s going');
    await inDiscord(() => agentsInDiscord('layoff list').length === 1, 'the note for Dana');
    await inSlack(() => inSlackThread(root, 'looks like a note').length === 1, 'what was done about it');
    expect(JSON.stringify(desk.slack.seenBy('U1'))).not.toContain('layoff');
  });

  it('is not sent what an agent deletes while it is held back, and its writer has nothing left to decide', async () => {
    const sam = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: root, text: 'note: held canary' });
    const samIsTold = (part: string) =>
      desk.slack.seenBy('U2').some(({ channel: at, said }) => at === desk.slack.dm('U2') && said.includes(part));
    await inSlack(() => samIsTold('looks like a note'), 'the question');
    await desk.inSlack.remove({ user: 'U2', channel: 'C2', ts: sam.ts });
    await inSlack(() => samIsTold('nothing left to decide'), 'its end');
    expect(await kept('held canary')).toEqual([]);
  });

  it('deletes the message that opened the ticket, which stays open and says so', async () => {
    await desk.inSlack.remove({ user: 'U1', channel: channel(), ts: opening.ts });
    await card('(message deleted)');
    await inDiscord(() => agentsInDiscord('since this morning').length === 0, 'the text’s going in Discord');
    expect(await kept('since this morning')).toEqual([]);
  });
});

describe('a requester in Discord', () => {
  it('changes and deletes in direct messages, and agents in Slack and Discord read it so; a moderator’s purge counts too', async () => {
    const opening = desk.discord.message({
      user: 'D4',
      channel: 'dm',
      content: 'My printer is jammed and I need it today',
    });
    const root = (await card('printer is jammed')).ts;
    const said = desk.discord.message({ user: 'D4', channel: 'dm', content: 'pin hunter3 of it' });
    await inSlack(() => inSlackThread(root, 'pin hunter3').length === 1, 'the copy in Slack');
    desk.discord.edit({ user: 'D4', message: said, content: 'pin [removed] of it' });
    const copy = await inSlack(() => inSlackThread(root, 'pin [removed]')[0], 'the new text in Slack');
    expect(copy.said).toContain('edited');
    expect(inSlackThread(root, 'of it')).toHaveLength(1);
    await inDiscord(() => agentsInDiscord('pin [removed]').length === 1, 'the new text in Discord');
    expect(await kept('hunter3')).toEqual([]);
    desk.discord.delete({ user: 'D4', message: said });
    await inSlack(() => inSlackThread(root, 'of it').length === 0, 'its going in Slack');
    await inDiscord(() => agentsInDiscord('of it').length === 0, 'its going in Discord');

    const sam = await desk.inSlack.message({ user: 'U2', channel: 'C2', threadTs: root, text: 'Which *one*?' });
    await inDiscord(() => oluReads('Which **one**?').length === 1, 'Sam’s words');
    await desk.inSlack.edit({ user: 'U2', channel: 'C2', ts: sam.ts, text: 'Which *printer*?' });
    await inDiscord(() => oluReads('Which **printer**?').length === 1, 'Sam’s new words');
    await desk.inSlack.remove({ user: 'U2', channel: 'C2', ts: sam.ts });
    await inDiscord(() => oluReads('Which').length === 0, 'their going');

    desk.discord.edit({ user: 'D4', message: opening, content: 'My scanner is jammed and I need it today' });
    await card('scanner is jammed');
  });
});
