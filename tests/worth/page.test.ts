import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { browserPath, launchBrowser, needsBrowser } from '../adapters/playground/browser.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const XSS = '<img src=x onerror="document.title=1">';
const NUMBER = 40;

let chat: PlainAdapter;
let desk: RunningDesk;
let ahead = 0;
beforeAll(async () => {
  chat = plainAdapter();
  const env = { LEADS: 'plain:lee', SERVICES: `Network,Mail,${XSS}`, RATE_AGENT: '40', PEOPLE_SERVED: '120' };
  desk = await startDesk([chat], { env, now: () => new Date(Date.now() + ahead) });
  for (let n = 1; n <= NUMBER; n += 1) {
    const service = ['Network', 'Mail', XSS][n % 3] ?? '';
    await chat.command(`p${n % 7}`, 'open', { subject: `${XSS} ${n}`, service });
    await chat.command('sam', 'reply', { ticket: String(n), text: 'On it' }, 'agents');
    ahead += 5 * 60_000;
    if (n % 4 > 0) await chat.command('sam', 'resolve', { ticket: String(n), code: 'solved' }, 'agents');
    if (n % 4 > 1) await chat.command(`p${n % 7}`, 'rate', { ticket: String(n), score: String(1 + ((n * 3) % 5)) });
  }
});
afterAll(() => desk.stop());

async function linkFor(who: string): Promise<string> {
  const outcome = await chat.command(who, 'report', { period: '30_days' }, 'direct');
  return /http:\S+/.exec(outcome.kind === 'answer' ? textOf(outcome.message) : '')?.[0] ?? '';
}
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
const enter = (token: string) =>
  fetch(`${desk.url}/report/open`, { method: 'POST', body: new URLSearchParams({ token }), redirect: 'manual' });
const visit = (cookie: string, path = '') => fetch(`${desk.url}/report/${path}`, { headers: { cookie } });

describe('the report in the chat', () => {
  it('is three sentences, the numbers and a link, for those who lead the desk', async () => {
    const outcome = await chat.command('lee', 'report', {}, 'direct');
    const text = outcome.kind === 'answer' ? textOf(outcome.message) : '';
    expect(text).toMatch(/% of \d+ answers were good, so most likely between/);
    expect(text).toContain('Tickets opened');
    expect(text).toContain(`${desk.url}/report/open?token=`);
    const one = await chat.command('lee', 'report', { period: 'this_year', service: 'mail' }, 'direct');
    expect(one.kind === 'answer' && textOf(one.message)).toContain('Mail');
    const none = await chat.command('lee', 'report', { service: 'Coffee' }, 'direct');
    expect(none.kind === 'answer' && textOf(none.message)).toContain('no service “Coffee”');
  });

  it('is about the period and the service that were named, with a picture that says so in words', async () => {
    const asks = (line: string) => {
      const { intent, params } = chat.desk.parse(line, 'desk');
      return chat.command('lee', intent, params as Record<string, string>, 'direct');
    };
    const year = await asks('report this year mail');
    expect(year.kind === 'answer' && textOf(year.message)).toContain('Mail');
    const { picture } = year.kind === 'answer' ? year : { picture: undefined };
    expect(picture).toMatchObject({ type: 'image/png', alt: expect.stringContaining('Tickets opened') });
    expect((await picture?.read())?.length).toBe(picture?.bytes);
    for (const [line, told] of [
      ['report lastmnth', 'no service “lastmnth”, and I know no period of that name'],
      ['report 2026-13', 'A period is, for example: week, month, quarter'],
      ['report last month Coffee', 'no service “Coffee”'],
    ] as const) {
      const outcome = await asks(line);
      expect(outcome.kind === 'answer' && textOf(outcome.message), line).toContain(told);
      expect(outcome).not.toHaveProperty('picture');
    }
    const wrong = await chat.command('lee', 'report', { period: 'next week' }, 'direct');
    expect(wrong.kind === 'answer' && textOf(wrong.message)).toContain('“next week” is no period that I know.');
    expect(chat.desk.parse('printer is on fire', 'desk')).toEqual({ intent: 'help', params: {} });
  });

  it('is offered while it is typed: services, and periods by their names or as they are', async () => {
    const { from, place } = chat.incoming('lee', { kind: 'command', intent: 'report', params: {} }, {});
    const offered = async (typed: string, what: 'service' | 'period') =>
      (await chat.desk.suggest(from, place, typed, what)).map(({ value }) => value);
    expect(await offered('ne', 'service')).toEqual(['Network', XSS].filter((one) => one.toLowerCase().includes('ne')));
    expect(await offered('last m', 'period')).toEqual(['last_month']);
    expect(await offered('2026-10', 'period')).toEqual(['2026-10']);
    expect(await offered('2026-13', 'period')).toEqual([]);
  });

  it('is refused to everybody else, agents among them, and a link that was guessed opens nothing', async () => {
    for (const [who, where] of [
      ['mira', 'direct'],
      ['sam', 'agents'],
    ] as const) {
      const outcome = await chat.command(who, 'report', {}, where);
      expect(outcome.kind === 'answer' && textOf(outcome.message)).toContain('for those who lead the desk');
    }
  });
});

describe('the cost of a ticket', () => {
  const status = async (who: string, where: 'agents' | 'direct') => {
    const outcome = await chat.command(who, 'status', { ticket: '7' }, where);
    return outcome.kind === 'answer' ? textOf(outcome.message) : '';
  };
  it('is shown to agents with all that it is made of, and to nobody else', async () => {
    // One reply of five minutes, one resolution of one: 360 s at 40 an hour.
    expect(await status('sam', 'agents')).toContain(
      'Cost by now: €4.00 (agents: 1 replies × 300 s, 1 other deeds × 60 s at €40.00 an hour)',
    );
    expect(await status('p0', 'direct')).toContain('INC-7');
    expect(await status('p0', 'direct')).not.toContain('Cost');
  });
});

