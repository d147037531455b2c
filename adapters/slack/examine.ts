/** Whether Slack accepts the settings, asked without showing anybody anything. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Finding } from '../../src/adapter.ts';
import { channelNamed, UNLISTED } from './agents-channel.ts';
import type { Caller } from './clients.ts';
import { problemOf } from './errors.ts';
import { OPTIONAL_SCOPES } from './manifest.ts';
import { askSession, lackingScopes, Misconfigured, type Session } from './session.ts';

interface Settings {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly oauth?: object;
  readonly apiUrl?: string;
  readonly agentsChannel: string;
}

const TIMEOUT_MS = 10_000;

export async function examineSlack(settings: Settings): Promise<readonly Finding[]> {
  const { botToken, appToken, signingSecret, apiUrl } = settings;
  const options: WebClientOptions = {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: SILENT,
  };
  return [
    ...(botToken === undefined
      ? [byInstallation(settings)]
      : await examineBot(botToken, settings.agentsChannel, options)),
    ...(appToken === undefined ? [] : [await examineSocket(appToken, options)]),
    ...(signingSecret === undefined ? [] : [examineSecret(signingSecret)]),
  ];
}

const found = (how: Finding['how'], says: string): Finding => ({ about: 'Slack', how, says });

const byInstallation = ({ oauth }: Settings): Finding =>
  oauth === undefined
    ? found('wrong', 'there is neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID: see "Connect Slack" in the README')
    : found(
        'ok',
        'workspaces install the app at /slack/install; their tokens are renewed and looked at while the desk runs',
      );

async function examineBot(token: string, channel: string, options: WebClientOptions): Promise<readonly Finding[]> {
  let session: Session;
  try {
    session = await askSession(token, options);
  } catch (error) {
    if (error instanceof Misconfigured) return [found('wrong', error.message)];
    return [found('wrong', `Slack does not answer (${problemOf(error).code}): is this machine allowed to reach it?`)];
  }
  const { required, optional } = lackingScopes(session.scopes ?? []);
  const scopes =
    session.scopes === undefined
      ? [found('lacks', 'Slack does not say which scopes the token has')]
      : [
          ...required.map((scope) => found('wrong', `the scope ${scope} is missing: the desk does not start. ${ADD}`)),
          ...optional.map((scope) =>
            found('lacks', `the scope ${scope} is missing: ${OPTIONAL_SCOPES[scope]}. ${ADD}`),
          ),
        ];
  return [
    found('ok', `the bot's token is for the workspace ${session.teamName}`),
    ...(scopes.length > 0 ? scopes : [found('ok', 'the token has every scope')]),
    await examineChannel(token, channel, session.team, options),
  ];
}

const ADD = 'Apply docs/slack-manifest.json on the app\'s page "App Manifest", and install the app again';

async function examineChannel(token: string, name: string, team: string, options: WebClientOptions): Promise<Finding> {
  const client = new WebClient(token, options);
  const web: Caller = { apiCall: async (method, args = {}) => ({ ...(await client.apiCall(method, args)) }) };
  try {
    const channel = await channelNamed(web, name, team);
    if (channel === UNLISTED)
      return found('lacks', `Slack lists no channels to this token, so "${name}" is not looked for`);
    if (channel === undefined)
      return found(
        'wrong',
        `there is no channel "${name}" that the bot can see: create it, /invite the bot, or set SLACK_AGENTS_CHANNEL`,
      );
    if (channel['is_member'] === false) return found('wrong', `the bot is not in "${name}": /invite it there`);
    return found('ok', `the agents' channel is "${name}"`);
  } catch (error) {
    return found('wrong', `the agents' channel "${name}" could not be looked for (${problemOf(error).code})`);
  }
}

/** Slack gives an address for one connection, which nobody opens: nothing is taken from a desk that runs. */
async function examineSocket(token: string, options: WebClientOptions): Promise<Finding> {
  try {
    await new WebClient(token, options).apiCall('apps.connections.open');
    return found('ok', 'Socket Mode: the app-level token is accepted');
  } catch (error) {
    const { code } = problemOf(error);
    return found(
      'wrong',
      `Slack does not accept SLACK_APP_TOKEN (${code}): make an app-level token (xapp-…) with connections:write under "Basic Information", and switch Socket Mode on`,
    );
  }
}

const examineSecret = (secret: string): Finding =>
  /^[0-9a-f]{32}$/.test(secret)
    ? found('ok', 'SLACK_SIGNING_SECRET looks like one; whether it is the right one shows when Slack first calls')
    : found('lacks', 'SLACK_SIGNING_SECRET does not look like one (32 letters and digits from "Basic Information")');

const nothing = (): void => undefined;
/** What is amiss is told once, by us. */
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => 'error',
} as unknown as NonNullable<WebClientOptions['logger']>;
