/** What the desk says → the JSON that the page draws. Pure: `seal` is the desk's, and is all that it needs from outside. */
import type { Button, InternalMessage, Line, PublicMessage } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';

/** A button on the page: `value` is all that comes back when it is pressed. */
interface DrawnButton {
  readonly label: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

type Item = Extract<Line, { kind: 'item' }>;
type DrawnLine = Exclude<Line, Item> | (Omit<Item, 'button'> & { readonly button?: DrawnButton });

export interface Drawn {
  readonly lines: readonly DrawnLine[];
  readonly buttons?: readonly DrawnButton[];
}

export type Seal = (intent: string, params: Raw) => string;

/** A message as the page draws it. The page escapes every string; `said` alone is read as portable markdown there. */
export function render(message: PublicMessage | InternalMessage, seal: Seal): Drawn {
  const lines = message.lines.map((line) => drawLine(line, seal));
  const buttons = (message.buttons ?? []).map((button) => drawButton(button, seal));
  return buttons.length === 0 ? { lines } : { lines, buttons };
}

/** What a person typed, as they typed it. */
export const renderSaid = (text: string): Drawn => ({ lines: text === '' ? [] : [{ kind: 'said', text }] });

/** Sentences of the desk that come without a message of their own. */
export const renderSentences = (sentences: readonly string[]): Drawn => ({
  lines: sentences.map((text) => ({ kind: 'text', text })),
});

function drawLine(line: Line, seal: Seal): DrawnLine {
  if (line.kind !== 'item') return line;
  const { button, ...item } = line;
  return button === undefined ? item : { ...item, button: drawButton(button, seal) };
}

function drawButton({ label, intent, params, style }: Button, seal: Seal): DrawnButton {
  const value = seal(intent, params);
  return style === undefined ? { label, value } : { label, value, style };
}
