/** One pass over a line: what stands between two equal marks, a link's words, and the signs that a mark was kept from being one. */
const LINK = /!?\[([^\][]{1,300})\]\((?:[^()\s]|\([^()\s]*\)){1,2000}\)/g;
const CODE = /(`{1,3})([^`]+)\1/g;
const PAIRED = /(\*\*|__|~~)(?=\S)([^*_~]*[^\s*_~])\1/g;
const SINGLE = /(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_]*[^\s*_])\1(?![\p{L}\p{N}*_])/gu;
const HEAD = /^(?:#{1,6}|>|[-*+]|\d{1,3}[.)])\s+/;
const ESCAPE = /\\([*_~`#>[\]()\-+!|])/g;

/** A line of markdown as plain words, for where formatting is not shown. A lone mark stays: it is a sign like any other. */
export function unmarked(line: string): string {
  let text = line.trim();
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(HEAD, '');
  }
  text = text.replace(LINK, '$1').replace(CODE, '$2');
  return text.replace(PAIRED, '$2').replace(SINGLE, '$2').replace(ESCAPE, '$1');
}
