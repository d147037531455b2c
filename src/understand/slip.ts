/** How far into a message its heading is looked for. */
const OPENING = 200;
/** "note:", "**Internal only:**", "[intern] …", "nota interna: …" in the languages that the desk speaks. */
const WORD = '(?:note|notiz|nota|internal|intern|interne|interno|interna)';
const HEADED = new RegExp(
  `^[\\s*_~\`>[(]*${WORD}(?: (?:only|${WORD}))?(?:[\\s*_~\`\\])]*[:：]|(?<=[[(][^\\])]*)[\\])])`,
  'iu',
);

/**
 * Whether a message in an agents' thread looks as if it was not meant for the requester: it is headed as a note, or mentions
 * a group that only agents are in. `groups` are their names, without the sign of a mention.
 */
export function isSlip(text: string, groups: readonly string[]): boolean {
  return HEADED.test(text.slice(0, OPENING)) || groups.some((group) => mentions(text, group));
}

function mentions(text: string, group: string): boolean {
  const wanted = `@${group}`.toLowerCase();
  const said = text.toLowerCase();
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const before = said.charAt(at - 1);
    const after = said.charAt(at + wanted.length);
    if (!/[\p{L}\p{N}._-]/u.test(before) && !/[\p{L}\p{N}_-]/u.test(after)) return true;
  }
  return false;
}
