/** The report over HTTP: the door that a link opens, the page, its style and what is exported. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log, Route } from '../adapter.ts';
import { PERIODS, type PeriodName } from '../desk/worth/period.ts';
import type { Report } from '../desk/worth/report.ts';
import type { Words } from '../say/words.ts';
import { type Access, VISIT_HOURS, type Visitor } from './access.ts';
import { closedOf, doorOf, pageOf } from './page.ts';
import { csvOf, jsonOf, tablesOf } from './tables.ts';

export interface SiteSettings {
  readonly access: Access;
  report(org: number, period: PeriodName, service: string | undefined): Promise<Report>;
  wordsFor(locale: string | undefined): Words;
  /** Whether browsers reach the desk by https: the cookie is then sent by that alone. */
  readonly secure: boolean;
  readonly log: Log;
}

export const ROOT = '/report/';
const COOKIE = 'deskbell_report';
const BODY_MAX = 4_096;

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
  if (path === 'open' && get)
    return html(response, 200, doorOf(wordsFor(undefined), url.searchParams.get('token') ?? ''));
  if (path === 'open' && request.method === 'POST') return enter(settings, request, response);
  if (!get || !['', 'export'].includes(path)) return send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
  const visitor = await access.visitor(cookieOf(request));
  if (visitor === undefined) return html(response, 403, closedOf(wordsFor(undefined)));
  return path === '' ? page(settings, visitor, url, response) : exported(settings, visitor, url, response);
}

async function enter({ access, wordsFor, secure }: SiteSettings, request: IncomingMessage, response: ServerResponse) {
  const token = new URLSearchParams(await bodyOf(request)).get('token') ?? '';
  const visitor = await access.redeem(token);
  if (visitor === undefined) return html(response, 403, closedOf(wordsFor(undefined)));
  // Lax and not strict: whoever comes from the chat comes from another site.
  const rules = `Path=${ROOT}; HttpOnly; SameSite=Lax; Max-Age=${VISIT_HOURS * 3600}${secure ? '; Secure' : ''}`;
  response.setHeader('Set-Cookie', `${COOKIE}=${access.visit(visitor)}; ${rules}`);
  response.setHeader('Location', ROOT);
  response.writeHead(303).end();
}

async function page(settings: SiteSettings, visitor: Visitor, url: URL, response: ServerResponse): Promise<void> {
  const words = settings.wordsFor(visitor.locale);
  const { period, service } = wantedOf(url, words);
  const report = await settings.report(visitor.org, period, service);
  html(response, 200, pageOf({ report, period, words }));
}

async function exported(settings: SiteSettings, visitor: Visitor, url: URL, response: ServerResponse): Promise<void> {
  const words = settings.wordsFor(visitor.locale);
  const { period, service } = wantedOf(url, words);
  const report = await settings.report(visitor.org, period, service);
  const table = tablesOf(report, words.reporting).find(({ name }) => name === url.searchParams.get('table'));
  if (table === undefined) return send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
  const csv = url.searchParams.get('format') !== 'json';
  response.setHeader('Content-Disposition', `attachment; filename="${table.name}.${csv ? 'csv' : 'json'}"`);
  if (csv) send(response, 200, 'text/csv; charset=utf-8', csvOf(table));
  else send(response, 200, 'application/json; charset=utf-8', jsonOf(table));
}

/** What is asked for, as far as there is such a thing. */
function wantedOf({ searchParams }: URL, { services }: Words) {
  const period = PERIODS.find((one) => one === searchParams.get('period')) ?? '30_days';
  const service = services.find((one) => one === searchParams.get('service'));
  return { period, service };
}

function cookieOf({ headers }: IncomingMessage): string {
  const found = (headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? '';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > BODY_MAX) return '';
  }
  return body;
}

const html = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, 'text/html; charset=utf-8', text);

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type }).end(text);
}
