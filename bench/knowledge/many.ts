import type { Filed } from '../../src/desk/knowledge/store.ts';

/** Words that many articles have, the first ones nearly all. */
const COMMON = `office printer password network account laptop screen keyboard mail calendar meeting room phone server
  folder permission licence browser update restart settings window button menu driver cable battery docking station
  monitor headset camera backup archive invoice expense travel holiday badge door parking canteen accounting payroll`
  .split(/\s+/)
  .filter((word) => word !== '');

const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/**
 * So many articles of some 150 words, the same at every call: words as unequal as those of a language are (a common one is
 * in a third of them), some that only a few have, and one of each article's own.
 */
export function manyArticles(count: number): readonly Filed[] {
  const next = random(7);
  const word = (): string =>
    next() < 0.7
      ? (COMMON[Math.floor(next() ** 2 * COMMON.length)] ?? 'office')
      : `term${Math.floor(next() ** 3 * 20_000).toString(36)}`;
  return Array.from({ length: count }, (_, index): Filed => {
    const body = Array.from({ length: 150 }, word).join(' ');
    const title = `Reset gadget${index} for ${word()} ${word()}`;
    return {
      path: `many/${index}.md`,
      article: { title, body, language: 'en', tags: [word()], audience: 'everyone' },
    };
  });
}
