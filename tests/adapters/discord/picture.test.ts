import { describe, expect, test } from 'vitest';
import { type Address, type Delivery, DeliveryFailure } from '../../../src/adapter.ts';
import { fault } from '../../support/fake-discord/index.ts';
import { card, type Setup, said, setup } from './setup.ts';

const SUPPRESS = 4;
const DANA = { name: 'Dana', avatar: 'https://cdn.discordapp.com/avatars/1/abc.png?size=128' };

/** A requester's thread, and what Dana says in it. */
async function thread({ adapter, discord, tenant }: Setup) {
  const at = `${tenant}/${discord.idOf('help')}/@${discord.idOf('mira')}` as Address;
  const { thread: to } = await adapter.send({
    ...{ op: 'open', side: 'requester', at, title: 'INC-1', key: 'o1', message: card('INC-1') },
  });
  const reply = (key: string, text: string, as = DANA): Delivery => ({
    ...{ op: 'post', side: 'requester', to: to as Address, as, key, message: said({ kind: 'said', text }) },
  });
  const shown = () => discord.channel(discord.threads('help')[0]?.id ?? '').messages.slice(1);
  return { reply, shown };
}

test('an agent’s reply is under their name and picture, and is plain text for search and notifications', async () => {
  const all = await setup();
  const { reply, shown } = await thread(all);
  await all.adapter.send(reply('p1', 'Which network?'));
  const [message] = shown();
  expect(message?.content).toBe('**Dana**\nWhich network?');
  expect(message?.embeds.map(({ author }) => author)).toEqual([{ name: 'Dana', icon_url: DANA.avatar }]);
  expect((message?.flags ?? 0) & SUPPRESS).toBe(0);
});

test.each([
  'see https://evil.example/?leak',
  'see [the bank](https://evil.example)',
  'see www.evil.example',
  'join discord.gg/evil',
  'HTTP://EVIL.EXAMPLE',
])('where Discord could fetch a link, there is no picture, and nothing is fetched: %s', async (text) => {
  const all = await setup();
  const { reply, shown } = await thread(all);
  await all.adapter.send(reply('p1', text));
  expect(shown()[0]?.embeds).toEqual([]);
  expect((shown()[0]?.flags ?? 0) & SUPPRESS).toBe(SUPPRESS);
});

test.each(['http://plain.example/a.png', 'javascript:alert(1)', 'not a url', `https://x.example/${'a'.repeat(2_100)}`])(
  'what is no picture’s address is not sent: %s',
  async (avatar) => {
    const all = await setup();
    const { reply, shown } = await thread(all);
    await all.adapter.send(reply('p1', 'hello', { name: 'Dana', avatar }));
    expect(shown()[0]?.embeds).toEqual([]);
  },
);

test.each([
  [50035, 400],
  [50013, 403],
])('a picture that Discord will not have (%i) costs no message, and is not tried again', async (code, status) => {
  const all = await setup();
  const { discord, adapter } = all;
  const { reply, shown } = await thread(all);
  const isPictured = ({ body }: { readonly body: unknown }) => JSON.stringify(body).includes('icon_url');
  discord.faults.next('POST /channels/:id/messages', fault.code(code, status), { when: isPictured, times: 9 });
  await adapter.send(reply('p1', 'one'));
  await adapter.send(reply('p2', 'two'));
  expect(shown().map(({ content }) => content)).toEqual(['**Dana**\none', '**Dana**\ntwo']);
  expect(discord.faults.pending()).toBe(8);
});

describe('whatever becomes of the answer, a reply with a picture is there once', () => {
  test.each([
    ['in the nonce’s time', {}],
    ['after it', { nonceWindowMs: 1 }],
    ['after it, where the history does not tell nonces', { nonceWindowMs: 1, nonceInHistory: false }],
  ])('%s', async (_when, options) => {
    const all = await setup(options);
    const { discord, adapter } = all;
    const { reply, shown } = await thread(all);
    const faults = [
      ...(['502', '500', 'reset', 'truncated'] as const).map((how) => fault.acceptThen(how)),
      fault.reset(),
      fault.status(503),
    ];
    for (const [index, what] of faults.entries()) {
      discord.faults.next('POST /channels/:id/messages', what);
      const tried = new Date();
      const failed = await adapter.send(reply(`p${index}`, 'same words')).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(DeliveryFailure);
      await adapter.send({ ...reply(`p${index}`, 'same words'), tried });
    }
    expect(shown().map(({ content, embeds }) => [content, embeds.length])).toEqual(
      faults.map(() => ['**Dana**\nsame words', 1]),
    );
    expect(discord.violations).toEqual([]);
  });
});
