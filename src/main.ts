import { existsSync } from 'node:fs';
import { adapters } from '../adapters/index.ts';
import { readConfig } from './config.ts';
import { secretsOf } from './known-secrets.ts';
import { logger, scrub } from './log.ts';
import { COMMAND, run } from './run.ts';
import { model } from './understand/model.ts';

/** Past this a stop is cut off: what was in hand is taken up at the next start. */
const STOP_MS = 25_000;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = logger(config.logLevel, secretsOf(config));
  const asked = config.openai === undefined ? undefined : model({ ...config.openai, log });
  const desk = await run({ config, adapters: adapters(config, COMMAND), log, model: asked });
  const [connected, waiting] = [true, false].map((now) =>
    ['Slack', 'Discord']
      .filter((name) => config[name.toLowerCase() as 'slack' | 'discord'] !== undefined)
      .filter((name) => desk.waiting.includes(name.toLowerCase()) !== now)
      .join(' and '),
  );
  const to = connected ? `, connected to ${connected}` : '';
  const without = waiting ? ` ${waiting} does not answer yet, and is tried again.` : '';
  say(
    config.playground
      ? `Deskbell is running. Try it at ${desk.url}/ (Ctrl+C stops it)`
      : `Deskbell is running${to}.${without} ${desk.url}/readyz says how it is.`,
  );
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      setTimeout(() => process.exit(1), STOP_MS).unref();
      desk.stop().then(() => process.exit(0));
    });
  }
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

main().catch((error: unknown) => {
  // Whatever keeps the desk from starting is worded for the operator; where it came from is for whoever debugs it.
  const debugging = process.env['LOG_LEVEL'] === 'debug' || process.env['LOG_LEVEL'] === 'trace';
  const text = error instanceof Error ? ((debugging ? error.stack : undefined) ?? error.message) : String(error);
  process.stderr.write(`${scrub(text)}\n`);
  process.exit(1);
});
