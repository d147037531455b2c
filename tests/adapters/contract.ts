import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account, Adapter, Address, Delivery, PublicMessage, Remote, Tenant } from '../../src/adapter.ts';
import type { ScriptedDesk } from '../support/scripted-desk.ts';

export type Who = 'requester' | 'agent' | 'stranger';

export interface Written {
  again(): Promise<unknown>;
  changes(text: string): Promise<unknown>;
  deletes(): Promise<unknown>;
}

/** A platform with three people in it, an adapter that is started, and a scripted desk behind it. */
export interface Stage {
  readonly adapter: Adapter;
  readonly desk: ScriptedDesk;
  readonly tenant: Tenant;
  readonly requester: Account;
  /** Where the desk would open a thread for the requester: what their gestures give as `home`. */
  readonly home: Address;
  /** The requester types after the slash command, in a place that others read. */
  types(line: string): Promise<unknown>;
  /** Somebody presses a button that they see. */
  presses(who: Who, label: string): Promise<unknown>;
  /** Somebody writes in a thread of the desk's, and may change or delete it. `again` is the platform telling of it once more. */
  writes(who: Who, thread: Address, text: string): Promise<Written>;
  /** The same with a file attached. */
  attaches(
    who: Who,
    thread: Address,
    text: string,
    file: { readonly name: string; readonly bytes: Buffer },
  ): Promise<unknown>;
  /** What somebody gets who opens each file of that name that they see. */
  opens(who: Who, name: string): Promise<readonly Buffer[]>;
  /** Every text that somebody sees now, ephemerals of their own included. */
  sees(who: Who): readonly string[];
  /** Waits until what people see fits. */
  until(fits: () => boolean, what: string): Promise<unknown>;
  /** Whether the message with this in it is marked as changed, for them. */
  marks(who: Who, part: string): boolean;
  /** Whether anything shown would have rung somebody. */
  rang(): boolean;
  close(): Promise<void>;
}

