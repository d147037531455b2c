import { createHash } from 'node:crypto';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { actorOf, lately } from './scene.ts';

const VALID_MS = 10 * 60_000;
const CODES_AN_HOUR = 5;
const TRIES_AN_HOUR = 10;

/**
 * Makes one person of two accounts. Without a code it gives one, to be entered on the other platform within ten minutes;
 * with one it links. Holding both accounts is the only proof there is: a name or an e-mail address never links.
 */
export const link = act({
  name: 'link',
  form: { code: { kind: 'text', required: false, max: 60 } } as const,
  may: 'anyone',
  needs: ({ code }) => (code === undefined ? { codes: true } : { codeHash: hashOf(code) }),
  decide: ({ code }, scene) => (code === undefined ? give(scene) : redeem(scene)),
});

function give(scene: Scene): readonly Effect[] {
  if (scene.codesGiven >= CODES_AN_HOUR) throw new Refusal('too many codes', { minutes: 60 });
  const expiresAt = new Date(scene.now.getTime() + VALID_MS);
  const code = (scene.random.match(/.{1,7}/g) ?? []).join('-');
  return [
    { do: 'give code', hash: hashOf(code), expiresAt },
    { do: 'answer', message: scene.words.linkCode(code, expiresAt) },
  ];
}

function redeem(scene: Scene): readonly Effect[] {
  const { code, now, words } = scene;
  const actor = actorOf(scene);
  // Whoever guesses is not told when a guess is right.
  if (lately(scene.codesTried, now).length >= TRIES_AN_HOUR) throw new Refusal('too many tries', { minutes: 60 });
  if (code === undefined || code.used || code.expiresAt <= now)
    return [{ do: 'try code' }, { do: 'answer', message: words.refusal('code unknown', {}) }];
  if (code.owner.account === actor.account) throw new Refusal('code own', {});
  if (code.owner.person === actor.person) return [{ do: 'answer', message: words.alreadyLinked() }];
  const [keep, gone] = [code.owner.person, actor.person].sort((a, b) => a - b) as [number, number];
  const there = scene.wordsFor(code.owner.locale);
  return [
    { do: 'link', hash: code.hash, keep, gone },
    { do: 'tell', to: code.owner.account, message: there.linked(code.owner.name, actor.name) },
    { do: 'answer', message: words.linked(actor.name, code.owner.name) },
  ];
}

/** Codes are kept as hashes only. Case and separators do not matter: people retype them. */
function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest('hex');
}
