import type { Seeded } from '../seeded.ts';

/** Where somebody acts. */
export type Where = 'slack' | 'discord';

/** One thing that happens to a ticket; `word` is what can be found again of what was said, and is nobody else's. */
export type Deed =
  | { readonly do: 'claim'; readonly where: Where; readonly twice: boolean }
  | { readonly do: 'answer'; readonly where: Where; readonly word: string }
  | { readonly do: 'ask'; readonly word: string }
  /** In Slack, where a form that could not be sent stays open: in Discord somebody would have to write it again. */
  | { readonly do: 'note'; readonly where: 'slack'; readonly word: string }
  | { readonly do: 'edit'; readonly what: string; readonly word: string }
  | { readonly do: 'delete'; readonly what: string }
  | { readonly do: 'resolve'; readonly where: Where }
  | { readonly do: 'rate'; readonly score: number; readonly twice: boolean }
  | { readonly do: 'reopen'; readonly where: Where };

/** The life of a ticket, as it is meant to be: what becomes of it on the way is the desk's part. */
export interface Plan {
  /** In the subject, and nowhere else. */
  readonly word: string;
  readonly home: Where;
  /** Which of the people of that place. */
  readonly who: number;
  readonly deeds: readonly Deed[];
}

const AGENTS: readonly Where[] = ['slack', 'slack', 'discord'];
/** How often, in a hundred things that are done in between. */
const BETWEEN = { answer: 34, ask: 34, note: 14, edit: 12, delete: 6 } as const;

/** Makes up one ticket's life. `name` is a short word that no other ticket has. */
export function planned(random: Seeded, name: string): Plan {
  let said = 0;
  /** What was said and can be changed by whoever said it: notes are written in forms, and stay. */
  let changeable: string[] = [];
  const deeds: Deed[] = [];
  const word = (): string => `${name}w${said++}z`;
  const say = (how: 'answer' | 'ask'): void => {
    const one = word();
    changeable.push(one);
    deeds.push(how === 'ask' ? { do: 'ask', word: one } : { do: 'answer', where: random.pick(AGENTS), word: one });
  };
  const talk = (): void => {
    for (let left = random.between(1, 5); left > 0; left -= 1) {
      const next = random.weighted(BETWEEN);
      if (next === 'answer' || next === 'ask') say(next);
      else if (next === 'note') deeds.push({ do: 'note', where: 'slack', word: word() });
      else if (changeable.length === 0) say('ask');
      else {
        const what = random.pick(changeable);
        changeable = changeable.filter((one) => one !== what);
        if (next === 'delete') deeds.push({ do: 'delete', what });
        else {
          const changed = word();
          changeable.push(changed);
          deeds.push({ do: 'edit', what, word: changed });
        }
      }
    }
  };
  deeds.push({ do: 'claim', where: random.pick(AGENTS), twice: random.chance(0.3) });
  talk();
  deeds.push({ do: 'resolve', where: random.pick(AGENTS) });
  if (random.chance(0.3)) {
    deeds.push({ do: 'reopen', where: random.pick(AGENTS) });
    talk();
    deeds.push({ do: 'resolve', where: random.pick(AGENTS) });
  }
  if (random.chance(0.8)) deeds.push({ do: 'rate', score: random.between(1, 5), twice: random.chance(0.5) });
  return {
    word: `${name}x`,
    home: random.pick(['slack', 'discord']),
    who: random.between(0, 1),
    deeds,
  };
}

/** A ticket's life in one line. */
export function inWords({ word, home, deeds }: Plan): string {
  return [`${word} of ${home}: opened`, ...deeds.map(deedInWords)].join(', ');
}

export function deedInWords(deed: Deed): string {
  return Object.values(deed).join(' ');
}
