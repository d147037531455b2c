/** What both dialects are read into. Nesting of one kind in itself does not occur, and neighbouring texts are one. */

export type Dialect = 'discord' | 'portable';

/** The names of what a message mentions; undefined when it is not known. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

export const NOBODY: Names = { user: () => undefined, role: () => undefined, channel: () => undefined };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'strike'; readonly of: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** An address that shows itself. */
  | { readonly kind: 'url'; readonly url: string };

export type Block =
  | { readonly kind: 'blank' }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  /** Lines that follow one another; a line break is a line break, as in every chat. */
  | { readonly kind: 'paragraph'; readonly quoted: boolean; readonly of: readonly Inline[] }
  | { readonly kind: 'heading'; readonly quoted: boolean; readonly level: number; readonly of: readonly Inline[] }
  /** `number` for an ordered list. */
  | {
      readonly kind: 'item';
      readonly quoted: boolean;
      readonly depth: number;
      readonly number?: string;
      readonly of: readonly Inline[];
    };

export function plain(of: readonly Inline[]): string {
  return of
    .map((one) => {
      switch (one.kind) {
        case 'text':
        case 'code':
          return one.text;
        case 'link':
          return one.label === one.url ? one.url : `${one.label} (${one.url})`;
        case 'url':
          return one.url;
        default:
          return plain(one.of);
      }
    })
    .join('');
}

/** Joins neighbouring texts, drops empty ones. */
export function merged(of: readonly Inline[]): readonly Inline[] {
  const out: Inline[] = [];
  for (const one of of) {
    const last = out.at(-1);
    if (one.kind === 'text' && one.text === '') continue;
    if (one.kind === 'text' && last?.kind === 'text')
      out[out.length - 1] = { kind: 'text', text: last.text + one.text };
    else out.push(one);
  }
  return out;
}

/** Without the white space at the edges of lines, which neither dialect shows. */
export function trimmed(of: readonly Inline[]): readonly Inline[] {
  const lines = of.map((one) =>
    one.kind === 'text' ? { ...one, text: one.text.replace(/[^\S\n]*\n\s*/g, '\n') } : one,
  );
  const edge = (index: number, trim: (text: string) => string): void => {
    const one = lines.at(index);
    if (one?.kind === 'text') lines[index === 0 ? 0 : lines.length - 1] = { kind: 'text', text: trim(one.text) };
  };
  edge(0, (text) => text.trimStart());
  edge(-1, (text) => text.trimEnd());
  const kept = merged(lines);
  return same(kept, of) ? of : trimmed(kept);
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
