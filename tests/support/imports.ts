import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Source files by path from the project's folder: `src/adapter.ts`. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  readonly file: string;
  readonly line: number;
  /** A path from the project's folder, a package's name without what is inside it, or `node:…`. */
  readonly of: string;
  /** Nothing of it is left when the types are stripped: only `import type`. */
  readonly type: boolean;
}

/** The text files below some folders. */
export function sources(root: string, ...folders: readonly string[]): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => posix.join(folder, path)),
  );
  const text = paths.filter((path) => /\.(ts|js|css|html)$/.test(path)).sort();
  return new Map(text.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const STATEMENT = /^\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const CALL = /(typeof\s+)?\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import of a file, in order. Comments are no code; what is imported under a computed name is not seen. */
export function importsOf(file: string, text: string): readonly Import[] {
  const code = text.replace(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)/gm, (comment) => comment.replace(/[^\n]/g, ' '));
  const lineAt = (index: number): number => code.slice(0, index).split('\n').length;
  const found = [
    ...[...code.matchAll(STATEMENT)].map((match) => ({ match, name: match[3], type: match[2] !== undefined })),
    ...[...code.matchAll(CALL)].map((match) => ({ match, name: match[2], type: match[1] !== undefined })),
  ];
  return found
    .map(({ match, name = '', type }) => ({
      file,
      line: lineAt(match.index + match[0].length),
      of: nameOf(file, name),
      type,
    }))
    .sort((a, b) => a.line - b.line);
}

function nameOf(file: string, written: string): string {
  if (written.startsWith('.')) return posix.join(posix.dirname(file), written);
  if (written.startsWith('node:')) return written;
  return written
    .split('/')
    .slice(0, written.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What a file imports by value, directly or through others: packages, `node:` and files. */
export function reachOf(file: string, imports: readonly Import[]): ReadonlyMap<string, readonly string[]> {
  const reached = new Map<string, readonly string[]>();
  const walk = (at: string, path: readonly string[]): void => {
    for (const { of, type } of imports.filter((one) => one.file === at)) {
      if (type || reached.has(of)) continue;
      reached.set(of, [...path, of]);
      walk(of, [...path, of]);
    }
  };
  walk(file, [file]);
  return reached;
}
