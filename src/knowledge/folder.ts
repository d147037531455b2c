/** The articles of a folder. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArticleLanguage, BODY_MAX } from '../desk/knowledge/article.ts';
import { readArticle } from '../desk/knowledge/front-matter.ts';
import type { Filed } from '../desk/knowledge/store.ts';

/** A file that is no article, and everything that is wrong with it. */
export interface BadFile {
  readonly path: string;
  readonly problems: readonly string[];
}

export interface Folder {
  readonly files: readonly Filed[];
  readonly bad: readonly BadFile[];
}

const ARTICLE = /\.(?:md|markdown)$/i;
/** Four bytes a character at most, and the front matter. */
const BYTES_MAX = 4 * BODY_MAX + 10_000;

/**
 * Reads every markdown file below a folder, in order of path. Hidden files and folders are left out, and links are not
 * followed: what is imported is what is there. Rejects where the folder itself cannot be read.
 */
export async function readFolder(folder: string, language: ArticleLanguage): Promise<Folder> {
  const files: Filed[] = [];
  const bad: BadFile[] = [];
  for (const path of await pathsIn(folder)) {
    const problems = await tooLarge(join(folder, path));
    const read = problems ?? readArticle(await readFile(join(folder, path)), language);
    if (read.ok) files.push({ path, article: read.article });
    else bad.push({ path, problems: read.problems });
  }
  return { files, bad };
}

async function tooLarge(
  file: string,
): Promise<{ readonly ok: false; readonly problems: readonly string[] } | undefined> {
  const { size } = await stat(file);
  if (size <= BYTES_MAX) return undefined;
  return { ok: false, problems: [`has ${Math.ceil(size / 1024)} KB; ${Math.floor(BYTES_MAX / 1024)} KB is the most`] };
}

async function pathsIn(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) paths.push(...(await pathsIn(folder, path)));
    else if (entry.isFile() && ARTICLE.test(entry.name)) paths.push(path);
  }
  return paths;
}
