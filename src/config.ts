/** The environment, read once. Nothing else in the program reads it. */
export interface Config {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** Where browsers find the desk, without a slash at its end; undefined: where it listens. */
  readonly publicUrl: string | undefined;
  readonly logLevel: string;
  readonly secretKey: string | undefined;
  readonly desk: {
    readonly locale: string;
    readonly timeZone: string;
    readonly prefix: string;
    readonly closeAfterMs: number;
    readonly agentsGroups: readonly string[];
    /** Whether agents are told that a new ticket looks like others. */
    readonly duplicates: boolean;
    /** The most bytes that one attached file may have. */
    readonly fileLimit: number;
    /** Tickets that one person may open in an hour; 0: any number. */
    readonly openLimit: number;
    /** By name; what a ticket can be about. */
    readonly services: readonly string[];
    /** Accounts as `platform:id`, of those who look after the desk; none: every agent at work. */
    readonly leads: readonly string[];
    readonly asking: {
      readonly delayMs: number;
      readonly coolDownMs: number;
      readonly expiresMs: number;
      readonly percent: { readonly rating: number; readonly advocacy: number; readonly experience: number };
    };
    /** An answer counts as deflected when its asker does not come back within this long. */
    readonly deflectedAfterMs: number;
    /** What the report takes for granted. */
    readonly worth: WorthConfig;
  };
  readonly slack: SlackConfig | undefined;
  readonly discord: DiscordConfig | undefined;
  readonly openai: OpenAiConfig | undefined;
  /** How often a model may be asked in a day: for one person, and for everybody's together. */
  readonly allowance: { readonly person: number; readonly desk: number };
  readonly playground: boolean;
}

export interface WorthConfig {
  /** As it was given, and the shifts of each day in minutes after midnight, Monday first. */
  readonly workHours: string;
  readonly week: readonly (readonly (readonly [number, number])[])[];
  readonly holidays: readonly string[];
  readonly peopleServed: number | undefined;
  /** For an hour; 0: not told. */
  readonly rates: { readonly agent: number; readonly lead: number; readonly person: number };
  /** 0: not told. */
  readonly monthlyCost: number;
  readonly currency: string;
  /** Seconds. */
  readonly effort: { readonly reply: number; readonly note: number; readonly change: number };
  readonly digest: boolean;
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

