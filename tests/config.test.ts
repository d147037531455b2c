import { describe, expect, it } from 'vitest';
import { BadConfig, readConfig } from '../src/config.ts';

/** What is said of these settings; fails if nothing is. */
function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof BadConfig) return error.problems;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('settings of satisfaction and worth', () => {
  it('are taken as they are named', () => {
    const { desk } = readConfig({
      SERVICES: ' Network, Mail ,Network',
      LEADS: 'slack:U012AB3CD',
      RATING_DELAY: '30m',
      RATING_COOL_DOWN: '2h',
      RATING_EXPIRES: '7d',
      ADVOCACY_SAMPLE: '10',
      WORK_HOURS: 'Mon-Thu 09:00-12:00,13:30-17:00; Fri 09:00-12:00',
      WORK_HOLIDAYS: '2026-12-25,2027-01-01',
      PEOPLE_SERVED: '120',
      RATE_AGENT: '45.50',
      REPORT_DIGEST: 'weekly',
    });
    const [morning, afternoon] = [
      [540, 720],
      [810, 1020],
    ];
    expect(desk).toMatchObject({
      services: ['Network', 'Mail'],
      leads: ['slack:U012AB3CD'],
      asking: {
        delayMs: 1_800_000,
        coolDownMs: 7_200_000,
        expiresMs: 7 * 86_400_000,
        percent: { rating: 100, advocacy: 10, experience: 0 },
      },
      worth: {
        week: [...Array(4).fill([morning, afternoon]), [morning], [], []],
        holidays: ['2026-12-25', '2027-01-01'],
        peopleServed: 120,
        rates: { agent: 45.5, lead: 0, person: 0 },
        digest: true,
      },
    });
  });

  it.each([
    ['WORK_HOURS', 'Mon-Fri 9-17', 'WORK_HOURS'],
    ['WORK_HOURS', 'Fri-Mon 09:00-17:00', 'WORK_HOURS'],
    ['WORK_HOURS', 'Mon 17:00-09:00', 'WORK_HOURS'],
    ['WORK_HOLIDAYS', '2026-02-30', '2026-02-30'],
    ['LEADS', 'Lee', 'slack:U012AB3CD'],
    ['RATING_DELAY', 'soon', '30m, 2h, 7d'],
    ['RATING_SAMPLE', '101', 'from 0 to 100'],
    ['RATE_AGENT', '-1', 'RATE_AGENT'],
    ['CURRENCY', 'euro', 'EUR'],
    ['SERVICES', Array.from({ length: 26 }, (_, n) => `S${n}`).join(','), '25 is the most'],
  ])('say what is wrong: %s is %s', (name, value, told) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });
});

describe('settings', () => {
  it('need not be given: the desk then is a playground on loopback, with a database of its own', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: undefined,
      dataFolder: './data',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      playground: true,
      slack: undefined,
      discord: undefined,
      openai: undefined,
      desk: { locale: 'en', prefix: 'INC', closeAfterMs: 7 * 86_400_000 },
    });
  });

  it('that are empty or blank count as not given', () => {
    const names = [
      'DATABASE_URL',
      'PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'DISCORD_TOKEN',
      'OPENAI_API_KEY',
      'LOG_LEVEL',
      'SECRET_KEY',
      'PLAYGROUND',
      'TICKET_PREFIX',
    ];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, '  '])))).toEqual(readConfig({}));
  });

  it('are taken as they are named', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://desk:pw@db.example/desk',
      PORT: ' 8080 ',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: 'abc',
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      DISCORD_TOKEN: 'M.x.y',
      DISCORD_APPLICATION_ID: '123',
      DISCORD_API_URL: 'http://127.0.0.1:2/api',
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'http://127.0.0.1:3/v1',
      OPENAI_MODEL: 'some-model',
      LOG_LEVEL: 'debug',
      DESK_TIMEZONE: 'Europe/Berlin',
      CLOSE_AFTER_DAYS: '2',
    });
    expect(config).toMatchObject({
      databaseUrl: 'postgres://desk:pw@db.example/desk',
      port: 8080,
      slack: { botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: 'abc', apiUrl: 'http://127.0.0.1:1/api/' },
      discord: { token: 'M.x.y', applicationId: '123', apiUrl: 'http://127.0.0.1:2/api' },
      openai: { apiKey: 'sk-1', baseUrl: 'http://127.0.0.1:3/v1', model: 'some-model' },
      logLevel: 'debug',
      desk: { timeZone: 'Europe/Berlin', closeAfterMs: 2 * 86_400_000 },
      playground: false,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('let several workspaces install the Slack app, with or without a bot token', () => {
    const app = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'abc', SLACK_STATE_SECRET: 'sixteen letters!' };
    const both = readConfig({ ...app, SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(both.slack).toMatchObject({ botToken: 'xoxb-1', oauth: { clientId: '1.2', clientSecret: 'abc' } });
    expect(readConfig({ ...app, SLACK_SIGNING_SECRET: 's' }).playground).toBe(false);
    expect(problemsOf({ ...app, SLACK_STATE_SECRET: 'short' })).toEqual([
      'SLACK_STATE_SECRET is shorter than 16 characters.',
      expect.stringMatching(/^SLACK_CLIENT_ID is set, but neither/),
    ]);
    expect(problemsOf({ SLACK_CLIENT_ID: '1.2' })).toEqual([
      expect.stringMatching(/^SLACK_CLIENT_SECRET and SLACK_STATE_SECRET are missing: .* go together/),
    ]);
  });

  it('bring the playground beside a platform only when it is asked for', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    expect(readConfig(slack).playground).toBe(false);
    expect(readConfig({ ...slack, PLAYGROUND: 'on' }).playground).toBe(true);
    expect(problemsOf({ PLAYGROUND: 'off' })).toEqual([
      expect.stringMatching(/PLAYGROUND is off .* nobody could reach the desk/),
    ]);
  });
});

