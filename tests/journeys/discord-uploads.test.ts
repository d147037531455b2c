import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

const screen = Buffer.from('\x89PNG the screen');
const log = Buffer.from('the log, line by line');

describe('files with a form in Discord', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company({ env: { FILE_LIMIT_MB: '1' } });
  });
  afterAll(() => desk.stop());

  const card = () => desk.discord.threads('triage')[0];
  const files = async (): Promise<readonly unknown[]> =>
    (await desk.db.pool.query('select name from file order by name')).rows.map(({ name }) => name);

  it('Mira opens a ticket with a screenshot, and the agents have it in Slack and in Discord, byte by byte', async () => {
    const { discord, slack } = desk;
    await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open' }).response();
    const modal = discord.openModal('D1');
    expect(modal?.fields.map(({ label }) => label)).toContain('Dateien');
    const uploads = [{ name: 'the screen.png', contentType: 'image/png', data: screen }];
    const opened = discord.submit({ user: 'D1', values: { subject: 'VPN drops', Dateien: uploads } });
    expect((await opened.reply()).content).toContain('INC-1');
    const inSlack = await slack.waitFor(
      () => slack.channel('C2').messages.find(({ files: shown }) => shown.includes('the screen.png')),
      { what: 'the screenshot in Slack' },
    );
    expect(inSlack.text).toBe('*Mira*');
    const bytes = slack.files().find(({ name }) => name === 'the screen.png')?.bytes;
    expect(bytes && Buffer.from(bytes).equals(screen)).toBe(true);
    const there = await discord.waitFor(() => card()?.messages.find(({ attachments }) => attachments.length > 0), {
      what: 'the screenshot in Discord',
    });
    expect(there.attachments[0]?.size).toBe(screen.length);
    expect(discord.seenBy('D4').some(({ text }) => text.includes('screen'))).toBe(false);
  });

  it('Dana attaches a log to a note: agents have it, and Mira hears nothing of it', async () => {
    const { discord, slack } = desk;
    const options = { ticket: '1' };
    await discord.slash({ user: 'D3', channel: 'triage', command: 'ticket', sub: 'note', options }).response();
    const uploads = [{ name: 'router.log', contentType: 'text/plain', data: log }];
    await discord.submit({ user: 'D3', values: { text: 'Seen in the log', Files: uploads } }).response();
    await slack.waitFor(() => slack.channel('C2').messages.some(({ files: shown }) => shown.includes('router.log')), {
      what: 'the log in Slack',
    });
    expect(discord.everSeenBy('D1').join('\n')).not.toMatch(/router|Seen in the log/);
  });

  it('what is too large is told at once, and the ticket is there without it', async () => {
    const { discord } = desk;
    await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open' }).response();
    const uploads = [{ name: 'film.mp4', contentType: 'video/mp4', data: Buffer.alloc(1024 * 1024 + 1) }];
    await discord.submit({ user: 'D1', values: { subject: 'The film', Dateien: uploads } }).response();
    await discord.waitFor(() => discord.seenBy('D1').some(({ text }) => /INC-2.*film\.mp4.*1 MB/.test(text)), {
      what: 'that it is too large',
    });
    expect(await files()).toEqual(['router.log', 'the screen.png']);
  });

  it('Discord had nothing to object to', () => {
    expect(desk.discord.violations).toEqual([]);
  });
});