  const duration = (name: string, fallback: string): number => {
    const value = check(name, fallback, (one) => DURATION.test(one), 'a time like 30m, 2h, 7d or 0');
    const [, count = '0', unit = 'm'] = DURATION.exec(value) ?? [];
    return Number(count) * (UNITS[unit] ?? 0);
  };
  const list = (name: string, most: number, fits: (one: string) => boolean, must: string): readonly string[] => {
    const all = (get(name) ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
    if (all.length > most) problems.push(`${name} names ${all.length}; ${most} is the most.`);
    for (const one of all) if (!fits(one)) problems.push(`${name} has "${one}" in it; it takes ${must}.`);
    return [...new Set(all)];
  };

  const worth = (): WorthConfig => {
    const workHours = get('WORK_HOURS') ?? 'Mon-Fri 09:00-17:00';
    const week = weekOf(workHours);
    if (week === undefined) {
      problems.push(`WORK_HOURS is "${workHours}"; it must be like Mon-Fri 09:00-12:00,13:30-17:00; Sat 10:00-14:00.`);
    }
    const money = (name: string): number => Number(check(name, '0', isAmount, 'an amount like 45 or 45.50'));
    const people = integer('PEOPLE_SERVED', 0, 0, 100_000_000);
    return {
      workHours,
      week: week ?? [],
      holidays: list('WORK_HOLIDAYS', 1000, isDay, 'days like 2026-12-25'),
      peopleServed: people === 0 ? undefined : people,
      rates: { agent: money('RATE_AGENT'), lead: money('RATE_LEAD'), person: money('RATE_PERSON') },
      monthlyCost: money('DESK_MONTHLY_COST'),
      currency: check('CURRENCY', 'EUR', (one) => /^[A-Z]{3}$/.test(one), 'a code of three letters like EUR'),
      effort: {
        reply: integer('EFFORT_REPLY_SECONDS', 300, 0, 86_400),
        note: integer('EFFORT_NOTE_SECONDS', 120, 0, 86_400),
        change: integer('EFFORT_CHANGE_SECONDS', 60, 0, 86_400),
      },
      digest: oneOf('REPORT_DIGEST', 'off', ['off', 'weekly']) === 'weekly',
    };
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
    if (apiKey === undefined) return undefined;
    return {
      apiKey,
      ...given('baseUrl', baseUrl),
      model: get('OPENAI_MODEL') ?? 'gpt-5-mini',
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
    publicUrl: url('PUBLIC_URL', ['https:', 'http:'])?.replace(/\/+$/, ''),
    logLevel: oneOf('LOG_LEVEL', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    secretKey,
    desk: {
      locale: oneOf('DESK_LOCALE', 'en', ['en', 'de', 'es']),
      timeZone: check('DESK_TIMEZONE', ownZone(), isZone, 'a time zone like Europe/Berlin'),
      prefix: check('TICKET_PREFIX', 'INC', (value) => /^[A-Za-z]{1,10}$/.test(value), 'one to ten letters'),
      closeAfterMs: integer('CLOSE_AFTER_DAYS', 7, 1, 365) * 86_400_000,
      fileLimit: integer('FILE_LIMIT_MB', 25, 1, 100) * 1024 * 1024,
      openLimit: integer('TICKETS_PER_HOUR', 60, 0, 10_000),
      agentsGroups: listed(get('AGENTS_GROUPS') ?? AGENTS_CHANNEL, '@'),
      duplicates: oneOf('DUPLICATES', 'on', ['on', 'off']) === 'on',
      services: list('SERVICES', 25, (name) => name.length <= 60, 'names of at most 60 characters'),
      leads: list('LEADS', 50, (one) => /^[a-z]+:\S+$/.test(one), 'accounts like slack:U012AB3CD or discord:190…'),
      asking: {
        delayMs: duration('RATING_DELAY', '0'),
        coolDownMs: duration('RATING_COOL_DOWN', '0'),
        expiresMs: duration('RATING_EXPIRES', '14d'),
        percent: {
          rating: integer('RATING_SAMPLE', 100, 0, 100),
          advocacy: integer('ADVOCACY_SAMPLE', 0, 0, 100),
          experience: integer('EXPERIENCE_SAMPLE', 0, 0, 100),
        },
      },
      deflectedAfterMs: duration('DEFLECTED_AFTER', '24h'),
      worth: worth(),
    },
    slack: slack(),
    discord: discord(),
    openai: openai(),
    allowance: {
      person: integer('OPENAI_DAILY_BUDGET', 50, 0, 1_000_000),
      desk: integer('OPENAI_DESK_BUDGET', 2_000, 0, 100_000_000),
    },
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

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const isAmount = (value: string): boolean => /^\d{1,9}(\.\d{1,2})?$/.test(value);
const isDay = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;

/** `Mon-Fri 09:00-12:00,13:30-17:00; Sat 10:00-14:00` as the shifts of each day; undefined for what is none. */
function weekOf(text: string): readonly (readonly (readonly [number, number])[])[] | undefined {
  const week = DAYS.map((): (readonly [number, number])[] => []);
  for (const part of text.toLowerCase().split(';')) {
    const [, first = '', last = first, hours = ''] = /^\s*([a-z]{3})(?:-([a-z]{3}))?\s+(\S+)\s*$/.exec(part) ?? [];
    const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    if (from < 0 || to < from) return undefined;
    for (const shift of hours.split(',')) {
      const [, h1, m1, h2, m2] = (/^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(shift) ?? []).map(Number);
      if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined) return undefined;
      const [begins, ends] = [h1 * 60 + m1, h2 * 60 + m2];
      if (ends <= begins || ends > 1440) return undefined;
      for (let day = from; day <= to; day += 1) week[day]?.push([begins, ends]);
    }
  }
  return week;
}

const AGENTS_CHANNEL = 'it-triage';
const DURATION = /^(\d{1,4})([mhd]?)$/;
const UNITS: Readonly<Record<string, number>> = { '': 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
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
