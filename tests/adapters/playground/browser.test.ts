import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserPath, launchBrowser, needsBrowser } from './browser.ts';
import { card, lineOf, type Opened, opening, openPlayground } from './support.ts';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const XSS =
  '<img src=x onerror="document.title=1"> **<b>bold</b>** [x](javascript:alert(1)) <script>document.title=1</script>';

describe.skipIf(browserPath === undefined)(`the page in a browser${needsBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let open: Opened;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    open = await openPlayground();
    complaints = [];
  });
  afterEach(async () => {
    await page.close();
    await open.close();
    expect(complaints).toEqual([]);
  });

  async function visit(viewport = DESKTOP): Promise<void> {
    page = await browser.newPage({ viewport });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error' && !/ERR_|Failed to load/.test(line.text())) complaints.push(line.text());
    });
    page.setDefaultTimeout(10_000);
    await page.goto(open.url);
    await page.locator('body[data-ready]').waitFor();
  }
  const pane = (name: string): Locator => page.getByRole('region', { name });
  const mira = () => pane('Mira, an employee');
  const sam = () => pane('Sam, an agent');
  const box = (where: Locator, name: string): Locator => where.getByRole('textbox', { name, exact: true });

  test('shows the three of them side by side, with something to try and nothing yet to read', async () => {
    await visit();
    const edges = await Promise.all(
      ['Mira, an employee', 'Kai, a user', 'Sam, an agent'].map((name) => pane(name).boundingBox()),
    );
    const [first, second, third] = edges.map((edge) => edge?.x ?? -1);
    expect(first).toBeLessThan(second ?? 0);
    expect(second).toBeLessThan(third ?? 0);
    expect(await page.getByText('Mira raises a ticket').isVisible()).toBe(true);
    expect(await sam().getByText('No tickets yet').isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('one’s own message is changed and deleted by keyboard alone, and the desk is told', async () => {
    await visit();
    await box(mira(), 'Message Deskbell').fill('psw hunter2');
    await page.keyboard.press('Enter');
    const edit = mira().getByRole('button', { name: 'Edit: psw hunter2' });
    await edit.waitFor();
    await edit.focus();
    await page.keyboard.press('Enter');
    const words = box(mira(), 'Your message');
    await words.fill('psw [removed]');
    await page.keyboard.press('Enter');
    await mira().getByText('edited').waitFor();
    expect(await mira().getByText('hunter2').count()).toBe(0);
    const revised = await open.desk.learns(({ kind }) => kind === 'edited');
    expect(revised).toMatchObject({ of: open.desk.heard[0]?.key, text: 'psw [removed]' });
    await mira().getByRole('button', { name: 'Edit: psw [removed]' }).press('Enter');
    await words.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await open.desk.learns(({ kind }) => kind === 'deleted');
    await mira().getByText('psw [removed]').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.className')).toBe('feed');
  });

  test('a file is attached, shown to its readers by name and size, and saved, never opened', async () => {
    await visit();
    const files = [
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>document.title=1</script>') },
    ];
    const direct = mira().locator('.area').last();
    await direct.locator('input[type=file]').last().setInputFiles(files);
    await direct.getByText('page.html').waitFor();
    await box(mira(), 'Message Deskbell').press('Enter');
    const link = mira().getByRole('link', { name: /page\.html\s*1 KB/ });
    await link.waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(saved.suggestedFilename()).toBe('page.html');
    expect((await open.desk.hears(({ files: told }) => told !== undefined)).files).toMatchObject([
      { name: 'page.html' },
    ]);
    expect(await pane('Kai, a user').getByText('page.html').count()).toBe(0);
  });

  test('a slash line opens the form filled in, and what is sent arrives', async () => {
    open.desk.answerWith(() => ({
      kind: 'answer',
      message: { audience: 'everyone', lines: [{ kind: 'text', text: 'INC-1 open, P3' }] },
    }));
    await visit();
    await page.getByRole('button', { name: '/ticket VPN drops every 10 min' }).click();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    expect(await form.getByLabel('Subject').inputValue()).toBe('VPN drops every 10 min');
    await form.getByLabel('Description').fill('since Monday');
    await form.getByLabel('Urgency').selectOption('high');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    expect(open.desk.heard).toMatchObject([
      {
        said: {
          intent: 'open',
          params: { subject: 'VPN drops every 10 min', description: 'since Monday', urgency: 'high' },
        },
      },
    ]);
    await mira().getByText('Only you can see this').waitFor();
    expect(await mira().getByText('INC-1 open, P3').isVisible()).toBe(true);
    expect(await page.getByRole('main').getByText('INC-1 open, P3').count()).toBe(1);
    expect(await box(mira(), 'Message #help').inputValue()).toBe('');
  });

  test('problems are shown at their fields, and the form stays as it was filled in', async () => {
    open.desk.answerWith(() => ({ kind: 'problems', problems: [{ field: 'subject', text: 'Say a little more.' }] }));
    await visit();
    await box(mira(), 'Message #help').fill('/ticket x');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByLabel('Description').fill('kept');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Say a little more.').waitFor();
    expect(await form.getByLabel('Subject').getAttribute('aria-invalid')).toBe('true');
    expect(await form.getByLabel('Description').inputValue()).toBe('kept');
    open.desk.answerWith(() => ({ kind: 'done' }));
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    expect(new Set(open.desk.heard.map(({ key }) => key)).size).toBe(2);
  });

  test('keys alone are enough to choose a command, fill in its form and send it, or leave it', async () => {
    await visit();
    await box(mira(), 'Message #help').focus();
    await page.keyboard.type('/ticket no');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box(mira(), 'Message #help').inputValue()).toBe('/ticket note ');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+A');
    await page.keyboard.type('/ticket Screen is dark');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('since noon');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(open.desk.heard).toMatchObject([
      { said: { params: { subject: 'Screen is dark', description: 'since noon' } } },
    ]);
  });

  test('a card has its buttons and its thread; pressing and answering arrive, and the card changes where it stands', async () => {
    await visit();
    const { remote } = await open.adapter.send(card('k1', 'INC-1 VPN drops'));
    await sam().getByRole('button', { name: 'Claim' }).click();
    expect((await open.desk.hears(({ said }) => said.kind === 'command')).said).toMatchObject({ intent: 'claim' });
    await box(sam(), 'Reply in INC-1 VPN drops').fill('Which version?');
    await page.keyboard.press('Enter');
    expect((await open.desk.hears(({ said }) => said.kind === 'message')).said).toMatchObject({
      text: 'Which version?',
    });
    await sam().getByText('Which version?').waitFor();
    await open.adapter.send({
      op: 'edit',
      to: open.adapter.agents(open.desk.joined[0] ?? ('' as never)),
      remote,
      side: 'agents',
      key: 'k2',
      message: { audience: 'agents', lines: [{ kind: 'title', text: 'INC-1 with Sam' }] },
    });
    await sam().getByText('INC-1 with Sam').waitFor();
    expect(await sam().getByRole('button', { name: 'Claim' }).count()).toBe(0);
    expect(await sam().getByText('Which version?').isVisible()).toBe(true);
  });

  test('an answer comes to the requester under its writer’s name, and a note does not come at all', async () => {
    await visit();
    const mine = await open.adapter.send(opening('k1', '@mira', 'INC-1 is open'));
    const { thread } = await open.adapter.send(card('k2'));
    if (mine.thread === undefined || thread === undefined) throw new Error('no thread');
    const note = { audience: 'agents', lines: [{ kind: 'text', text: 'on the layoff list' }] } as const;
    await open.adapter.send({ op: 'post', to: thread, side: 'agents', key: 'k3', message: note });
    const answer = { audience: 'everyone', lines: [{ kind: 'said', text: 'Try the **new** client' }] } as const;
    await open.adapter.send({
      op: 'post',
      to: mine.thread,
      as: { name: 'Sam' },
      side: 'requester',
      key: 'k4',
      message: answer,
    });
    const message = mira().getByRole('article', { name: 'Sam' });
    await message.getByText('Try the new client').waitFor();
    expect(await message.getByText('via Deskbell').isVisible()).toBe(true);
    expect(await message.locator('strong', { hasText: 'new' }).count()).toBe(1);
    await sam().getByText('on the layoff list').waitFor();
    for (const other of [mira(), pane('Kai, a user')]) {
      expect(await other.textContent()).not.toContain('layoff');
    }
  });

  test('what looks like markup or script stays text, wherever it comes from', async () => {
    await visit();
    await open.gesture(lineOf('mira', 'help', XSS));
    await open.adapter.send({ ...card('k1', XSS), as: { name: XSS } } as ReturnType<typeof card>);
    await mira().getByText('onerror').waitFor();
    await sam().getByText('onerror').first().waitFor();
    expect(await page.locator('.message img:not(.avatar), .message script, .message b').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toBe('Deskbell playground');
  });

  test('links say where they go, and give nothing away when followed', async () => {
    await visit();
    await open.gesture(lineOf('mira', 'help', 'see [the bank](https://evil.example/login)'));
    const link = mira().getByRole('link', { name: 'https://evil.example/login' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  });

  test('long words wrap, and whoever reads further up is not pulled down', async () => {
    await visit();
    for (let number = 0; number < 12; number += 1) {
      await open.adapter.send(opening(`k${number}`, '@mira', `${number} ${'long'.repeat(60)}`));
    }
    const feed = mira().getByRole('group', { name: 'Deskbell, messages' });
    const scroller = `document.querySelector('[data-who=mira] .area:nth-of-type(2) .feed')`;
    // Whole words: a message's time may end in the digit that its text begins with.
    await feed.getByText(/^11 long/).waitFor();
    expect(await page.evaluate(`${scroller}.scrollWidth <= ${scroller}.clientWidth`)).toBe(true);
    expect(await page.evaluate(`${scroller}.scrollHeight - ${scroller}.scrollTop - ${scroller}.clientHeight < 4`)).toBe(
      true,
    );
    await page.evaluate(`${scroller}.scrollTop = 0`);
    await open.adapter.send(opening('last', '@mira', 'the newest'));
    await mira().getByRole('button', { name: 'New message' }).click();
    await feed.getByText('the newest').waitFor();
    await mira().getByRole('button', { name: 'New message' }).waitFor({ state: 'hidden' });
  });

  test('says when the connection is lost, comes back by itself and shows what it missed', async () => {
    await visit();
    await open.adapter.send(opening('k1', '@mira', 'said before'));
    await mira().getByText('said before').waitFor();
    const { desk, port } = open;
    await open.close();
    await page.getByText('Reconnecting').waitFor();
    open = await openPlayground(desk, port);
    await open.adapter.send(opening('k2', '@mira', 'said after'));
    await mira().getByText('said after').waitFor();
    await page.getByText('Reconnecting').waitFor({ state: 'hidden' });
    expect(await mira().getByText('said before').count()).toBe(1);
  });

  test('what cannot be sent stays in its box, and is heard once when it is sent again', async () => {
    await visit();
    await page.route('**/api/gesture', (route) => route.abort(), { times: 4 });
    await box(mira(), 'Message Deskbell').fill('my screen is dark');
    await page.keyboard.press('Enter');
    await mira().getByText('The desk cannot be reached').waitFor();
    expect(await box(mira(), 'Message Deskbell').inputValue()).toBe('my screen is dark');
    await page.keyboard.press('Enter');
    await mira().getByRole('article', { name: 'Mira' }).getByText('my screen is dark').waitFor();
    expect(open.desk.heard).toHaveLength(1);
  });

  test('fits a phone: one person at a time, with a mark on whoever has news', async () => {
    await visit(PHONE);
    expect(await mira().isVisible()).toBe(true);
    expect(await sam().isVisible()).toBe(false);
    await open.adapter.send(card('k1'));
    const tab = page.getByRole('navigation').getByRole('button', { name: /Sam/ });
    await page.locator('.has-news[data-who=sam]').waitFor();
    await tab.click();
    expect(await sam().getByRole('button', { name: 'Claim' }).isVisible()).toBe(true);
    expect(await mira().isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const send = await box(sam(), 'Message #it-triage').boundingBox();
    expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
  });

  test('after a reload old threads are folded but for the newest, and say nothing is new', async () => {
    await visit();
    for (const number of ['1', '2']) {
      const { thread } = await open.adapter.send(card(`k${number}`, `INC-${number}`));
      if (thread === undefined) throw new Error('no thread');
      await open.gesture(lineOf('sam', 'it-triage', `answer ${number}`, { thread: thread.split('/')[1] ?? '' }));
    }
    await sam().getByText('answer 1').waitFor();
    await page.reload();
    await sam().getByText('answer 2').waitFor();
    expect(await sam().getByText('answer 1').isVisible()).toBe(false);
    expect(
      await sam()
        .getByText(/\d new/)
        .count(),
    ).toBe(0);
    await sam().getByRole('button', { name: '1 reply' }).first().click();
    expect(await sam().getByText('answer 1').isVisible()).toBe(true);
  });

  test('a long answer shows its beginning, and what only one person sees can be dismissed', async () => {
    const lines = Array.from({ length: 40 }, (_, number) => ({ kind: 'text', text: `line ${number} of it` }) as const);
    open.desk.answerWith(() => ({ kind: 'answer', message: { audience: 'everyone', lines } }));
    await visit();
    await box(pane('Kai, a user'), 'Message #support').fill('/ticket list');
    await page.keyboard.press('Enter');
    const first = pane('Kai, a user').getByText('line 0 of it');
    await first.waitFor();
    const top = (await first.boundingBox())?.y ?? 0;
    const feed = await pane('Kai, a user').getByRole('group', { name: '#support, messages' }).boundingBox();
    expect(top).toBeGreaterThan(feed?.y ?? 0);
    expect(await page.evaluate('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
    await pane('Kai, a user').getByRole('button', { name: 'Dismiss' }).click();
    await first.waitFor({ state: 'detached' });
  });

  test('new messages are said to whoever hears the page', async () => {
    await visit();
    await open.adapter.send(opening('k1', '@mira', 'INC-1 is open'));
    const news = page.locator('[aria-live=polite]');
    await news.getByText('Mira, Deskbell: Deskbell: INC-1 is open').waitFor({ state: 'attached' });
  });
});
