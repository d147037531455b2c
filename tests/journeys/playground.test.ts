import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playground } from '../../adapters/playground/index.ts';
import { browserPath, launchBrowser, needsBrowser } from '../adapters/playground/browser.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

describe.skipIf(browserPath === undefined)(`the whole desk in a browser${needsBrowser}`, () => {
  let desk: RunningDesk;
  let browser: Browser;
  let page: Page;
  let mira: Locator;
  let kai: Locator;
  let sam: Locator;
  const problems: string[] = [];

  beforeAll(async () => {
    desk = await startDesk([playground()]);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(`${desk.url}/`);
    await page.locator('body[data-ready]').waitFor();
    mira = page.getByRole('region', { name: 'Mira, an employee' });
    kai = page.getByRole('region', { name: 'Kai, a user' });
    sam = page.getByRole('region', { name: 'Sam, an agent' });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });

  const write = async (who: Locator, box: string | RegExp, text: string): Promise<void> => {
    await who.getByRole('textbox', { name: box }).first().fill(text);
    await page.keyboard.press('Enter');
  };
  const send = async (): Promise<void> => {
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  it('opens at the front door', () => {
    expect(new URL(page.url()).pathname).toBe('/playground/');
  });

  it('Mira raises a ticket by a slash line and a form, and Sam gets a card and claims it', async () => {
    await write(mira, 'Message #help', '/ticket VPN drops every 10 min');
    await page.getByRole('dialog').waitFor();
    await send();
    await mira
      .getByText(/INC-1 open, P3, reply expected by/)
      .first()
      .waitFor();
    await sam.getByRole('button', { name: 'Claim' }).click();
    await sam.getByRole('button', { name: 'Release' }).waitFor();
  });

  it('they talk to one another in its threads, each under their own name', async () => {
    await write(sam, /^Reply in/, 'Which **version** of the client?');
    const got = mira.getByRole('article', { name: 'Sam' });
    await got.waitFor();
    expect(await got.locator('strong, b').allTextContents()).toContain('version');
    await write(mira, /^Reply in/, '2.6.1');
    await sam.getByRole('article', { name: 'Mira' }).getByText('2.6.1').waitFor();
  });

  it("a note stays in Sam's pane", async () => {
    await sam.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('canary-2093');
    await send();
    await sam.getByText('canary-2093').first().waitFor();
    expect(await mira.textContent()).not.toContain('canary-2093');
    expect(await kai.textContent()).not.toContain('canary-2093');
  });

  it('Sam resolves it, Mira is asked how it went and says so', async () => {
    await sam.getByRole('button', { name: 'Resolve' }).first().click();
    await page.getByRole('dialog').waitFor();
    await send();
    await mira.getByRole('button', { name: '4 · Good' }).click();
    await mira
      .getByText(/Your rating for INC-1: 4 of 5/)
      .first()
      .waitFor();
    await sam.getByText(/rated the help with INC-1: 4 of 5/).waitFor();
    const { rows } = await desk.db.pool.query('select score from rating');
    expect(rows).toEqual([{ score: 4 }]);
  });

  it('Kai sees none of it, until the two accounts are linked by a code', async () => {
    await write(kai, 'Message #support', '/ticket status');
    await kai.getByText('Only you can see this').first().waitFor();
    expect(await kai.textContent()).not.toContain('VPN');
    await write(mira, 'Message #help', '/ticket link');
    const code = await mira.locator('dd', { hasText: /^[A-Z0-9-]{20,}$/ }).textContent();
    await write(kai, 'Message #support', `/ticket link ${code ?? ''}`);
    await kai
      .getByText(/one person/)
      .first()
      .waitFor();
    await write(kai, 'Message #support', '/ticket status');
    await kai
      .getByText(/VPN drops every 10 min/)
      .first()
      .waitFor();
  });

  it('a plain direct message opens a ticket too, and is answered in its own thread', async () => {
    await write(kai, 'Message Deskbell', 'The printer on floor 3 is jammed again');
    await sam.getByText(/INC-2/).first().waitFor();
    await kai.getByText(/opened INC-2/).waitFor();
  });

  it('everything is still there after a restart, and a button from before works', async () => {
    desk = await desk.restart([playground()]);
    await page.goto(`${desk.url}/playground/`);
    await page.locator('body[data-ready]').waitFor();
    await mira
      .getByText(/VPN drops every 10 min/)
      .first()
      .waitFor();
    await sam.getByRole('button', { name: 'Claim' }).last().click();
    await sam.getByRole('button', { name: 'Release' }).waitFor();
  });

  it('the browser had nothing to complain about', () => {
    expect(
      problems.filter((one) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/.test(one)),
    ).toEqual([]);
  });
});
