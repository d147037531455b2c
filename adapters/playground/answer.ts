/** Answers of the playground's server that are no page. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const refuse = (response: ServerResponse, status: number, error: string): void =>
  json(response, status, { error });

export function notThat(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  refuse(response, 405, `This takes ${allowed} only.`);
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Lets the sender of a body that is too large read the answer before the connection goes. */
export function drain(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  request.resume();
  const cut = setTimeout(() => request.destroy(), 1000).unref();
  request.on('close', () => clearTimeout(cut));
}
