import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/db/connect.ts';
import { isGone } from '../../src/db/embedded/run.ts';
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { execute, withDatabase } from './database.ts';
import { removeFolder, temporaryFolder } from './embedded.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);

// A test's data need not survive a power cut, and each commit here waits for no disk.
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

let undo: () => Promise<void> = async () => {};

/** One server and one migrated template for a whole run; each test file clones the template (createDatabase). */
export async function setup(project: TestProject): Promise<void> {
  const own = process.env['TEST_DATABASE_URL'];
  const server = own ? { url: own, stop: async () => {} } : await startServer();
  const template = `deskbell_template_${randomBytes(6).toString('hex')}`;
  undo = async () => {
    await execute(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  await execute(server.url, `create database ${template}`);
  const database = connect(withDatabase(server.url, template));
  await migrate(database.pool, MIGRATIONS);
  await database.close();
  project.provide('databaseServer', { url: server.url, template });
}

export async function teardown(): Promise<void> {
  await undo();
}

async function startServer(): Promise<Embedded> {
  await sweep();
  const folder = await temporaryFolder(`deskbell-tests-${process.pid}`);
  const server = await startEmbedded({ folder, settings: FAST });
  return { url: server.url, stop: () => server.stop().then(() => removeFolder(folder)) };
}

/** A run that was killed leaves its server running: the next one ends it. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = /^deskbell-tests-(\d+)-/.exec(name)?.[1];
    if (!pid || !isGone(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    try {
      if (existsSync(join(folder, 'postgres/data/postmaster.pid'))) await (await startEmbedded({ folder })).stop();
      await removeFolder(folder);
    } catch {
      // Another user's: not ours to clear away.
    }
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: { readonly url: string; readonly template: string };
  }
}
