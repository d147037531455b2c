import { afterEach, beforeEach, expect, test } from 'vitest';
import { lineOf, type Opened, opening, openPlayground, overhear } from './support.ts';

let open: Opened;
beforeEach(async () => {
  open = await openPlayground();
});
afterEach(() => open.close());

const lastId = (heard: string): string =>
  heard
    .match(/id: (\S+)/g)
    ?.at(-1)
    ?.slice(4) ?? '';

test('a page that comes back gets what it missed and nothing else', async () => {
  await open.gesture(lineOf('mira', 'help', 'before'));
  const first = await overhear(open.url, 'mira', 'event: ready');
  await open.gesture(lineOf('mira', 'help', 'meanwhile'));
  const back = await overhear(open.url, 'mira', 'event: ready', lastId(first));
  expect(back).toContain('meanwhile');
  expect(back).not.toContain('before');
  expect(back).not.toContain('event: state');
});

test('a page that was away for too long, or since before a restart, gets the full state', async () => {
  const first = await overhear(open.url, 'mira', 'event: ready');
  for (let number = 0; number < 501; number += 1)
    await open.adapter.send(opening(`k${number}`, '@mira', `number ${number}`));
  for (const id of [lastId(first), 'anotherrun.3', 'nonsense']) {
    expect(await overhear(open.url, 'mira', 'event: ready', id)).toMatch(/event: state[\s\S]*number 500/);
  }
});

test('one connection can tell several people’s panes, each named', async () => {
  await open.adapter.send(opening('k1', '@kai', 'for Kai'));
  const heard = await overhear(open.url, 'mira&who=kai', 'event: ready');
  expect(heard).toMatch(/data: \{"who":"mira"/);
  expect(heard).toMatch(/data: \{"who":"kai".*for Kai/);
});

test('what made a message is kept to ourselves', async () => {
  await open.gesture(lineOf('mira', 'help', 'hello'));
  expect(await overhear(open.url, 'mira', 'event: ready')).not.toMatch(/cause|untold/);
});
