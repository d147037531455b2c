/** The playground over HTTP: its page, the stream of events and the gestures. */
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { drain, json, notThat, refuse } from './answer.ts';
import { readBody } from './body.ts';
import { type Person, personOf } from './cast.ts';
import { isForeign, isJson, isLocalPeer, isLoopback, SAFE_HEADERS } from './guard.ts';
import type { Reply } from './hear.ts';
import { type Gesture, readGesture } from './read.ts';
import { type FileSite, take as takeFile, upload } from './serve-files.ts';
import type { Stream } from './stream.ts';

export const ROOT = '/playground/';

export interface Site {
  readonly files: ReadonlyMap<string, File>;
  readonly stream: Stream;
  readonly shared: FileSite;
  /** Hands a gesture to the desk; resolves with the HTTP status and what the page gets. */
  take(gesture: Gesture): Promise<{ readonly status: number; readonly body: Reply | { readonly error: string } }>;
}

interface File {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page's files by name. They are few, and read once: no path from a request ever reaches the disk. */
export async function readPage(): Promise<ReadonlyMap<string, File>> {
  const folder = new URL('./page/', import.meta.url);
  const files = new Map<string, File>();
  for (const name of await readdir(folder)) {
    const type = TYPES[name.split('.').pop() ?? ''];
    if (type !== undefined) files.set(name, { type, bytes: await readFile(new URL(name, folder)) });
  }
  return files;
}

/** Answers one request; `site` is undefined until the playground has started. */
export async function serve(site: Site | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  if (!(isLoopback(request.headers) && isLocalPeer(request.socket.remoteAddress)))
    return refuse(response, 403, 'The playground answers on localhost only.');
  if (site === undefined) return refuse(response, 503, 'The playground is starting.');
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith(ROOT)) return refuse(response, 404, 'There is no such page.');
  const path = url.pathname.slice(ROOT.length);
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (path === 'api/gesture')
    return request.method === 'POST' ? gesture(site, request, response) : notThat(response, 'POST');
  if (path === 'api/file') return upload(site.shared, url, request, response);
  if (!reads) return notThat(response, 'GET, HEAD');
  if (path.startsWith('file/')) return takeFile(site.shared, url, path.slice('file/'.length), request, response);
  if (path === 'api/events') return events(site, url, request, response);
  return file(site, path, request.method === 'HEAD', response);
}

async function gesture(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isForeign(request.headers)) return refuse(response, 403, 'This page may not speak for the people here.');
  if (!isJson(request.headers)) return refuse(response, 415, 'The body must be application/json.');
  const body = await readBody(request);
  if (!body.ok) {
    if (body.status === 413) drain(request, response);
    return refuse(response, body.status, body.error);
  }
  const read = readGesture(body.json);
  if ('error' in read) return refuse(response, read.status, read.error);
  const taken = await site.take(read);
  json(response, taken.status, taken.body);
}

function events(site: Site, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const people = url.searchParams.getAll('who').map(personOf);
  if (isForeign(request.headers)) refuse(response, 403, 'This page may not listen here.');
  else if (!(people.length > 0 && people.every(isPerson))) refuse(response, 404, 'There is nobody of that name here.');
  else if (request.method === 'HEAD') response.end();
  else site.stream.open([...new Set(people)], request.headers['last-event-id']?.toString(), response);
}

function file(site: Site, path: string, head: boolean, response: ServerResponse): void {
  const found = site.files.get(path === '' ? 'index.html' : path);
  if (found === undefined) refuse(response, 404, 'There is no such page.');
  else {
    const headers = { 'Content-Type': found.type, 'Content-Length': found.bytes.length, 'Cache-Control': 'no-cache' };
    response.writeHead(200, headers).end(head ? undefined : found.bytes);
  }
}

const isPerson = (person: Person | undefined): person is Person => person !== undefined;
