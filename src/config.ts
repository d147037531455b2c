/** The environment, read once. Nothing else in the program reads it. */
export interface Config {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly secretKey: string | undefined;
  readonly desk: {
    readonly locale: string;
    readonly timeZone: string;
    readonly prefix: string;
    readonly closeAfterMs: number;
    readonly agentsGroups: readonly string[];
    /** The most bytes that one attached file may have. */
    readonly fileLimit: number;
  };
  readonly slack: SlackConfig | undefined;
  readonly discord: DiscordConfig | undefined;
  readonly openai: OpenAiConfig | undefined;
  readonly playground: boolean;
}

export interface SlackConfig {
  readonly botToken?: string;
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string };
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly apiUrl?: string;
  readonly agentsChannel: string;
  /** Names or ids. */
  readonly watchedChannels: readonly string[];
  /** The name of an emoji, without colons. */
  readonly reaction: string;
}

export interface DiscordConfig {
  readonly token: string;
  readonly applicationId?: string;
  readonly apiUrl?: string;
  readonly agentsChannel: string;
  /** Forums whose posts are tickets, by name or id. */
  readonly forumChannels: readonly string[];
  /** Of the gateway connection; undefined for as many as Discord asks for. */
  readonly shards?: number;
}

export interface OpenAiConfig {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly model: string;
  readonly dailyBudget: number;
  readonly deskBudget: number;
}

/** Settings that cannot be used: every one at once, each in a sentence. */
export class BadConfig extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(['Deskbell cannot start with these settings:', ...problems.map((one) => `  - ${one}`)].join('\n'));
    this.name = 'BadConfig';
    this.problems = problems;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws BadConfig. A setting left empty counts as not set. */
