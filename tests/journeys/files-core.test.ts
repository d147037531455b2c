import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Address, DeliveryFailure, type FileRef, type Remote } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const MB = 1024 * 1024;
const pdf = Buffer.from('%PDF-1.7 the whole report');
const big = Buffer.alloc(9 * MB, 'x');

let chat: PlainAdapter;
let desk: RunningDesk;
let asked: string[];

/** What there is at each ref: bytes, or what happens instead. */
let there: Record<string, Buffer | (() => Promise<Buffer>)>;

const serve = (platform: PlainAdapter): void =>
  platform.serve(async (ref) => {
    asked.push(ref);
    const found = there[ref];
    if (found === undefined) throw new DeliveryFailure({ kind: 'place gone' }, 'no_such_file');
    const bytes = Buffer.isBuffer(found) ? found : await found();
    return {
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
      })(),
    };
  });

beforeEach(async () => {
  there = { pdf, big };
  asked = [];
  chat = plainAdapter();
  serve(chat);
  desk = await startDesk([chat]);
});
afterEach(() => desk.stop());

const file = (ref: string, more: Partial<FileRef> = {}): FileRef => ({ ref, name: `${ref}.pdf`, ...more });
/** Mira opens a ticket in her direct messages; gives her thread and the agents'. */
async function opened(files?: readonly FileRef[]): Promise<{ mine: Address; theirs: Address }> {
  await chat.say('mira', 'My VPN drops every ten minutes, please help', undefined, files);
  const mine = await chat.sees(
    ({ text, address }) => text.includes('opened INC-1') && address.startsWith('plain:@mira'),
  );
  const theirs = await chat.sees(({ text, address }) => text.includes('INC-1') && address.startsWith('plain:agents'));
  return { mine: mine.address, theirs: theirs.address };
}
const shownAt = (address: Address) => chat.at(address).map(({ text, file: shown }) => shown?.name ?? text);
const drained = async () => {
  await expect
    .poll(
      async () =>
        (await desk.db.pool.query('select from outbox union all select from file where due_at is not null')).rowCount,
      {
        timeout: 15_000,
      },
    )
    .toBe(0);
};

