/** The report over HTTP: the door that a link opens, the page, its style and what is exported. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log, Route } from '../adapter.ts';
import type { Gaps } from '../desk/knowledge/gaps.ts';
import type { Worth } from '../desk/worth/index.ts';
import type { Period } from '../desk/worth/period.ts';
import type { Words } from '../say/words.ts';
import { type Access, VISIT_HOURS, type Visitor } from './access.ts';
import { knowledgeTables } from './knowledge-tables.ts';
import { ABOUT, closedOf, doorOf, pageOf } from './page.ts';
import { csvOf, jsonOf, tablesOf } from './tables.ts';
import { ticketsAsCsv, ticketsAsJson } from './ticket-export.ts';

export interface SiteSettings {
  readonly access: Access;
  readonly worth: Pick<Worth, 'period' | 'report' | 'tickets'>;
  /** What people asked in a period. */
  gaps(org: number, period: Period): Promise<Gaps>;
  readonly currency: string;
  wordsFor(locale: string | undefined): Words;
  /** Whether browsers reach the desk by https: the cookie is then sent by that alone. */
  readonly secure: boolean;
  readonly log: Log;
}

export const ROOT = '/report/';
const COOKIE = 'deskbell_report';
const BODY_MAX = 4_096;
const USUAL = '30_days';
const LONGEST = 60;
const TICKETS = 'tickets';

/** No script at all, no style but our own, nobody's frame, and no word to the next site about where somebody came from. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export async function reportSite(settings: SiteSettings): Promise<Route> {
  const style = await readFile(new URL('./style.css', import.meta.url), 'utf8');
  return {
    path: ROOT,
    handle: (request, response) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      answer(settings, style, request, response).catch((error: unknown) => {
        settings.log.warn({ err: error }, 'the report could not be shown');
        if (response.headersSent) response.destroy();
        else send(response, 503, 'text/plain; charset=utf-8', 'not now; try again in a moment\n');
      });
    },
  };
}

async function answer(
  settings: SiteSettings,
  style: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { access, wordsFor } = settings;
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.slice(ROOT.length);
  const get = request.method === 'GET' || request.method === 'HEAD';
  if (path === 'style.css' && get) return send(response, 200, 'text/css; charset=utf-8', style);
  if (path === 'open' && get) return html(response, 200, doorOf(wordsFor(undefined), url.searchParams));
  if (path === 'open' && request.method === 'POST') return enter(settings, request, response);
  if (!get || !['', 'export'].includes(path)) return send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
  const visitor = await access.visitor(cookieOf(request));
  if (visitor === undefined) return html(response, 403, closedOf(wordsFor(undefined)));
  return path === '' ? page(settings, visitor, url, response) : exported(settings, visitor, url, response);
}

async function enter({ access, wordsFor, secure }: SiteSettings, request: IncomingMessage, response: ServerResponse) {
  const body = await bodyOf(request);
  if (body === undefined) hangUp(request, response);
  const sent = new URLSearchParams(body);
  const visitor = await access.redeem(sent.get('token') ?? '');
  if (visitor === undefined) return html(response, 403, closedOf(wordsFor(undefined)));
  // Lax and not strict: whoever comes from the chat comes from another site.
  const rules = `Path=${ROOT}; HttpOnly; SameSite=Lax; Max-Age=${VISIT_HOURS * 3600}${secure ? '; Secure' : ''}`;
  response.setHeader('Set-Cookie', `${COOKIE}=${access.visit(visitor)}; ${rules}`);
  response.setHeader('Location', `${ROOT}${queryOf(sent)}`);
  response.writeHead(303).end();
}

async function page(settings: SiteSettings, visitor: Visitor, url: URL, response: ServerResponse): Promise<void> {
  const words = settings.wordsFor(visitor.locale);
  const { called, periods, service } = wantedOf(url, words, settings);
  const report = await settings.worth.report(visitor.org, periods, service);
  const gaps = service === undefined ? await settings.gaps(visitor.org, periods.period) : undefined;
  html(response, 200, pageOf({ report, period: called, words, gaps }));
}

async function exported(settings: SiteSettings, visitor: Visitor, url: URL, response: ServerResponse): Promise<void> {
  const words = settings.wordsFor(visitor.locale);
  const { periods, service } = wantedOf(url, words, settings);
  const csv = url.searchParams.get('format') !== 'json';
  const type = `${csv ? 'text/csv' : 'application/json'}; charset=utf-8`;
  const saved = (name: string) =>
    response.setHeader('Content-Disposition', `attachment; filename="${name}.${csv ? 'csv' : 'json'}"`);
  if (url.searchParams.get('table') === TICKETS) {
    saved(TICKETS);
    response.writeHead(200, { 'Content-Type': type });
    const batches = settings.worth.tickets(visitor.org, periods, service);
    const { label, reporting } = words;
    return stream(
      response,
      (csv ? ticketsAsCsv : ticketsAsJson)(batches, { label, reporting, currency: settings.currency }),
    );
  }
  const wanted = url.searchParams.get('table');
  const tables =
    wanted === 'gaps' || wanted === 'answers'
      ? knowledgeTables(await settings.gaps(visitor.org, periods.period), words.reporting)
      : tablesOf(await settings.worth.report(visitor.org, periods, service), words.reporting);
  const table = tables.find(({ name }) => name === wanted);
  if (table === undefined) return send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
  saved(table.name);
  send(response, 200, type, csv ? csvOf(table) : jsonOf(table));
}

/** As fast as the other side reads, and no longer than it does. */
async function stream(response: ServerResponse, parts: AsyncIterable<string>): Promise<void> {
  for await (const part of parts) {
    if (response.destroyed) return;
    if (!response.write(part)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

/** What is asked for, as far as there is such a thing. */
function wantedOf({ searchParams }: URL, { services }: Words, { worth }: SiteSettings) {
  const asked = searchParams.get('period') ?? USUAL;
  const found = asked.length > LONGEST ? undefined : worth.period(asked);
  const periods = found ?? worth.period(USUAL);
  if (periods === undefined) throw new Error(`${USUAL} is no period`);
  const service = services.find((one) => one === searchParams.get('service'));
  return { called: found === undefined ? USUAL : asked, periods, service };
}

/** What the link was about, for the page that it opens. */
function queryOf(sent: URLSearchParams): string {
  const about = [...sent].filter(([name]) => ABOUT.includes(name));
  return about.length === 0 ? '' : `?${new URLSearchParams(about)}`;
}

function cookieOf({ headers }: IncomingMessage): string {
  const found = (headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? '';
}

/** The whole body; undefined where it is larger than what our own door sends, and as soon as that is known. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_MAX) return undefined;
  let body = '';
  // By events: leaving a `for await` early would destroy the socket, and with it the answer.
  const whole = await new Promise<boolean>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      if (body.length > BODY_MAX) return;
      body += chunk.toString('latin1');
      if (body.length > BODY_MAX) resolve(false);
    });
    request.once('end', () => resolve(true));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the request was cut off')));
  });
  return whole ? body : undefined;
}

/** Nobody waits for the rest of the body: the connection ends with the answer. */
function hangUp(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  request.resume();
  setTimeout(() => request.destroy(), 1_000).unref();
}

const html = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, 'text/html; charset=utf-8', text);

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type }).end(text);
}
