/** Formatted text as values: what Slack's mrkdwn and portable markdown are both read into and written from. */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: Emphasis; readonly inside: readonly Inline[] };

export type Emphasis = 'bold' | 'italic' | 'strike';

/** One line, or one block of code. A line break is a line break: chat has no soft ones. */
export type Block =
  | { readonly kind: 'line' | 'heading' | 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'item'; readonly indent: number; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string };

/** A run of signs that may open or close an emphasis. */
export interface Run {
  readonly kind: 'run';
  readonly sign: string;
  readonly count: number;
  readonly opens: boolean;
  readonly closes: boolean;
}

export const text = (words: string): Inline => ({ kind: 'text', text: words });

/** Pairs the runs, each with the nearest that fits, in one pass; runs without a partner are text. */
export function paired(
  tokens: readonly (Inline | Run)[],
  emphasis: (sign: string, count: 1 | 2) => Emphasis | undefined,
): readonly Inline[] {
  const out: (Inline | Run)[] = [];
  const openers = new Map<string, number[]>();
  for (const token of tokens) {
    if (token.kind !== 'run') {
      out.push(token);
      continue;
    }
    let left = token.count;
    while (token.closes && left > 0) {
      const at = openers.get(token.sign)?.at(-1);
      const opener = at === undefined ? undefined : out[at];
      if (at === undefined || opener?.kind !== 'run') break;
      const two = left > 1 && opener.count > 1 ? emphasis(token.sign, 2) : undefined;
      const kind = two ?? emphasis(token.sign, 1);
      if (kind === undefined) break;
      const used = two === undefined ? 1 : 2;
      const inside = settled(out.splice(at + 1));
      for (const stack of openers.values()) while ((stack.at(-1) ?? -1) > at) stack.pop();
      if (opener.count === used) {
        out.pop();
        openers.get(token.sign)?.pop();
      } else out[at] = { ...opener, count: opener.count - used };
      out.push({ kind, inside });
      left -= used;
    }
    if (left === 0) continue;
    if (token.opens) {
      const stack = openers.get(token.sign);
      if (stack === undefined) openers.set(token.sign, [out.length]);
      else stack.push(out.length);
    }
    out.push({ ...token, count: left });
  }
  return settled(out);
}

/** Runs as text, and neighbouring texts as one. */
function settled(tokens: readonly (Inline | Run)[]): readonly Inline[] {
  const out: Inline[] = [];
  for (const token of tokens) {
    const next = token.kind === 'run' ? text(token.sign.repeat(token.count)) : token;
    const last = out.at(-1);
    if (next.kind === 'text' && last?.kind === 'text') out[out.length - 1] = text(last.text + next.text);
    else if (next.kind !== 'text' || next.text !== '') out.push(next);
  }
  return out;
}

/** Only the words. */
export const words = (inside: readonly Inline[]): string =>
  inside.map((part) => (part.kind === 'link' ? part.label : 'text' in part ? part.text : words(part.inside))).join('');

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Addresses that a link may lead to. */
export const isLinkable = (url: string): boolean => /^(?:https?:\/\/|mailto:)[^\s]/iu.test(url) && URL.canParse(url);
