/**
 * `npm run knowledge -- import FOLDER [--prune] [--language en] [--workspace slack:T…]` makes the desk's articles the same as
 * a folder's markdown files. It may run beside the desk. Ends with 1 where a file could not be imported.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { connect, type Database } from '../db/connect.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { isLanguage, LANGUAGES } from '../desk/knowledge/article.ts';
import { importArticles } from '../desk/knowledge/store.ts';
import { orgNamed } from '../desk/tenants.ts';
import { readFolder } from './folder.ts';
import { tableOf } from './table.ts';

const USAGE = `npm run knowledge -- import FOLDER [--prune] [--language ${Object.keys(LANGUAGES).join('|')}] [--workspace NAME]

  Imports every .md file below FOLDER, by its path: a file that was imported before and has changed is changed.
  --prune       removes what was imported before and is not in FOLDER any more
  --language    of files that do not say theirs (otherwise DESK_LOCALE)
  --workspace   whose articles they are, where the desk serves several, as slack:T024BE7LD, discord:419… or by name
`;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      prune: { type: 'boolean', default: false },
      language: { type: 'string' },
      workspace: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, folder, ...more] = positionals;
  if (values.help || command !== 'import' || folder === undefined || more.length > 0) {
    process.stdout.write(USAGE);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const config = readConfig(process.env);
  const language = values.language ?? config.desk.locale;
  if (!isLanguage(language)) throw new Error(`--language must be one of ${Object.keys(LANGUAGES).join(', ')}.`);
  const { files, bad } = await readFolder(folder, language).catch((error: unknown) => {
    throw new Error(`${folder} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const imported = await withDatabase(config, async (db) => {
    const org = await orgNamed(db, values.workspace);
    if (org === undefined) throw new Error(`No workspace or server is known as "${values.workspace}".`);
    return importArticles(db, org, files, { prune: values.prune, kept: bad.map(({ path }) => path) });
  });
  process.stdout.write(tableOf(imported, bad));
  if (bad.length > 0) process.exitCode = 1;
}

async function withDatabase<T>(
  { databaseUrl, dataFolder }: Pick<ReturnType<typeof readConfig>, 'databaseUrl' | 'dataFolder'>,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const embedded = databaseUrl === undefined ? await startEmbedded({ folder: dataFolder }) : undefined;
  const db = connect(databaseUrl ?? embedded?.url ?? '', { max: 2, applicationName: 'deskbell knowledge' });
  try {
    await migrate(db.pool, new URL('../../migrations/', import.meta.url));
    return await work(db);
  } finally {
    await db.close();
    await embedded?.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
