import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

const MB = 1024 * 1024;
const report = Buffer.alloc(9 * MB, '%PDF-1.7 the whole report ');
const image = Buffer.from('\x89PNG the screen');

describe('files go both ways between Slack and Discord', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company({ env: { FILE_LIMIT_MB: '25' } });
  });
  afterAll(() => desk.stop());

  const inSlacksTriage = () => desk.slack.channel('C2').messages;
  const threadInDiscord = () => desk.discord.threads('triage')[0];
  const miraSees = () => desk.slack.seenBy('U1').filter(({ channel }) => channel === desk.slack.dm('U1'));
  /** Her thread: everything that she has got is in it. */
  const root = () => miraSees().find(({ said }) => said.includes('VPN'))?.ts ?? '';
  const copied = async () => {
    await expect
      .poll(
        async () => {
          const left = 'select from outbox union all select from file where due_at is not null';
          return (await desk.db.pool.query(left)).rowCount;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
  };
  const bytesInSlack = async (name: string) => {
    const found = desk.slack.files().find((one) => one.name === name);
    return found?.bytes;
  };

  it('Mira opens a ticket in Slack with a screenshot, and both agents’ threads get it under her name', async () => {
    const { slack, discord, inSlack } = desk;
    await inSlack.message({
      user: 'U1',
      text: 'My VPN drops every ten minutes, please help',
      files: [{ name: 'screen shot.png', mimetype: 'image/png', bytes: image }],
    });
    const here = await slack.waitFor(() => inSlacksTriage().find(({ files }) => files.length > 0), {
      what: 'the file in Slack',
    });
    expect(here).toMatchObject({ files: ['screen shot.png'], text: '*mira*' });
    const there = await discord.waitFor(
      () => threadInDiscord()?.messages.find(({ attachments }) => attachments.length > 0),
      { what: 'the file in Discord' },
    );
    expect(there.content).toBe('**mira**');
    expect(there.attachments[0]).toMatchObject({ size: image.length, content_type: 'image/png' });
    await copied();
    expect(miraSees().filter(({ files, byBot }) => byBot && files.length > 0)).toEqual([]);
  });

  it('Dana sends a 9 MB PDF and an image from Discord; Mira gets both in Slack, byte by byte', async () => {
    const { slack, discord } = desk;
    await discord.message({
      user: 'D3',
      channel: threadInDiscord()?.id ?? '',
      content: 'The report and a picture',
      attachments: [
        { name: 'report.pdf', contentType: 'application/pdf', data: report },
        { name: 'picture.png', contentType: 'image/png', data: image },
      ],
    });
    await slack.waitFor(() => miraSees().find(({ said }) => said.includes('The report and a picture')), {
      what: 'her words',
    });
    await slack.waitFor(() => miraSees().filter(({ files, byBot }) => byBot && files.length > 0).length === 2, {
      what: 'both files',
    });
    const got = miraSees().filter(({ files, byBot }) => byBot && files.length > 0);
    expect(got.map(({ files }) => files[0]).sort()).toEqual(['picture.png', 'report.pdf']);
    expect(got.every(({ text, threadTs }) => text === '*Dana*' && threadTs === root())).toBe(true);
    expect((await bytesInSlack('report.pdf'))?.equals(report)).toBe(true);
    await slack.waitFor(() => inSlacksTriage().filter(({ files }) => files.length > 0).length === 3, {
      what: "the files in Slack's #it-triage",
    });
    await copied();
  });

  it('after the thread in Discord is deleted, the copies in Slack still open', async () => {
    desk.discord.removeChannel(threadInDiscord()?.id ?? '');
    expect((await bytesInSlack('picture.png'))?.equals(image)).toBe(true);
  });

  it('a 60 MB file is refused in a sentence at once, and the words beside it are delivered all the same', async () => {
    const { slack, inSlack } = desk;
    const card = inSlacksTriage().find(({ threadTs }) => threadTs === undefined);
    await inSlack.message({
      user: 'U2',
      channel: 'C2',
      threadTs: card?.ts ?? '',
      text: 'Please load this dump',
      files: [{ name: 'dump.bin', bytes: Buffer.alloc(60 * MB) }],
    });
    await slack.waitFor(
      () =>
        inSlacksTriage().find(({ said }) =>
          /“dump.bin” \(60 MB\) is too large \(limit 25 MB\), not delivered/.test(said),
        ),
      { what: 'the sentence for Sam' },
    );
    await slack.waitFor(() => miraSees().find(({ said }) => said.includes('Please load this dump')), {
      what: 'the words',
    });
    await slack.waitFor(() => miraSees().find(({ said }) => said.includes('sam sent the file “dump.bin”')), {
      what: 'the sentence for Mira',
    });
    const { rows } = await desk.db.pool.query('select status from ticket where number = 1');
    expect(rows).toEqual([{ status: 'in_progress' }]);
  });

  it('a ticket that is made of somebody’s message has the files of that message, in Discord and in Slack', async () => {
    const { slack, discord, inSlack } = desk;
    const inSlackAt = (name: string) =>
      slack.waitFor(() => inSlacksTriage().find(({ files }) => files.includes(name)), { what: name });
    const jammed = discord.message({
      user: 'D4',
      channel: 'help',
      content: 'The printer is jammed',
      attachments: [{ name: 'printer.png', contentType: 'image/png', data: image }],
    });
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message: jammed }).response();
    await discord.submit({ user: 'D1', values: {} }).response();
    await inSlackAt('printer.png');
    const { ts } = await inSlack.message({
      user: 'U4',
      channel: 'C1',
      text: 'The door does not open',
      files: [{ name: 'door.png', mimetype: 'image/png', bytes: image }],
    });
    await inSlack.react({ user: 'U1', channel: 'C1', ts, name: 'ticket' });
    expect((await inSlackAt('door.png')).text).toBe('*olu*');
    await copied();
  });

  it('a file whose upload was cut off by a restart, and one that came meanwhile, are there once each', async () => {
    const { slack, inSlack } = desk;
    const shown = (name: string) => inSlacksTriage().filter(({ files }) => files.includes(name));
    const lost = slack.faults.add('files.completeUploadExternal', { accepted: true, reply: 'reset' });
    const say = (name: string) =>
      inSlack.message({ user: 'U1', threadTs: root(), text: 'One more', files: [{ name, bytes: image }] });
    await say('before.png');
    await slack.waitFor(() => lost.hits > 0, { what: 'the upload' });
    await desk.restart(() => say('meanwhile.png'));
    await slack.waitFor(() => shown('before.png').length > 0 && shown('meanwhile.png').length > 0, {
      what: 'both files',
    });
    await copied();
    expect([shown('before.png').length, shown('meanwhile.png').length]).toEqual([1, 1]);
  });

  it('nothing that left for Discord was anything to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});
