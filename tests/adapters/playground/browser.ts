import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine, if it has one. */
export const browserPath = PLACES.find((path) => path !== undefined && existsSync(path));

/** For the name of a test that needs it, so that a skipped test says why. */
export const needsBrowser =
  browserPath === undefined ? ' (skipped: no Chromium here; install it or set CHROMIUM_PATH)' : '';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('There is no Chromium here; install it or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath: browserPath, args: QUIET });
}
