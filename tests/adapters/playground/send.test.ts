import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../../../adapters/playground/ids.ts';
import { type Account, type Address, type Delivery, DeliveryFailure, type Remote } from '../../../src/adapter.ts';
import { at, card, type Opened, opening, openPlayground, overhear } from './support.ts';

let open: Opened;
beforeEach(async () => {
  open = await openPlayground();
});
afterEach(() => open.close());

const said = (key: string, to: Address, text: string): Delivery => ({
  op: 'post',
  to,
  as: { name: 'Sam' },
  side: 'requester',
  key,
  message: { audience: 'everyone', lines: [{ kind: 'said', text }] },
});

const count = (text: string, part: string): number => text.split(part).length - 1;

async function fault(delivery: Delivery): Promise<string> {
  const error = await open.adapter.send(delivery).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DeliveryFailure ? error.fault.kind : 'none';
}

describe('send', () => {
  test('opens a thread at a home, and what is posted to it is in it', async () => {
    const { remote, thread } = await open.adapter.send(opening('k1', '@mira', 'INC-1 is open'));
    if (thread === undefined) throw new Error('no thread');
    await open.adapter.send(said('k2', thread, 'Hello Mira'));
    const heard = await overhear(open.url, 'mira', 'event: ready');
    expect(heard).toContain('INC-1 is open');
    expect(heard).toMatch(new RegExp(`"thread":"${remote}".*"kind":"mirrored","name":"Sam".*Hello Mira`));
  });

  test('shows one thing once, however often it is called with one key, at once or later', async () => {
    const delivery = opening('k1', '@mira', 'only once');
    const all = await Promise.all([open.adapter.send(delivery), open.adapter.send(delivery)]);
    all.push(await open.adapter.send({ ...delivery, tried: new Date() }));
    expect(new Set(all.map((sent) => JSON.stringify(sent))).size).toBe(1);
    expect(count(await overhear(open.url, 'mira', 'event: ready'), 'only once')).toBe(1);
  });

  test('a try that was kept though its answer was lost is not shown twice', async () => {
    const { keep } = open.desk;
    open.desk.keep = async (...what) => {
      await keep(...what);
      open.desk.keep = keep;
      throw new Error('the connection went away');
    };
    const delivery = opening('k1', '@mira', 'only once');
    expect(await fault(delivery)).toBe('later');
    await open.adapter.send({ ...delivery, tried: new Date() });
    const again = await openPlayground(open.desk);
    expect(count(await overhear(again.url, 'mira', 'event: ready'), 'only once')).toBe(1);
    await again.close();
  });

  test('edits a message of the desk where it stands, once', async () => {
    const sent = await open.adapter.send(card('k1', 'INC-1 new'));
    const edit: Delivery = {
      op: 'edit',
      to: at('it-triage'),
      remote: sent.remote,
      side: 'agents',
      key: 'k2',
      message: { audience: 'agents', lines: [{ kind: 'title', text: 'INC-1 claimed' }] },
    };
    await open.adapter.send(edit);
    await open.adapter.send(edit);
    const heard = await overhear(open.url, 'sam', 'event: ready');
    expect(heard).toContain('INC-1 claimed');
    expect(heard).not.toContain('"text":"INC-1 new"');
  });

  test('never puts an internal message where a requester reads, whatever it is told', async () => {
    const note = { audience: 'agents', lines: [{ kind: 'text', text: 'on the layoff list' }] } as const;
    expect(await fault({ op: 'post', to: at('@mira'), side: 'agents', key: 'k1', message: note })).toBe('refused');
    expect(await fault({ op: 'open', at: at('help'), title: 'x', side: 'agents', key: 'k2', message: note })).toBe(
      'refused',
    );
    expect(await overhear(open.url, 'mira', 'event: ready')).not.toContain('layoff');
  });

  test('says so when a place or a message is not there', async () => {
    const gone = '0jxk3v1q2w0';
    expect(await fault(said('k1', 'playground:demo:nowhere' as Address, 'x'))).toBe('place gone');
    expect(await fault(said('k2', at('@mira', gone), 'x'))).toBe('place gone');
    const edit = { ...card('k3'), op: 'edit', to: at('it-triage'), remote: gone as Remote } as Delivery;
    expect(await open.adapter.send(edit)).toEqual({ remote: gone });
  });

  test('writes to a person outside any ticket, who may not be here', async () => {
    const { direct, send } = open.adapter;
    await send(said('k1', direct(makeAccount('mira')), 'Your code was used'));
    expect(await overhear(open.url, 'mira', 'event: ready')).toContain('Your code was used');
    expect(await fault(said('k2', direct('playground:demo:olu' as Account), 'x'))).toBe('place gone');
  });

  test('tells the agents’ place, and what is limited together', () => {
    expect(open.desk.joined).toEqual(['playground:demo']);
    expect(open.adapter.agents(open.desk.joined[0] ?? ('' as never))).toBe(at('it-triage'));
    expect(open.adapter.bucket(at('@mira', '0jxk3v1q2w0'))).toBe(open.adapter.bucket(at('@mira')));
  });
});
