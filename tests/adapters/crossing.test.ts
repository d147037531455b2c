/** What one platform's people write, as the other's read it, and back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromDiscord, NOBODY, toDiscord } from '../../adapters/discord/markdown.ts';
import { toMarkdown, toMrkdwn } from '../../adapters/slack/mrkdwn.ts';

const slackNames = new Map([['U1', 'Mira']]);
const discordNames = { ...NOBODY, user: (id: string) => (id === '1' ? 'Mira' : undefined) };
const intoSlack = (discord: string): string => toMrkdwn(fromDiscord(discord, discordNames));
const intoDiscord = (slack: string): string => toDiscord(toMarkdown(slack, slackNames));

test.each([
  ['bold', '**b**', '*b*'],
  ['italics', '_i_', '_i_'],
  ['strike', '~~s~~', '~s~'],
  ['code', '`a * b`', '`a * b`'],
  ['a code block', '```\nlet a = *b*;\n```', '```\nlet a = *b*;\n```'],
  ['a quote', '> q', '&gt; q'],
  ['a list', '- a\n- b', '• a\n• b'],
  ['a numbered list', '1. a\n2. b', '1. a\n2. b'],
  ['a link', '[the docs](https://ex.test/a_b)', '<https://ex.test/a_b|the docs>'],
  ['a bare link', 'https://ex.test/a_b', '<https://ex.test/a_b>'],
  ['an emoji', '😀 👩‍👧', '😀 👩‍👧'],
  ['bold in italics', '_a **b** c_', '_a *b* c_'],
  ['signs that mean nothing', '5 * 3 < 4 & 2_000', '5 * 3 &lt; 4 &amp; 2_000'],
])('%s is the other one’s, both ways', (_what, discord, slack) => {
  expect(intoSlack(discord)).toBe(slack);
  expect(intoDiscord(slack)).toBe(discord);
});

test('people are their names, and ring nobody', () => {
  expect(intoSlack('ask <@1> or @everyone')).toBe('ask @Mira or @everyone');
  expect(intoDiscord('ask <@U1> or <!channel>')).toMatch(/^ask @Mira or /);
  expect(intoDiscord('ask <@U1> or <!channel>')).not.toMatch(/<[@!#]/);
});

const word = fc.stringMatching(/^[a-zà-ÿ0-9]{1,8}$/);
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => some.join(' '));
const emoji = fc.constantFrom('😀', '👩‍👧', '🇩🇪', '✅');
const span = fc.oneof(
  words,
  emoji,
  fc.tuple(fc.constantFrom('**', '_', '~~'), words).map(([mark, inside]) => `${mark}${inside}${mark}`),
  words.map((inside) => `**_${inside}_**`),
  words.map((inside) => `\`${inside}\``),
  fc.tuple(words, word).map(([label, path]) => `[${label}](https://ex.test/${path})`),
  word.map((path) => `https://ex.test/${path}`),
);
const row = fc.array(span, { minLength: 1, maxLength: 4 }).map((spans) => spans.join(' '));
const block = fc.oneof(
  row,
  row.map((one) => `> ${one}`),
  fc.array(row, { minLength: 1, maxLength: 3 }).map((rows) => rows.map((one) => `- ${one}`).join('\n')),
  fc.array(row, { minLength: 1, maxLength: 3 }).map((rows) => rows.map((one, at) => `${at + 1}. ${one}`).join('\n')),
  fc.array(words, { minLength: 1, maxLength: 3 }).map((rows) => ['```', ...rows, '```'].join('\n')),
);
/** As Discord's people write. */
const written = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join('\n\n'));

test('what is written in Discord comes back from Slack as it was', () => {
  fc.assert(
    fc.property(written, (discord) => {
      const once = toDiscord(fromDiscord(discord, discordNames));
      expect(intoDiscord(intoSlack(once))).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('what is written in Slack comes back from Discord as it was', () => {
  fc.assert(
    fc.property(written, (discord) => {
      const slack = intoSlack(discord);
      expect(intoSlack(intoDiscord(slack))).toBe(slack);
    }),
    { numRuns: 2_000 },
  );
});