describe('the page over HTTP', () => {
  it('opens once, by a press and not by a look, and then by its cookie alone', async () => {
    const link = await linkFor('lee');
    expect((await fetch(link)).status).toBe(200);
    expect(await (await fetch(link)).text()).toContain('<form method="post"');
    const entered = await enter(tokenOf(link));
    expect(entered.status).toBe(303);
    expect(entered.headers.get('location')).toBe('/report/');
    const cookie = entered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await enter(tokenOf(link))).status).toBe(403);
    const shown = await visit(cookie.split(';')[0] ?? '');
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect((await visit('')).status).toBe(403);
    expect((await visit(`deskbell_report=${tokenOf(link)}`)).status).toBe(403);
  });

  it('takes no link that is too old or was changed, and no visit that is over', async () => {
    const link = tokenOf(await linkFor('lee'));
    expect((await enter(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(403);
    for (const junk of ['', '.', 'a.b', 'a.b.c', 'x'.repeat(5_000)]) expect((await enter(junk)).status).toBe(403);
    const cookie = ((await enter(link)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const old = tokenOf(await linkFor('lee'));
    ahead += 11 * 60_000;
    expect((await enter(old)).status).toBe(403);
    expect((await visit(cookie)).status).toBe(200);
    ahead += 8 * 3_600_000;
    expect((await visit(cookie)).status).toBe(403);
  });

  it('exports every table as CSV and as JSON, and nothing to who has no visit', async () => {
    const cookie = ((await enter(tokenOf(await linkFor('lee')))).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const csv = await visit(cookie, 'export?table=services&format=csv&period=this_year');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="services.csv"');
    expect((await csv.text()).split('\r\n')[0]).toContain('Service,Tickets');
    const json = await visit(cookie, 'export?table=numbers&format=json&period=this_year');
    const { rows } = (await json.json()) as {
      readonly rows: readonly { readonly Number: string; readonly Value: string }[];
    };
    const tickets = rows[0];
    expect([tickets?.Number, tickets?.Value]).toEqual(['Tickets opened', String(NUMBER)]);
    const each = await visit(cookie, 'export?table=tickets&format=csv&period=this_year&service=Mail');
    const lines = (await each.text()).trim().split('\r\n');
    expect(lines[0]).toBe('Ticket,Service,Opened at,First reply at,Resolved at,Rating,Effort (s),Cost (EUR)');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join())).toContain('INC-7,Mail');
    expect(lines.find((line) => line.startsWith('INC-7,'))).toMatch(/,360,4$/);
    const asJson = async (period: string): Promise<unknown> =>
      (await visit(cookie, `export?table=tickets&format=json&period=${period}`)).json();
    expect(await asJson('this_year')).toMatchObject({ rows: { length: NUMBER } });
    expect(await asJson('2020')).toEqual({ table: 'tickets', rows: [] });
    await chat.command('p1', 'search', { words: `=stilts ${XSS}` });
    const page = await (await visit(cookie)).text();
    expect(page).toContain('Asked, and answered by nothing');
    expect(page).toContain('=stilts &#60;img src=x');
    expect(await (await visit(cookie, '?service=Mail')).text()).not.toContain('stilts');
    expect(await (await visit(cookie, '?period=2020')).text()).not.toContain('stilts');
    const gaps = await visit(cookie, 'export?table=gaps&format=csv');
    expect(gaps.headers.get('content-disposition')).toBe('attachment; filename="gaps.csv"');
    expect(await gaps.text()).toBe(`What was asked,Times\r\n"'=stilts ${XSS.replaceAll('"', '""')}",1\r\n`);
    const answers = (await (await visit(cookie, 'export?table=answers&format=json')).json()) as object;
    expect(answers).toMatchObject({
      table: 'answers',
      rows: { 5: { Outcome: 'No article was good enough', Questions: 1 } },
    });
    expect((await visit('', 'export?table=gaps')).status).toBe(403);
    expect((await visit('', 'export?table=tickets')).status).toBe(403);
    expect((await visit(cookie, 'export?table=secret')).status).toBe(404);
    expect((await visit('', 'export?table=numbers')).status).toBe(403);
    expect((await visit(cookie, '../healthz')).status).toBe(200);
  });
});

describe.skipIf(browserPath === undefined)(`the page in a browser${needsBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function opened(options: Parameters<Browser['newPage']>[0]): Promise<Page> {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(10_000);
    await page.goto(await linkFor('lee'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What the desk is worth' }).waitFor();
    await page.getByRole('heading', { name: 'Numbers' }).waitFor();
    return page;
  }

  test.each([
    ['desktop', 'light', 1280],
    ['desktop', 'dark', 1280],
    ['phone', 'light', 390],
    ['phone', 'dark', 390],
  ] as const)(
    'on a %s, %s, by keyboard alone: nothing is cut off, and hostile names are text',
    async (device, colorScheme, width) => {
      const page = await opened({ viewport: { width, height: 900 }, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await page.title()).toBe('What the desk is worth');
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.getByText('<img src=x').count()).toBeGreaterThan(0);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('M');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/service=Mail/);
      expect(await page.locator('header p').textContent()).toContain('Mail');
      const folder = process.env['SCREENSHOTS'];
      if (folder !== undefined) {
        await page.goBack();
        await page.screenshot({ path: `${folder}/report-${device}-${colorScheme}.png`, fullPage: true });
      }
      await page.close();
    },
  );
});
