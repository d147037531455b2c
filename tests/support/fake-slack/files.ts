import { parseMultipart } from './bodies.ts';
import type { Exchange } from './web-api.ts';
import type { Workspace } from './workspace.ts';

/** The upload address of files.getUploadURLExternal, and url_private for those who hold the token. */
export const takeFile = (ws: Workspace, { path, request, response, body }: Exchange): void => {
  const id = /\/(F[0-9A-Z]+)/.exec(path)?.[1] ?? '';
  const file = ws.files.get(id);
  if (!file) return void response.writeHead(404).end('not found');
  if (path.startsWith('/upload/')) {
    const type = request.headers['content-type'] ?? '';
    const bytes = type.startsWith('multipart/') ? (parseMultipart(body, type).file ?? body) : body;
    ws.files.set(id, { ...file, bytes, size: bytes.length });
    return void response.writeHead(200).end(`OK - ${bytes.length}`);
  }
  if (request.headers.authorization !== `Bearer ${ws.settings.botToken}`)
    return void response.writeHead(302, { location: `https://${ws.settings.teamDomain}.slack.com/` }).end();
  response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length }).end(file.bytes);
};