describe('a file that somebody attaches', () => {
  it('to the message that opens a ticket arrives with the agents, whole and under the name of whoever sent it', async () => {
    const { mine, theirs } = await opened([file('big', { name: 'screen.png', type: 'image/png', bytes: big.length })]);
    const got = await chat.sees(({ file: shown }) => shown !== undefined, 'the file');
    expect(got).toMatchObject({ address: theirs, as: 'mira', audience: 'everyone' });
    expect(got.file).toMatchObject({ name: 'screen.png', type: 'image/png' });
    expect(got.file?.bytes.equals(big)).toBe(true);
    await drained();
    expect(shownAt(mine).filter((text) => text === 'screen.png')).toEqual([]);
  });

  it('never holds up the words beside it, and what is said later does not wait for it', async () => {
    const { mine, theirs } = await opened();
    let arrive: (bytes: Buffer) => void = () => {};
    there['slow'] = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    await chat.say('sam', 'See the report', theirs, [file('slow')]);
    await chat.say('sam', 'And try the other gateway', theirs);
    await chat.sees(({ text, address }) => address === mine && text.includes('other gateway'), 'the later words');
    await expect.poll(() => asked).toContain('slow');
    expect(chat.shown.some(({ file: shown }) => shown !== undefined)).toBe(false);
    arrive(pdf);
    const got = await chat.sees(({ file: shown }) => shown?.name === 'slow.pdf', 'the file');
    expect(got).toMatchObject({ address: mine, as: 'sam' });
  });

  it('without a word is shown by itself, and opens a ticket where it belongs to none', async () => {
    await chat.say('mira', '', undefined, [file('pdf', { name: '../../etc/\u202egnp.exe.pdf' })]);
    const card = await chat.sees(({ address }) => address.startsWith('plain:agents/'));
    expect(card.text).toContain('gnp.exe.pdf');
    const got = await chat.sees(({ file: shown }) => shown !== undefined, 'the file');
    expect(got.file?.name).toBe('gnp.exe.pdf');
    await chat.say('sam', '', card.address, [file('pdf')]);
    await chat.sees(
      ({ file: shown, address }) => shown !== undefined && address.startsWith('plain:@mira'),
      "Sam's file",
    );
    await drained();
    expect(chat.shown.filter(({ text }) => text.includes('📎'))).toEqual([]);
    const { rows } = await desk.db.pool.query('select text from message order by id');
    expect(rows.at(-1)?.text).toBe('📎 pdf\\.pdf');
  });

  it('that is too large is told at once, to its sender and to those who would have got it; the words go on', async () => {
    const { mine, theirs } = await opened();
    await chat.say('sam', 'Here is the dump', theirs, [
      file('dump', { name: 'dump.bin', bytes: 60 * MB }),
      file('pdf'),
    ]);
    await chat.sees(
      ({ text, address }) =>
        address === theirs && /INC-1: “dump.bin” \(60 MB\) is too large \(limit 25 MB\), not delivered/.test(text),
    );
    await chat.sees(({ text, address }) => address === mine && text.includes('sam sent the file “dump.bin”'));
    await chat.sees(({ text, address }) => address === mine && text.includes('Here is the dump'));
    await chat.sees(({ file: shown, address }) => address === mine && shown?.name === 'pdf.pdf');
    expect(asked).toEqual(['pdf']);
  });

  it('is counted: what lies about its size is not kept', async () => {
    const { theirs } = await opened();
    there['liar'] = Buffer.alloc(26 * MB);
    await chat.say('sam', 'Look', theirs, [file('liar', { bytes: 10 })]);
    await chat.sees(
      ({ text, address }) => address === theirs && text.includes('“liar.pdf”') && text.includes('too large'),
    );
    const { rows } = await desk.db.pool.query(
      'select (select count(*)::int from file_piece) as pieces, failed from file',
    );
    expect(rows).toEqual([{ pieces: 0, failed: 'too large' }]);
  });

  it('that is gone, or empty, or one too many, is said in a sentence each', async () => {
    const { mine, theirs } = await opened();
    there['void'] = Buffer.alloc(0);
    await chat.say('mira', 'These', mine, [file('gone'), file('void')]);
    await chat.sees(
      ({ text, address }) =>
        address === mine && text.includes('“gone.pdf” could not be copied, because it is not there any more'),
    );
    await chat.sees(({ text, address }) => address === mine && text.includes('“void.pdf” is empty'));
    await chat.sees(({ text, address }) => address === theirs && text.includes('mira sent the file “gone.pdf”'));
    await chat.say(
      'mira',
      'All of them',
      mine,
      Array.from({ length: 11 }, (_, n) => file('pdf', { name: `${n}.pdf` })),
    );
    await chat.sees(
      ({ text, address }) =>
        address === mine && text.includes('“10.pdf” was not delivered, because a message brings 10 files'),
    );
    await drained();
    expect(shownAt(theirs).filter((text) => /^\d\.pdf$/.test(text))).toHaveLength(10);
  });

  it('is tried again when the platform does not give it now', async () => {
    const { theirs } = await opened();
    let tries = 0;
    there['flaky'] = async () => {
      tries += 1;
      if (tries < 2) throw new DeliveryFailure({ kind: 'limited', waitMs: 50, bucket: 'files' }, 'ratelimited');
      return pdf;
    };
    await chat.say('sam', 'Look', theirs, [file('flaky')]);
    await chat.sees(({ file: shown }) => shown?.name === 'flaky.pdf', 'the file');
    expect(tries).toBe(2);
  });

  it('that the desk may not read is said to its sender once', async () => {
    const { mine, theirs } = await opened();
    there['secret'] = async () => {
      throw new DeliveryFailure({ kind: 'not permitted', permission: 'files:read' }, 'missing_scope');
    };
    for (const text of ['One', 'Two']) await chat.say('mira', text, mine, [file('secret')]);
    await drained();
    expect(chat.at(mine).filter(({ text }) => text.includes('files:read'))).toHaveLength(1);
    expect(chat.at(theirs).filter(({ text }) => text.includes('mira sent the file'))).toHaveLength(2);
  });

  it('and that one place is too small for reaches the others, and both sides know', async () => {
    const { mine, theirs } = await opened();
    chat.failWith((delivery) =>
      delivery.op === 'post' && delivery.file !== undefined
        ? { fault: { kind: 'too large', most: 10 * MB } }
        : undefined,
    );
    await chat.say('sam', 'The recording', theirs, [file('big')]);
    await chat.sees(
      ({ text, address }) =>
        address === theirs && text.includes('“big.pdf” (9 MB) is too large for one of') && text.includes('limit 10 MB'),
    );
    await chat.sees(({ text, address }) => address === mine && text.includes('sam sent the file “big.pdf”'));
  });

  it('with what belongs to no ticket is not kept, and that is said', async () => {
    await chat.say('mira', 'help', undefined, [file('pdf')]);
    await chat.sees(({ text }) => text.includes('was not kept'));
    expect(asked).toEqual([]);
  });
});

