/**
 * PostgreSQL's own load generator, in C, doing by hand what the desk does for one unit: the same rows into the same tables,
 * one statement and one commit for each.
 */
import { execFile, spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UNIT_NAMES, UNITS, type UnitName } from './units/index.ts';

export interface Pgbench {
  readonly about: string;
  /** Transactions a second over the seconds after the warm-up, and how many there were in all. */
  run(url: string, unit: UnitName, clients: number, warmSeconds: number, seconds: number): Promise<PgbenchRun>;
  /** Once, by one client. */
  once(url: string, unit: UnitName): Promise<void>;
}

export interface PgbenchRun {
  readonly rate: number;
  readonly total: number;
}

const DEBIAN = '/usr/lib/postgresql';
const execute = promisify(execFile);

/** Undefined where it is not installed. The scripts are written to `folder`. */
export async function findPgbench(folder: string): Promise<Pgbench | undefined> {
  const found = await installed();
  if (found === undefined) return undefined;
  const scriptOf = (unit: UnitName): string => join(folder, `${unit}.sql`);
  await Promise.all(UNIT_NAMES.map((unit) => writeFile(scriptOf(unit), UNITS[unit].script)));
  // One thread drives many clients; two would only take turns with the server on the same cores.
  const bench = (url: string, unit: UnitName, clients: number, ...args: readonly string[]): Promise<string> =>
    complete(
      found.path,
      ['-n', '-M', 'prepared', '-f', scriptOf(unit), '-c', String(clients), '-j', '1', ...args],
      url,
    );
  return {
    about: found.about,
    run: async (url, unit, clients, warmSeconds, seconds) =>
      read(await bench(url, unit, clients, '-T', String(warmSeconds + seconds), '-P', '1'), warmSeconds),
    once: async (url, unit) => void (await bench(url, unit, 1, '-t', '1')),
  };
}

async function installed(): Promise<{ readonly path: string; readonly about: string } | undefined> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  for (const path of ['pgbench', ...newestFirst.map((version) => join(DEBIAN, version, 'bin/pgbench'))]) {
    const version = await execute(path, ['--version']).catch(() => undefined);
    if (version !== undefined) return { path, about: version.stdout.trim() };
  }
  return undefined;
}

function complete(path: string, args: readonly string[], url: string): Promise<string> {
  const target = new URL(url);
  // A password in an argument could be read by everybody on this machine.
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(target.password) };
  target.password = '';
  const child = spawn(path, [...args, target.href], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const text = output.join('');
      if (code === 0) resolve(text);
      else reject(new Error(`pgbench ended with code ${code}:\n${text.slice(-2_000)}`));
    });
  });
}

/** What pgbench has printed with `-P 1`, as a run. */
export function read(output: string, warmSeconds: number): PgbenchRun {
  const lines = [...output.matchAll(/^progress: ([\d.]+) s, ([\d.]+) tps/gm)].map(([, at, tps]) => ({
    at: Number(at),
    tps: Number(tps),
  }));
  // A line is about the time since the line before it. On a busy machine one comes late, and the next is about an instant.
  const spans = lines
    .map(({ at, tps }, index) => ({ at, tps, seconds: at - (lines[index - 1]?.at ?? 0) }))
    .filter(({ at }) => at > warmSeconds + 0.5);
  const total = Number(/transactions actually processed: (\d+)/.exec(output)?.[1]);
  const seconds = spans.reduce((sum, span) => sum + span.seconds, 0);
  if (!(seconds > 0) || !Number.isFinite(total)) throw new Error(`pgbench said nothing useful:\n${output}`);
  return { rate: spans.reduce((sum, span) => sum + span.tps * span.seconds, 0) / seconds, total };
}
