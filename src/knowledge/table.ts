/** What an import prints. Pure. */
import type { Imported } from '../desk/knowledge/store.ts';
import type { BadFile } from './folder.ts';

const BECAME: Readonly<Record<Imported['became'], string>> = {
  new: 'new',
  changed: 'changed',
  same: 'unchanged',
  gone: 'removed',
  missing: 'kept, though its file is gone (--prune removes it)',
};

/** A line for each file, what is wrong with the bad ones below them, and how many there are of each. */
export function tableOf(imported: readonly Imported[], bad: readonly BadFile[]): string {
  const rows = imported.map(({ path, became, title }) => ({ path, state: BECAME[became], title }));
  const all = [...rows, ...bad.map(({ path }) => ({ path, state: 'NOT IMPORTED', title: '' }))].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const width = (of: 'path' | 'state') => Math.max(0, ...all.map((row) => printable(row[of]).length));
  const lines = all.map(({ path, state, title }) =>
    `${printable(path).padEnd(width('path'))}  ${state.padEnd(width('state'))}  ${printable(title)}`.trimEnd(),
  );
  const problems = bad.flatMap(({ path, problems: its }) => [
    printable(path),
    ...its.map((one) => `  ${printable(one)}`),
  ]);
  const count = (became: Imported['became']) => imported.filter((one) => one.became === became).length;
  const sum = [
    `${count('new')} new, ${count('changed')} changed, ${count('same')} unchanged`,
    ...(count('gone') > 0 ? [`${count('gone')} removed`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} whose files are gone`] : []),
    ...(bad.length > 0 ? [`${bad.length} not imported`] : []),
  ].join(', ');
  return [...lines, ...(problems.length > 0 ? ['', ...problems] : []), '', `${sum}.`, ''].join('\n');
}

/** A terminal does what it is told by signs that cannot be seen. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '�');