/** What every platform promises, as in the comments of `Adapter` and `Incoming`. Each has its own tests beside it. */
export function testAdapter(name: string, open: () => Promise<Stage>): void {
  describe(`${name} keeps the adapter's contract`, () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage.close());

    const text = (...lines: readonly string[]): PublicMessage => ({
      audience: 'everyone',
      lines: lines.map((line) => ({ kind: 'text', text: line })),
    });
    const quote = (words: string): PublicMessage => ({ audience: 'everyone', lines: [{ kind: 'said', text: words }] });
    const agentsCard = (key: string, more: Partial<PublicMessage> = {}): Delivery => ({
      op: 'open',
      at: stage.adapter.agents(stage.tenant),
      title: 'INC-1 VPN drops',
      side: 'agents',
      key,
      message: { ...text('INC-1 VPN drops'), ...more },
    });
    const openThread = async (delivery: Delivery): Promise<{ thread: Address; remote: Remote }> => {
      const { thread, remote } = await stage.adapter.send(delivery);
      if (thread === undefined) throw new Error('no thread was opened');
      return { thread, remote };
    };
    const count = (who: Who, part: string): number => stage.sees(who).filter((one) => one.includes(part)).length;

    it('mints ids that begin with its platform, and says without a call where agents and people are reached', () => {
      const { adapter, tenant, requester, home } = stage;
      const ids = [tenant, requester, home, adapter.agents(tenant), adapter.direct(requester)];
      expect(ids.filter((id) => !id.startsWith(`${adapter.platform}:`))).toEqual([]);
      expect(adapter.bucket(adapter.agents(tenant))).not.toBe(adapter.bucket(adapter.direct(requester)));
    });

    it('joins its tenant when it starts', async () => {
      await stage.until(() => stage.desk.joined.includes(stage.tenant), 'the tenant');
    });

    it('opens a thread for agents, posts in it under the writer’s name, and replaces the card in place', async () => {
      const { thread, remote } = await openThread(agentsCard('card-1'));
      await stage.adapter.send({
        op: 'post',
        to: thread,
        side: 'agents',
        key: 'post-1',
        as: { name: 'Mira' },
        message: { audience: 'everyone', lines: [{ kind: 'said', text: 'It drops **again**' }] },
      });
      await stage.adapter.send({
        op: 'edit',
        to: thread,
        remote,
        side: 'agents',
        key: 'edit-1',
        message: text('INC-1 claimed by Sam'),
      });
      await stage.until(() => count('agent', 'again') === 1 && count('agent', 'INC-1 claimed by Sam') === 1, 'both');
      expect(count('agent', 'INC-1 VPN drops')).toBeLessThanOrEqual(1);
      expect(count('agent', 'Mira')).toBeGreaterThan(0);
      expect(count('agent', 'again')).toBe(1);
      expect(count('stranger', 'INC-1')).toBe(0);
    });

    it('shows a delivery once, however often it is sent with the same key', async () => {
      const tried = new Date();
      const first = await openThread(agentsCard('same'));
      const again = await openThread({ ...agentsCard('same'), tried });
      expect(again.thread).toBe(first.thread);
      const post: Delivery = {
        op: 'post',
        to: first.thread,
        side: 'agents',
        key: 'post-2',
        message: text('only once'),
      };
      await stage.adapter.send(post);
      await stage.adapter.send({ ...post, tried });
      await stage.until(() => count('agent', 'only once') > 0, 'the post');
      expect(count('agent', 'only once')).toBe(1);
    });

    it("a requester's thread is theirs alone, and what they write in it comes from there", async () => {
      const { thread } = await openThread({
        op: 'open',
        at: stage.home,
        title: 'INC-1',
        side: 'requester',
        key: 'home',
        message: text('INC-1 is open'),
      });
      await stage.until(() => count('requester', 'INC-1 is open') === 1, 'the thread');
      expect(count('stranger', 'INC-1 is open')).toBe(0);
      const written = await stage.writes('requester', thread, 'At home');
      const heard = await stage.desk.hears(({ said }) => said.kind === 'message' && said.text === 'At home');
      expect(heard.place).toMatchObject({ thread, tenant: stage.tenant });
      expect(heard.place.side).not.toBe('agents');
      expect(heard.from.account).toBe(stage.requester);
      const { key } = heard;
      await written.again();
      expect(new Set(stage.desk.heard.filter(({ said }) => said.kind === 'message').map((one) => one.key))).toEqual(
        new Set([key]),
      );
    });

    it("whoever writes in the agents' thread speaks as an agent, and the thread was there before", async () => {
      const { thread } = await openThread(agentsCard('card-2'));
      await stage.writes('agent', thread, 'Which network?');
      const heard = await stage.desk.hears(({ said }) => said.kind === 'message');
      expect(heard.place).toMatchObject({ side: 'agents', thread, replying: true });
      expect(heard.said).toMatchObject({ kind: 'message', text: 'Which network?' });
    });

    it('changes a message under its writer’s name, marked as changed, and takes it away, the whole of it', async () => {
      const { thread } = await openThread(agentsCard('card-7'));
      const long = Array.from({ length: 1_500 }, (_, index) => `w${index}`).join(' ');
      const mirrored = (text: string) =>
        ({ to: thread, side: 'agents', as: { name: 'Mira' }, message: quote(text) }) as const;
      for (const [n, text] of ['psw hunter2', long].entries()) {
        const { remote } = await stage.adapter.send({ op: 'post', key: `kept-${n}`, ...mirrored(text) });
        const edit: Delivery = { op: 'edit', remote, key: `new-${n}`, edited: '(changed)', ...mirrored(`psw ${n}`) };
        await stage.adapter.send(edit);
        const { remote: now } = await stage.adapter.send({ ...edit, tried: new Date() });
        await stage.until(() => count('agent', `psw ${n}`) === 1, 'the new text');
        expect(count('agent', 'hunter2') + count('agent', 'w1499')).toBe(0);
        expect(stage.sees('agent').find((one) => one.includes(`psw ${n}`))).toMatch(/Mira/);
        expect(stage.marks('agent', `psw ${n}`)).toBe(true);
        for (const tried of [undefined, new Date()]) {
          const removal = { op: 'remove', to: thread, remote: now, key: `gone-${n}`, ...(tried && { tried }) } as const;
          await stage.adapter.send(removal);
        }
        await stage.until(() => count('agent', `psw ${n}`) === 0, 'its going');
        // What somebody else took away is no failure.
        await stage.adapter.send(edit);
      }
      expect(count('agent', 'psw')).toBe(0);
    });

    it('tells what becomes of a message by the key that it was heard under', async () => {
      const { thread } = await openThread(agentsCard('card-8'));
      const written = await stage.writes('agent', thread, 'psw hunter2');
      const { key } = await stage.desk.hears(({ said }) => said.kind === 'message');
      await written.changes('psw **gone**');
      await stage.desk.learns(({ kind }) => kind === 'edited');
      await written.deletes();
      await stage.desk.learns(({ kind }) => kind === 'deleted');
      const about = { of: key, tenant: stage.tenant, thread };
      expect(stage.desk.revisions).toEqual([
        { ...about, kind: 'edited', text: 'psw **gone**', version: expect.any(Number) },
        { ...about, kind: 'deleted' },
      ]);
      expect(stage.desk.heard).toHaveLength(1);
    });

    it('does not hear itself', async () => {
      const { thread } = await openThread(agentsCard('card-3'));
      const own: Delivery = { op: 'post', to: thread, side: 'agents', key: 'own', message: text('my own words') };
      const { remote } = await stage.adapter.send(own);
      await stage.adapter.send({
        op: 'edit',
        to: thread,
        remote,
        side: 'agents',
        key: 'own2',
        message: text('other ones'),
      });
      await stage.adapter.send({ op: 'remove', to: thread, remote, key: 'own3' });
      await stage.writes('agent', thread, 'the end');
      await stage.desk.hears(({ said }) => said.kind === 'message' && said.text === 'the end');
      expect(stage.desk.heard).toHaveLength(1);
      expect(stage.desk.revisions).toEqual([]);
    });

    it('a typed command is a command, with everything that was typed, and its answer is for the typist alone', async () => {
      stage.desk.answerWith(() => ({ kind: 'answer', message: text('a private answer') }));
      await stage.types('status INC-7');
      const heard = await stage.desk.hears(() => true);
      expect(heard.said).toEqual({ kind: 'command', intent: 'status', params: { ticket: 'INC-7' } });
      expect(heard.place.side).toBe('public');
      await stage.until(() => count('requester', 'a private answer') === 1, 'the answer');
      expect(count('agent', 'a private answer') + count('stranger', 'a private answer')).toBe(0);
    });

    it('a button is a command already filled in, said where it was pressed', async () => {
      await openThread(
        agentsCard('card-4', { buttons: [{ label: 'Claim', intent: 'claim', params: { ticket: '7' } }] }),
      );
      await stage.until(() => count('agent', 'INC-1') > 0, 'the card');
      await stage.presses('agent', 'Claim');
      const heard = await stage.desk.hears(() => true);
      expect(heard.said).toEqual({ kind: 'command', intent: 'claim', params: { ticket: '7' } });
      expect(heard.place.side).toBe('agents');
    });

    it('a button that names a kept text shows a form with it, and says nothing by itself', async () => {
      const button = { label: 'Edit and send', intent: 'note', params: { ticket: '7', draft: 'D1' } };
      await openThread(agentsCard('card-5', { buttons: [button] }));
      await stage.until(() => count('agent', 'INC-1') > 0, 'the card');
      await stage.presses('agent', 'Edit and send');
      await stage.until(() => stage.desk.drawn.length > 0, 'the form');
      const { fields } = stage.desk.drawn.at(-1) ?? expect.fail('no form');
      expect(fields.find(({ name }) => name === 'text')?.value).toBe('words to look over');
      expect(stage.desk.heard).toEqual([]);
    });

    it('says something when the desk cannot take a gesture, and hears the next one', async () => {
      stage.desk.answerWith(() => {
        throw Object.assign(new Error('the database is away'), { name: 'Unavailable' });
      });
      await stage.types('list').catch(() => undefined);
      await stage.until(() => count('requester', '(unavailable)') === 1, 'a word to the requester');
      stage.desk.answerWith(() => ({ kind: 'answer', message: text('back again') }));
      await stage.types('list');
      await stage.until(() => count('requester', 'back again') === 1, 'the answer after');
    });

    it('drops no word of a long text and rings nobody', async () => {
      const { thread } = await openThread(agentsCard('card-5'));
      const words = Array.from({ length: 2_000 }, (_, index) => `w${index}`);
      const long = `@everyone @here <!channel> <!here> <@U1> <@&1> ${words.join(' ')}`;
      await stage.adapter.send({
        op: 'post',
        to: thread,
        side: 'agents',
        key: 'long',
        as: { name: 'Mira' },
        message: { audience: 'everyone', lines: [{ kind: 'said', text: long }] },
      });
      await stage.until(() => count('agent', 'w1999') > 0, 'the last word');
      const all = stage.sees('agent').join(' ');
      expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(all))).toEqual([]);
      expect(stage.rang()).toBe(false);
    });

    it('a file is told with its message, not in its text, and its bytes are to be had', async () => {
      const { thread } = await openThread(agentsCard('card-7'));
      const bytes = Buffer.from('%PDF-1.7 a report, ünd more');
      await stage.attaches('agent', thread, 'See this', { name: 'report.pdf', bytes });
      const heard = await stage.desk.hears(({ files }) => files !== undefined);
      expect(heard.said).toMatchObject({ kind: 'message', text: 'See this' });
      expect(heard.files).toEqual([expect.objectContaining({ name: 'report.pdf', bytes: bytes.length })]);
      const { ref = '' } = heard.files?.[0] ?? {};
      expect(ref.length).toBeLessThanOrEqual(2_000);
      for (let times = 0; times < 2; times += 1) {
        const { body, bytes: announced = bytes.length } = await stage.adapter.fetch(stage.tenant, ref);
        expect(announced).toBe(bytes.length);
        const got: Uint8Array[] = [];
        for await (const chunk of body) got.push(chunk);
        expect(Buffer.concat(got).equals(bytes)).toBe(true);
      }
    });

    it('shows a file under the writer’s name, whole, once, and to those who read there', async () => {
      const { thread } = await openThread(agentsCard('card-8'));
      const bytes = Buffer.from('\u0000\u0001 a picture'.repeat(1_000));
      const post: Delivery = {
        op: 'post',
        to: thread,
        side: 'agents',
        key: 'file-1',
        as: { name: 'Mira' },
        message: { audience: 'everyone', lines: [] },
        file: {
          name: 'screen shot.png',
          type: 'image/png',
          bytes: bytes.length,
          read: async () => new Uint8Array(bytes),
        },
      };
      await stage.adapter.send(post);
      await stage.adapter.send({ ...post, tried: new Date() });
      await stage.until(() => count('agent', 'Mira') > 0, 'the writer');
      const got = await stage.opens('agent', 'screen shot.png');
      expect(got.map((one) => one.equals(bytes))).toEqual([true]);
      expect(await stage.opens('stranger', 'screen shot.png')).toEqual([]);
    });

    it('after a stop it hears nothing more, and can still show what is in hand', async () => {
      const { thread } = await openThread(agentsCard('card-6'));
      await stage.adapter.stop();
      await stage.writes('agent', thread, 'too late').catch(() => undefined);
      await stage.adapter.send({ op: 'post', to: thread, side: 'agents', key: 'last', message: text('the last word') });
      await stage.until(() => count('agent', 'the last word') === 1, 'the last word');
      expect(stage.desk.heard).toEqual([]);
    });
  });
}
