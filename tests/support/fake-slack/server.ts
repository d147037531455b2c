import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { takeFile } from './files.ts';
import { answerResponseUrl } from './response-url.ts';
import { answerApi, type FaultTaker } from './web-api.ts';
import type { Workspace } from './workspace.ts';

export type FakeServer = { readonly http: Server; readonly origin: string; readonly stop: () => Promise<void> };

/** The one port behind everything: Web API, response URLs, file uploads; Socket Mode is upgraded elsewhere. */
export const startServer = async (ws: Workspace, take: FaultTaker): Promise<FakeServer> => {
  const sockets = new Set<Socket>();
  const http = createServer((request, response) => {
    route(ws, take, request, response).catch((error: unknown) => {
      // A defect of the double itself must not look like one of the bot's.
      process.emitWarning(
        `fake Slack failed at ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      response.destroy();
    });
  });
  http.keepAliveTimeout = 1000;
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(ws.settings.port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  ws.origin = origin;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      http.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { http, origin, stop };
};

const route = async (
  ws: Workspace,
  take: FaultTaker,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const path = new URL(request.url ?? '/', 'http://slack').pathname;
  const body = await readBody(request);
  if (path.startsWith('/api/')) return answerApi(ws, take, { path, request, response, body });
  if (path.startsWith('/response/')) return answerResponseUrl(ws, take, { path, request, response, body });
  if (path.startsWith('/upload/') || path.startsWith('/files/'))
    return takeFile(ws, take, { path, request, response, body });
  response.writeHead(404).end();
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
