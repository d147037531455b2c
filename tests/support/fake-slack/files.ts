import { parseMultipart } from './bodies.ts';
import { type Exchange, type FaultTaker, send } from './web-api.ts';
import type { Workspace } from './workspace.ts';

/**
 * The upload address of files.getUploadURLExternal, and url_private for those who hold the token. Faults strike at the
 * methods `upload` and `download`; every request is among the calls, with what it was authorised by.
 */
export const takeFile = (ws: Workspace, take: FaultTaker, exchange: Exchange): void => {
  const { path, request, response, body } = exchange;
  const method = path.startsWith('/upload/') ? 'upload' : 'download';
  const args = { path, authorization: request.headers.authorization ?? '' };
  const fault = take(method, args);
  ws.calls.push({ method, args, at: Date.now(), answer: undefined, faulted: fault !== undefined });
  ws.ledger.touch();
  if (fault && !fault.accepted) return void send(response, fault.reply, undefined);
  const id = /\/(F[0-9A-Z]+)/.exec(path)?.[1] ?? '';
  const file = ws.files.get(id);
  if (!file) return void response.writeHead(404).end('not found');
  if (path.startsWith('/upload/')) {
    const type = request.headers['content-type'] ?? '';
    const bytes = type.startsWith('multipart/') ? (parseMultipart(body, type).file ?? body) : body;
    ws.files.set(id, { ...file, bytes, size: bytes.length });
    if (fault) return void send(response, fault.reply, undefined);
    return void response.writeHead(200).end(`OK - ${bytes.length}`);
  }
  if (request.headers.authorization !== `Bearer ${ws.settings.botToken}`)
    return void response.writeHead(302, { location: `https://${ws.settings.teamDomain}.slack.com/` }).end();
  response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length }).end(file.bytes);
};
