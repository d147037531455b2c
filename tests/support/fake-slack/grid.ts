import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBody } from './bodies.ts';
import type { FakeSlack } from './index.ts';
import type { Json } from './json.ts';

/** One exchange at oauth.v2.access, as it was answered. */
export interface Grant {
  readonly type: 'code' | 'refresh_token';
  readonly given: string;
  readonly answer: Json;
}

/** Several workspaces behind one Web API, for one app that each installs: who is meant is told by the token. */
export interface Grid {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What Slack leads a browser back with, once somebody has agreed; good for one exchange. */
  code(of: Of): string;
  /** Tokens given out to that workspace or organisation, the newest last. */
  tokens(id: string): readonly string[];
  /** From now on Slack answers a token with this: token_expired, token_revoked. */
  spoil(token: string, error: string): void;
  readonly grants: readonly Grant[];
  /** Every call but the exchanges, with the token that it was made with. */
  readonly calls: readonly { readonly method: string; readonly token: string }[];
  stop(): Promise<void>;
}

interface Of {
  /** A workspace, or an organisation: then every workspace is in it. */
  readonly id: string;
  /** How long its tokens live, in seconds. [for ever] */
  readonly lives?: number;
}

export async function startGrid(workspaces: readonly FakeSlack[]): Promise<Grid> {
  const codes = new Map<string, Of>();
  const refreshes = new Map<string, Of>();
  const tokens = new Map<string, { readonly of: Of; error?: string }>();
  const grants: Grant[] = [];
  const calls: { method: string; token: string }[] = [];
  const secret = (prefix: string): string => `${prefix}-${randomBytes(9).toString('hex')}`;

  const issue = (of: Of): Json => {
    const token = secret(of.lives === undefined ? 'xoxb' : 'xoxe.xoxb');
    const refresh = secret('xoxe-1');
    tokens.set(token, { of });
    refreshes.set(refresh, of);
    const whole = of.id.startsWith('E');
    return {
      ok: true,
      access_token: token,
      token_type: 'bot',
      scope: 'chat:write',
      bot_user_id: workspaces[0]?.botUserId,
      app_id: workspaces[0]?.appId,
      team: whole ? null : { id: of.id, name: `Team ${of.id}` },
      enterprise: whole ? { id: of.id, name: 'Org' } : null,
      is_enterprise_install: whole,
      authed_user: { id: 'UINSTALLER' },
      ...(of.lives !== undefined && { refresh_token: refresh, expires_in: of.lives }),
    };
  };
  const exchange = async (args: Json): Promise<Json> => {
    if (args['client_secret'] !== 'client-secret') return { ok: false, error: 'bad_client_secret' };
    const type = args['grant_type'] === 'refresh_token' ? 'refresh_token' : 'code';
    const given = String(args[type]);
    const from = type === 'code' ? codes : refreshes;
    const of = from.get(given);
    from.delete(given);
    // As over a real distance: somebody else may ask meanwhile.
    await sleep(400);
    const answer = of === undefined ? { ok: false, error: `invalid_${type}` } : issue(of);
    grants.push({ type, given, answer });
    return answer;
  };
  const forward = async (method: string, raw: Buffer, type: string, token: string): Promise<string> => {
    const known = tokens.get(token);
    if (known === undefined) return JSON.stringify({ ok: false, error: 'invalid_auth' });
    if (known.error !== undefined) return JSON.stringify({ ok: false, error: known.error });
    const asked = parseBody(raw, type)?.['team_id'];
    const whole = known.of.id.startsWith('E');
    const meant = workspaces.filter(({ team }) => (whole ? (asked ?? team) === team : team === known.of.id));
    let answer = JSON.stringify({ ok: false, error: 'team_not_found' });
    for (const workspace of meant) {
      const headers = { 'content-type': type, authorization: `Bearer ${workspace.botToken}` };
      const response = await fetch(`${workspace.apiUrl}${method}`, { method: 'POST', headers, body: raw });
      answer = await response.text();
      if ((JSON.parse(answer) as Json)['ok'] === true) break;
    }
    // For a whole organisation, Slack names the organisation.
    return method === 'auth.test' && whole ? JSON.stringify({ ...JSON.parse(answer), team_id: known.of.id }) : answer;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const type = request.headers['content-type'] ?? '';
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (method !== 'oauth.v2.access') calls.push({ method, token });
    const text =
      method === 'oauth.v2.access'
        ? JSON.stringify(await exchange(parseBody(raw, type) ?? {}))
        : await forward(method, raw, type, token);
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    clientId: '1.2',
    clientSecret: 'client-secret',
    code: (of) => {
      const code = secret('code');
      codes.set(code, of);
      return code;
    },
    tokens: (id) => [...tokens].flatMap(([token, { of }]) => (of.id === id ? [token] : [])),
    spoil: (token, error) => {
      const known = tokens.get(token);
      if (known !== undefined) known.error = error;
    },
    grants,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