export function readConfig(env: Env): Config {
  const problems: string[] = [];
  const get = (name: string): string | undefined => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const check = (name: string, fallback: string, fits: (value: string) => boolean, must: string): string => {
    const value = get(name) ?? fallback;
    if (!fits(value)) problems.push(`${name} is "${value}"; it must be ${must}.`);
    return value;
  };
  const integer = (name: string, fallback: number, min: number, max: number): number =>
    Number(check(name, String(fallback), whole(min, max), `a whole number from ${min} to ${max}`));
  const oneOf = (name: string, fallback: string, options: readonly string[]): string =>
    check(name, fallback, (value) => options.includes(value), `one of ${options.join(', ')}`);
  const url = (name: string, schemes: readonly string[]): string | undefined => {
    const value = get(name);
    if (value !== undefined && !(URL.canParse(value) && schemes.includes(new URL(value).protocol))) {
      // A connection string may hold a password: its value is not repeated.
      problems.push(`${name} is not a URL that begins with ${schemes.map((one) => `${one}//`).join(' or ')}.`);
    }
    return value;
  };
  const unlike = (name: string, prefix: string, other: string): string | undefined => {
    const value = get(name);
    if (value?.startsWith(prefix)) problems.push(`${name} begins with "${prefix}": that is a token for ${other}.`);
    return value;
  };

  const slack = (): SlackConfig | undefined => {
    const botToken = unlike('SLACK_BOT_TOKEN', 'xapp-', 'SLACK_APP_TOKEN');
    const appToken = unlike('SLACK_APP_TOKEN', 'xoxb-', 'SLACK_BOT_TOKEN');
    const signingSecret = get('SLACK_SIGNING_SECRET');
    const apiUrl = url('SLACK_API_URL', ['https:', 'http:']);
    const oauth = slackOAuth();
    if (botToken === undefined && oauth === undefined) {
      const other = [appToken && 'SLACK_APP_TOKEN', signingSecret && 'SLACK_SIGNING_SECRET'].filter(Boolean);
      if (other.length > 0) problems.push(`${other.join(' and ')} is set, but SLACK_BOT_TOKEN (xoxb-…) is missing.`);
      return undefined;
    }
    if (appToken === undefined && signingSecret === undefined) {
      problems.push(
        `${botToken === undefined ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN'} is set, but neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is: Slack would have no way in.`,
      );
    }
    return {
      ...given('botToken', botToken),
      ...(oauth !== undefined && { oauth }),
      ...given('appToken', appToken),
      ...given('signingSecret', signingSecret),
      ...given('apiUrl', apiUrl),
      agentsChannel: get('SLACK_AGENTS_CHANNEL') ?? AGENTS_CHANNEL,
      watchedChannels: listed(get('SLACK_WATCHED_CHANNELS') ?? '', '#'),
      reaction: check('SLACK_REACTION', 'ticket', isEmoji, "an emoji's name, like ticket").replaceAll(':', ''),
    };
  };
  /** For several workspaces: all three, or none. */
  const slackOAuth = (): SlackConfig['oauth'] => {
    const names = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
    const [clientId, clientSecret, stateSecret] = names.map(get);
    const missing = names.filter((name) => get(name) === undefined);
    if (stateSecret !== undefined && stateSecret.length < 16)
      problems.push('SLACK_STATE_SECRET is shorter than 16 characters.');
    if (missing.length === names.length) return undefined;
    if (missing.length > 0)
      problems.push(
        `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${names.join(', ')} go together.`,
      );
    return clientId === undefined || clientSecret === undefined || stateSecret === undefined
      ? undefined
      : { clientId, clientSecret, stateSecret };
  };
  const discord = (): DiscordConfig | undefined => {
    const token = get('DISCORD_TOKEN');
    const applicationId = get('DISCORD_APPLICATION_ID');
    const apiUrl = url('DISCORD_API_URL', ['https:', 'http:']);
    if (token === undefined) {
      if (applicationId !== undefined) problems.push('DISCORD_APPLICATION_ID is set, but DISCORD_TOKEN is missing.');
      return undefined;
    }
    return {
      token,
      ...given('applicationId', applicationId),
      ...given('apiUrl', apiUrl),
      agentsChannel: get('DISCORD_AGENTS_CHANNEL') ?? AGENTS_CHANNEL,
      ...(get('DISCORD_SHARDS') === undefined ? {} : { shards: integer('DISCORD_SHARDS', 1, 1, 10_000) }),
      forumChannels: listed(get('DISCORD_FORUM_CHANNELS') ?? '', '#'),
    };
  };
  const openai = (): OpenAiConfig | undefined => {
    const apiKey = get('OPENAI_API_KEY');
    const baseUrl = url('OPENAI_BASE_URL', ['https:', 'http:']);
    const dailyBudget = integer('OPENAI_DAILY_BUDGET', 50, 0, 1_000_000);
    const deskBudget = integer('OPENAI_DESK_BUDGET', 2_000, 0, 100_000_000);
    if (apiKey === undefined) return undefined;
    return {
      apiKey,
      ...given('baseUrl', baseUrl),
      model: get('OPENAI_MODEL') ?? 'gpt-5-mini',
      dailyBudget,
      deskBudget,
    };
  };

  const secretKey = get('SECRET_KEY');
  if (secretKey !== undefined && secretKey.length < 32) problems.push('SECRET_KEY is shorter than 32 characters.');
  const wanted = oneOf('PLAYGROUND', 'auto', ['auto', 'on', 'off']);
  const config: Config = {
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    dataFolder: get('DATA_DIR') ?? './data',
    host: get('HOST') ?? '127.0.0.1',
    port: integer('PORT', 3000, 0, 65_535),
    logLevel: oneOf('LOG_LEVEL', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    secretKey,
    desk: {
      locale: oneOf('DESK_LOCALE', 'en', ['en', 'de', 'es']),
      timeZone: check('DESK_TIMEZONE', ownZone(), isZone, 'a time zone like Europe/Berlin'),
      prefix: check('TICKET_PREFIX', 'INC', (value) => /^[A-Za-z]{1,10}$/.test(value), 'one to ten letters'),
      closeAfterMs: integer('CLOSE_AFTER_DAYS', 7, 1, 365) * 86_400_000,
      fileLimit: integer('FILE_LIMIT_MB', 25, 1, 100) * 1024 * 1024,
      agentsGroups: listed(get('AGENTS_GROUPS') ?? AGENTS_CHANNEL, '@'),
    },
    slack: slack(),
    discord: discord(),
    openai: openai(),
    playground:
      wanted === 'on' ||
      (wanted === 'auto' &&
        ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID', 'DISCORD_TOKEN'].every((one) => get(one) === undefined)),
  };
  if (wanted === 'off' && config.slack === undefined && config.discord === undefined && problems.length === 0) {
    problems.push(
      'PLAYGROUND is off and neither SLACK_BOT_TOKEN nor DISCORD_TOKEN is set: nobody could reach the desk.',
    );
  }
  if (problems.length > 0) throw new BadConfig(problems);
  return Object.freeze(config);
}

const AGENTS_CHANNEL = 'it-triage';
const isEmoji = (value: string): boolean => /^:?[\p{L}\p{N}_+'-]{1,100}:?$/u.test(value);

/** Names with commas between, with or without the sign that the platform shows before them. */
const listed = (value: string, sign: string): readonly string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .map((name) => (name.startsWith(sign) ? name.slice(1) : name))
    .filter((name) => name !== '');

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const whole =
  (min: number, max: number) =>
  (value: string): boolean =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;

function isZone(value: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function given<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: string });
}
