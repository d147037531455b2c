/** `npm run doctor`: looks at everything that the desk needs, one line each, and says what to do where something is amiss. */
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { examined } from '../adapters/index.ts';
import type { Finding } from './adapter.ts';
import { BadConfig, type Config, readConfig } from './config.ts';
import { examineDatabase } from './db/examine.ts';
import { secretsOf } from './known-secrets.ts';
import { withoutSecrets } from './log.ts';
import { examineModel } from './understand/examine.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = settings();
  if ('problems' in config)
    return tell(
      config.problems.map((says) => ({ about: 'settings', how: 'wrong', says })),
      [],
    );
  const groups = await Promise.all([database(config), examined(config), model(config)]);
  const known = secretsOf(config);
  tell([{ about: 'settings', how: 'ok', says: 'can be used' }, ...groups.flat(), ...ways(config)], known);
}

function settings(): Config | BadConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof BadConfig) return error;
    throw error;
  }
}

async function database({ databaseUrl, dataFolder }: Config): Promise<readonly Finding[]> {
  const found = (how: Finding['how'], says: string): Finding => ({ about: 'database', how, says });
  if (databaseUrl === undefined) {
    const there = existsSync(dataFolder);
    const may = await access(there ? dataFolder : '.', constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!may) return [found('wrong', `nothing can be written in ${dataFolder}: give it to this user, or set DATA_DIR`)];
    return [found('ok', `the desk runs one of its own in ${dataFolder}${there ? '' : ', made at the first start'}`)];
  }
  try {
    const { wrong, lacks, ok } = await examineDatabase(databaseUrl, MIGRATIONS, Date.now);
    return [
      found('ok', ok),
      ...wrong.map((says) => found('wrong', says)),
      ...lacks.map((says) => found('lacks', says)),
    ];
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    const why = error instanceof Error ? error.message : String(error);
    return [found('wrong', `the PostgreSQL of DATABASE_URL (${host}${pathname}) cannot be used: ${why}`)];
  }
}

async function model({ openai }: Config): Promise<readonly Finding[]> {
  if (openai === undefined) return [];
  const wrong = await examineModel(openai);
  const says = wrong ?? `${openai.model} answers`;
  return [{ about: 'model', how: wrong === undefined ? 'ok' : 'wrong', says }];
}

/** Whoever has connected nothing has the playground. */
function ways({ slack, discord, playground }: Config): readonly Finding[] {
  if (slack !== undefined || discord !== undefined) return [];
  return playground
    ? [
        {
          about: 'platforms',
          how: 'lacks',
          says: 'only the playground: see "Connect Slack" and "Connect Discord" in the README',
        },
      ]
    : [{ about: 'platforms', how: 'wrong', says: 'none: give SLACK_BOT_TOKEN or DISCORD_TOKEN, or set PLAYGROUND=on' }];
}

const SIGNS = { ok: 'ok   ', lacks: 'lacks', wrong: 'WRONG' } as const;

function tell(findings: readonly Finding[], secrets: readonly string[]): void {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(({ about, how, says }) => `${SIGNS[how]}  ${about.padEnd(width)}  ${says}\n`);
  process.stdout.write(lines.map((line) => withoutSecrets(line, secrets)).join(''));
  if (findings.some(({ how }) => how === 'wrong')) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${withoutSecrets(error instanceof Error ? error.message : String(error), [])}\n`);
  process.exitCode = 1;
});