describe('settings that cannot be used', () => {
  const SECRET = 'hunter2-hunter2-hunter2';
  const wrong = {
    DATABASE_URL: `mysql://desk:${SECRET}@db/desk`,
    PORT: '70000',
    LOG_LEVEL: 'loud',
    SECRET_KEY: SECRET,
    PLAYGROUND: 'perhaps',
    DESK_LOCALE: 'fr',
    DESK_TIMEZONE: 'Mars/Olympus',
    TICKET_PREFIX: 'T-1',
    CLOSE_AFTER_DAYS: '0',
    SLACK_BOT_TOKEN: `xapp-${SECRET}`,
    SLACK_APP_TOKEN: `xoxb-${SECRET}`,
    SLACK_API_URL: `ftp://${SECRET}`,
    DISCORD_APPLICATION_ID: '123',
    DISCORD_API_URL: 'discord',
    OPENAI_BASE_URL: `javascript:${SECRET}`,
    OPENAI_DAILY_BUDGET: '-1',
    OPENAI_DESK_BUDGET: 'lots',
  };

  it('are all named at once, each in a sentence that says what to do', () => {
    const problems = problemsOf(wrong);
    for (const name of Object.keys(wrong))
      expect(
        problems.filter((one) => one.startsWith(name)),
        name,
      ).toHaveLength(1);
    expect(problems).toHaveLength(Object.keys(wrong).length);
    for (const one of problems) expect(one).toMatch(/^[A-Z_]+ .{10,}\.$/);
    expect(new BadConfig(problems).message.split('\n')).toHaveLength(problems.length + 1);
  });

  it('are named without what is secret in them', () => {
    expect(problemsOf(wrong).join('\n')).not.toContain(SECRET);
    expect(problemsOf({ SLACK_SIGNING_SECRET: SECRET, SLACK_APP_TOKEN: `xapp-${SECRET}` }).join('\n')).not.toContain(
      SECRET,
    );
  });

  it.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /neither SLACK_APP_TOKEN \(for Socket Mode\) nor SLACK_SIGNING_SECRET \(for HTTP\)/,
    ],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN \(xoxb-…\) is missing/],
    [
      { SLACK_SIGNING_SECRET: 'x', SLACK_APP_TOKEN: 'xapp-1' },
      /SLACK_APP_TOKEN and SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN/,
    ],
    [{ DISCORD_APPLICATION_ID: '1' }, /DISCORD_APPLICATION_ID is set, but DISCORD_TOKEN is missing/],
    [{ PORT: '3e3' }, /PORT is "3e3"; it must be a whole number from 0 to 65535/],
    [
      { DATABASE_URL: 'localhost:5432/desk' },
      /DATABASE_URL is not a URL that begins with postgres:\/\/ or postgresql:\/\//,
    ],
    [{ SECRET_KEY: 'short' }, /SECRET_KEY is shorter than 32 characters/],
  ])('are told apart: %j', (env: Readonly<Record<string, string>>, told) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(told)]);
  });
});
