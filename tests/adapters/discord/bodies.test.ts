/** Whatever the desk says, in whatever length and letters: no body of it goes beyond what Discord documents. */
import type {
  APIModalInteractionResponseCallbackData,
  RESTPatchAPIChannelMessageJSONBody,
  RESTPostAPIApplicationCommandsJSONBody,
  RESTPostAPIChannelMessageJSONBody,
  RESTPostAPIGuildForumThreadsJSONBody,
} from 'discord-api-types/v10';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesOf, commands } from '../../../adapters/discord/commands.ts';
import { toModal } from '../../../adapters/discord/modal.ts';
import { nonceOf } from '../../../adapters/discord/post.ts';
import { body, plainParts, postBody, render, threadName } from '../../../adapters/discord/render.ts';
import type { Author, Button, Line } from '../../../src/adapter.ts';
import { choiceIssues, commandListIssues } from '../../support/fake-discord/validate-commands.ts';
import { modalIssues } from '../../support/fake-discord/validate-components.ts';
import { checkMessage, unknownKeys } from '../../support/fake-discord/validate-message.ts';
import { drawnForm } from './drawn-form.ts';

/** As of the wire: what is not JSON is not there. */
const wire = (given: object) => JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
const seal = ({ intent, params }: Button): string => `${intent}?${JSON.stringify(params)}`.slice(0, 100);

const unit = fc.constantFrom('grapheme' as const, 'binary' as const);
const text = (maxLength: number) =>
  fc.oneof(
    unit.chain((one) => fc.string({ unit: one, maxLength, size: 'max' })),
    fc.string({
      unit: fc.constantFrom('👨‍👩‍👧‍👦', '\u202e', '\u200b', ' ', '\n', '*', '`', '\ud800', '@', '<', 'é̂̃'),
      maxLength,
      size: 'max',
    }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
const button: fc.Arbitrary<Button> = fc.record(
  {
    label: text(120),
    intent: fc.constantFrom('claim', 'close', 'rate'),
    params: fc.record({ ticket: text(20) }),
    style: fc.constantFrom('primary' as const, 'danger' as const),
  },
  { requiredKeys: ['label', 'intent', 'params'] },
);
const line: fc.Arbitrary<Line> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('title' as const, 'text' as const, 'said' as const, 'hint' as const),
    text: text(5_000),
  }),
  fc.record({ kind: fc.constant('item' as const), text: text(300), detail: text(300), button }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: text(60), value: text(600) }), { maxLength: 5 }),
  }),
);
const message = fc.record({
  audience: fc.constant('everyone' as const),
  lines: fc.array(line, { maxLength: 6 }),
  buttons: fc.array(button, { maxLength: 40 }),
});
const author: fc.Arbitrary<Author | undefined> = fc.option(
  fc.record(
    { name: text(300), avatar: fc.oneof(fc.webUrl(), text(100), fc.constant(`https://cdn.test/${'a'.repeat(3_000)}`)) },
    { requiredKeys: ['name'] },
  ),
  { nil: undefined },
);
const drawn = message.chain((one) => author.map((as) => render(one, seal, as)));

test('messages, with a picture and without, new, edited and told to one person alone', () => {
  fc.assert(
    fc.property(drawn, text(60), (parts, key) => {
      for (const [index, part] of parts.entries()) {
        const post = { ...body(part), nonce: nonceOf(key, index), enforce_nonce: true } satisfies object;
        const made = wire(post) as unknown as RESTPostAPIChannelMessageJSONBody;
        const edit = wire(body(part)) as unknown as RESTPatchAPIChannelMessageJSONBody;
        for (const [given, kind] of [
          [made, 'create'],
          [edit, 'edit'],
          [wire(body(part, true)), 'interaction'],
        ] as const) {
          expect(unknownKeys(given as never, kind)).toEqual([]);
          checkMessage(given as never, kind, [], false);
          expect(given.allowed_mentions).toEqual({ parse: [] });
        }
        expect(String(made.content).isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('sentences of the desk', () => {
  fc.assert(
    fc.property(fc.array(text(3_000), { maxLength: 4 }), (sentences) => {
      for (const part of plainParts(sentences)) checkMessage(wire(body(part, true)), 'interaction', [], false);
    }),
  );
});

test('posts in a forum, with tags', () => {
  fc.assert(
    fc.property(
      drawn,
      text(300),
      fc.array(fc.stringMatching(/^\d{17,19}$/), { maxLength: 5 }),
      ([card], title, tags) => {
        if (card === undefined) throw new Error('nothing to show');
        const post = wire(postBody(threadName(title), tags, card)) as unknown as RESTPostAPIGuildForumThreadsJSONBody;
        expect(post.name.length).toBeGreaterThan(0);
        expect(post.name.length).toBeLessThanOrEqual(100);
        expect(post.applied_tags?.length ?? 0).toBeLessThanOrEqual(5);
        checkMessage(post.message as never, 'create', [], false);
      },
    ),
  );
});

const form = drawnForm({
  title: text(60),
  submit: text(24),
  about: text(150),
  label: text(60),
  hint: text(150),
  option: text(60),
  value: text(5_000),
});

test('modals', () => {
  fc.assert(
    fc.property(form, fc.stringMatching(/^[\w.-]{1,100}$/), (one, id) => {
      const modal: APIModalInteractionResponseCallbackData = toModal(one, id);
      expect(modalIssues(wire(modal))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('what is offered while somebody types', () => {
  const tickets = fc.array(fc.record({ value: fc.stringMatching(/^[1-9]\d{0,8}$/), label: text(300) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(tickets, (some) => {
      expect(choiceIssues(wire({ choices: choicesOf(some) }))).toEqual([]);
    }),
  );
});

test('commands, whatever the forms say and in whatever language', () => {
  const forms = fc.uniqueArray(form, { minLength: 1, maxLength: 6, selector: ({ intent }) => intent });
  fc.assert(
    fc.property(forms, forms, text(150), (some, others, words) => {
      const german = (locale: string | undefined) => (locale === 'de' ? [...others, ...some] : some);
      const all: readonly RESTPostAPIApplicationCommandsJSONBody[] = commands({ forms: german, phrase: () => words });
      const issues = commandListIssues(all.map(wire)).filter(({ code }) => code !== 'APPLICATION_COMMAND_TOO_LARGE');
      expect(issues).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