describe('a file in an agents’ thread that looks like a slip', () => {
  it('waits with its message, and goes to agents only when that becomes a note', async () => {
    const { theirs } = await opened();
    await chat.say('sam', 'note: canary-4711, do not send', theirs, [file('pdf', { name: 'canary-4712.pdf' })]);
    const question = await chat.sees(({ buttons }) => buttons.some(({ intent }) => intent === 'keep held'));
    await drained();
    expect(asked).toEqual([]);
    const keep = question.buttons.find(({ intent }) => intent === 'keep held');
    await chat.command('sam', 'keep held', keep?.params as Record<string, string>, 'direct');
    await expect
      .poll(async () => (await desk.db.pool.query('select copied_at from file')).rows[0]?.copied_at)
      .toBeTruthy();
    await drained();
    const leaked = chat.shown.filter(
      ({ address, text, file: shown }) =>
        address.startsWith('plain:@mira') && `${text} ${shown?.name}`.includes('canary'),
    );
    expect(leaked).toEqual([]);
    const { rows } = await desk.db.pool.query('select visibility, source from file');
    expect(rows).toEqual([{ visibility: 'note', source: theirs }]);
  });

  it('or to everybody when its writer says so', async () => {
    const { mine, theirs } = await opened();
    await chat.say('sam', 'note: the manual', theirs, [file('pdf')]);
    const question = await chat.sees(({ buttons }) => buttons.some(({ intent }) => intent === 'send held'));
    const send = question.buttons.find(({ intent }) => intent === 'send held');
    await chat.command('sam', 'send held', send?.params as Record<string, string>, 'direct');
    const got = await chat.sees(({ file: shown }) => shown !== undefined, 'the file');
    expect(got).toMatchObject({ address: mine, as: 'sam' });
  });
});

describe('a desk that stops', () => {
  it('between hearing of a file and having it goes on after the start, and shows it once', async () => {
    const { mine, theirs } = await opened();
    there['slow'] = () => new Promise(() => {});
    await chat.say('sam', 'Wait for it', theirs, [file('slow')]);
    await expect.poll(() => asked).toContain('slow');
    there['slow'] = pdf;
    const next = plainAdapter();
    serve(next);
    desk = await desk.restart([next]);
    const got = await next.sees(({ file: shown }) => shown?.name === 'slow.pdf', 'the file');
    expect(got.address).toBe(mine);
    await drained();
    expect(next.shown.filter(({ file: shown }) => shown !== undefined)).toHaveLength(1);
  }, 40_000);

  it('after a file was shown and before that is recorded looks for it, and does not show it twice', async () => {
    const { theirs } = await opened();
    chat.failWith((delivery) => {
      if (delivery.op !== 'post' || delivery.file === undefined) return undefined;
      chat.failWith(undefined);
      return { fault: { kind: 'ambiguous' }, shown: true };
    });
    await chat.say('sam', 'Once only', theirs, [file('pdf')]);
    await drained();
    expect(chat.shown.filter(({ file: shown }) => shown !== undefined)).toHaveLength(1);
    expect(chat.sends.filter((delivery) => delivery.op === 'post' && delivery.file !== undefined)).toHaveLength(2);
  });
});

describe('a file whose message is changed afterwards', () => {
  /** Sam writes in the agents' thread, with a file; gives what became of it to the desk later. */
  const written = async (text: string, theirs: Address, ref: string) => {
    const place = { side: 'agents', address: 'plain:agents' as Address, thread: theirs, replying: true } as const;
    const incoming = chat.incoming('sam', { kind: 'message', text, remote: 'm-x' as Remote }, place);
    await chat.desk.receive({ ...incoming, files: [file(ref, { name: 'canary.pdf' })] });
    const about = { of: incoming.key, tenant: incoming.place.tenant, thread: theirs };
    return {
      deleted: () => chat.desk.revise({ ...about, kind: 'deleted' }),
      edited: (now: string, version: number) => chat.desk.revise({ ...about, kind: 'edited', text: now, version }),
    };
  };
  const files = () => chat.shown.filter(({ file: shown }) => shown !== undefined);

  it('is taken away with it when that is deleted', async () => {
    const { theirs } = await opened();
    const message = await written('Look at this', theirs, 'pdf');
    await chat.sees(({ file: shown }) => shown !== undefined, 'the file');
    await drained();
    await message.deleted();
    await expect.poll(files).toEqual([]);
    await drained();
    const { rows } = await desk.db.pool.query('select withdrawn_at is not null as withdrawn from file');
    expect(rows).toEqual([{ withdrawn: true }]);
  });

  it('is taken from the requester when that becomes a note, and from nobody when it only changes its words', async () => {
    const { theirs } = await opened();
    const message = await written('Look at this', theirs, 'pdf');
    await chat.sees(({ file: shown }) => shown !== undefined, 'the file');
    await drained();
    await message.edited('Look at this one', 2);
    await drained();
    expect(files()).toHaveLength(1);
    await message.edited('note: look at this one', 3);
    await expect.poll(files).toEqual([]);
  });

  it('is never shown when that was deleted while it was copied', async () => {
    const { theirs } = await opened();
    let arrive: (bytes: Buffer) => void = () => {};
    there['slow'] = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const message = await written('Look at this', theirs, 'slow');
    await expect.poll(() => asked).toContain('slow');
    await message.deleted();
    arrive(pdf);
    await drained();
    expect(chat.sends.filter((delivery) => delivery.op === 'post' && delivery.file !== undefined)).toEqual([]);
  });
});

it('a message without files leaves no trace among the files', async () => {
  await opened();
  await drained();
  const { rowCount } = await desk.db.pool.query('select from file');
  expect(rowCount).toBe(0);
});
