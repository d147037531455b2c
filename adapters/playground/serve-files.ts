/** Files over HTTP: uploads of the page, and what the people of the chat may take away. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { drain, json, notThat, refuse } from './answer.ts';
import { readBytes } from './body.ts';
import { personOf, type Who } from './cast.ts';
import { LARGEST, type ShownFile } from './files.ts';
import { isForeign } from './guard.ts';

export interface FileSite {
  hold(who: Who, name: string, bytes: Buffer): string;
  /** The file and its bytes, if the person reads a message that has it. */
  find(who: Who, id: string): Promise<{ readonly file: ShownFile; readonly bytes: Buffer } | undefined>;
}

/** `POST api/file?who=mira&name=report.pdf`, the bytes as the body. */
export async function upload(
  site: FileSite,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return notThat(response, 'POST');
  if (isForeign(request.headers)) return refuse(response, 403, 'This page may not speak for the people here.');
  // A form of another site's page cannot send this type.
  if (request.headers['content-type'] !== 'application/octet-stream')
    return refuse(response, 415, 'The body must be application/octet-stream.');
  const person = personOf(url.searchParams.get('who'));
  const name = url.searchParams.get('name') ?? '';
  if (person === undefined) return refuse(response, 404, 'There is nobody of that name here.');
  if (name === '' || name.length > 500) return refuse(response, 400, '"name" must be the name of a file.');
  const bytes = await readBytes(request, LARGEST);
  if (bytes === undefined) {
    drain(request, response);
    return refuse(response, 413, `“${name}” is too large for the playground (limit ${LARGEST / 1024 / 1024} MB).`);
  }
  json(response, 200, { file: site.hold(person.who, name, bytes) });
}

/**
 * `GET file/ID?who=mira`. As something to save, never as something to show: whatever it is, it is somebody's, and this is the
 * playground's own origin. Only what the desk itself has drawn is shown.
 */
export async function take(
  site: FileSite,
  url: URL,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isForeign(request.headers)) return refuse(response, 403, 'This page may not read here.');
  const person = personOf(url.searchParams.get('who'));
  const found = person && (await site.find(person.who, id));
  if (found === undefined) return refuse(response, 404, 'There is no such file.');
  const drawn = found.file.alt !== undefined;
  response.writeHead(200, {
    'Content-Type': drawn ? 'image/png' : 'application/octet-stream',
    'Content-Length': found.bytes.length,
    'Content-Disposition': `${drawn ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(found.file.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : found.bytes);
}

/** RFC 8187; `encodeURIComponent` leaves out what that does not allow. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
