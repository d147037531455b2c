/** Reading the body of a request, no further than the limit. */
import type { IncomingMessage } from 'node:http';

const BODY_LIMIT = 64 * 1024;

export type Body =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly status: 400 | 413; readonly error: string };

const TOO_LARGE: Body = { ok: false, status: 413, error: `The body can have at most ${BODY_LIMIT / 1024} KB.` };

export async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await readBytes(request, BODY_LIMIT);
  if (bytes === undefined) return TOO_LARGE;
  try {
    return { ok: true, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { ok: false, status: 400, error: 'The body is not JSON.' };
  }
}

/** The whole body; undefined where it is larger than the limit. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // Read by events: leaving a `for await` early would destroy the socket, and with it the answer.
  const whole = await new Promise<boolean>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) resolve(false);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(true));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the request was cut off')));
  });
  return whole ? Buffer.concat(chunks) : undefined;
}
