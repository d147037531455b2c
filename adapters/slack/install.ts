/**
 * The two pages by which somebody installs the app in their workspace: one leads to Slack, the other is where Slack leads
 * back to. The state that goes along is signed, belongs to one browser, ends after ten minutes, and is good for one use.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Installation, type InstallationStore, type Logger, type StateStore } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Desk, Phrase, Route } from '../../src/adapter.ts';
import { tenantId } from './ids.ts';
import type { OAuth } from './installations.ts';
import { redacted } from './logger.ts';
import { BOT_SCOPES } from './manifest.ts';
import { isUnavailable } from './receivers.ts';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';
const STATE_S = 600;

export interface Installing {
  readonly desk: () => Desk;
  readonly oauth: OAuth;
  readonly apiUrl: string;
  readonly options: WebClientOptions;
  readonly logger: Logger;
  readonly store: Pick<InstallationStore, 'storeInstallation'>;
  /** It is installed, and kept. */
  readonly installed: (installation: Installation) => void;
}

export function installRoutes({
  desk,
  oauth,
  apiUrl,
  options,
  logger,
  store,
  installed,
}: Installing): readonly Route[] {
  // It is no receiver of anything here: Bolt makes its installer in this place only.
  const { installer } = new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    logger,
    installationStore: {
      storeInstallation: (installation) => store.storeInstallation(installation),
      fetchInstallation: () => Promise.reject(new Error('Tokens are looked up elsewhere')),
    },
    installerOptions: {
      directInstall: true,
      stateStore: states(oauth.stateSecret, desk),
      stateCookieExpirationSeconds: STATE_S,
      authorizationUrl: new URL('/oauth/v2/authorize', apiUrl.replace('//slack.com/', '//www.slack.com/')).href,
      clientOptions: options,
    },
  });
  if (installer === undefined) throw new Error('Bolt made no installer');

  const page = (request: IncomingMessage, response: ServerResponse, status: number, phrase: Phrase): void => {
    const locale = /^[a-z]{2}/i.exec(request.headers['accept-language'] ?? '')?.[0];
    const text = desk().phrase(phrase, locale).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(
      `<!doctype html><meta name="viewport" content="width=device-width"><title>Deskbell</title><body style="font:1.1rem/1.5 sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1>Deskbell</h1><p>${text}</p>`,
    );
  };
  const serve =
    (handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Route['handle'] =>
    (request, response) => {
      if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
      handle(request, response).catch((error) => {
        desk().log.error({ error: redacted(String(error)) }, 'A page for installing the Slack app failed');
        if (!response.headersSent) page(request, response, isUnavailable(error) ? 503 : 500, 'install failed');
      });
    };

  return [
    {
      path: INSTALL_PATH,
      handle: serve((request, response) =>
        installer.handleInstallPath(request, response, {}, { scopes: [...BOT_SCOPES] }),
      ),
    },
    {
      path: REDIRECT_PATH,
      handle: serve((request, response) =>
        installer.handleCallback(request, response, {
          success: (installation) => {
            installed(installation as Installation);
            page(request, response, 200, 'installed');
          },
          failure: (error) => {
            const refused = /cancelled/.test(error.message);
            const stale = /state|code/i.test(`${error.code}`) && !/^slack_webapi/.test(`${error.code}`);
            const phrase = refused ? 'install refused' : stale ? 'install expired' : 'install failed';
            page(request, response, refused ? 200 : stale ? 400 : 502, phrase);
          },
        }),
      ),
    },
  ];
}

const USED = 'state:';

/** Nothing is written for one that is given out, so that nobody can fill the database by asking; only for one that is used. */
function states(secret: string, desk: () => Desk): StateStore {
  const home = tenantId('-');
  const mac = (payload: string): Buffer => createHmac('sha256', secret).update(payload).digest();
  return {
    generateStateParam: async (_, now) => {
      const payload = `${randomBytes(16).toString('base64url')}.${Math.floor(now.getTime() / 1000) + STATE_S}`;
      return `${payload}.${mac(payload).toString('base64url')}`;
    },
    verifyStateParam: async (now, state) => {
      const [nonce = '', ends = '', given = ''] = state.split('.');
      const signed = Buffer.from(given, 'base64url');
      const wanted = mac(`${nonce}.${ends}`);
      const genuine = signed.length === wanted.length && timingSafeEqual(signed, wanted);
      if (!genuine || !(Number(ends) * 1000 > now.getTime())) throw new Stale();
      await desk().alone(home, USED, async () => {
        const used = await desk().keptUnder(home, USED);
        if (used.some(({ key }) => key === USED + nonce)) throw new Stale();
        await desk().keep(home, USED + nonce, ends);
        for (const { key, value } of used) if (Number(value) * 1000 < now.getTime()) await desk().keep(home, key, null);
      });
      return { scopes: [...BOT_SCOPES] };
    },
  };
}

/** Bolt hands on an error's code. */
class Stale extends Error {
  readonly code = 'slack_oauth_invalid_state';
  constructor() {
    super('The state is old, used, or not ours');
  }
}
