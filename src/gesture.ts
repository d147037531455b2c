import type { Address, Incoming, Place, Revision } from './adapter.ts';
import type { Wanted } from './desk/load.ts';
import { type Form, fill, type Params, type Raw } from './form.ts';
import type { Act, Effect, Needs } from './intent.ts';
import { intentNamed } from './intents/index.ts';
import { understand } from './understand/grammar.ts';
import type { Understood } from './understand/understood.ts';

/** One thing for the dispatcher to decide. */
export interface Gesture {
  readonly key: string;
  readonly also?: string;
  readonly org: number;
  readonly at: Date;
  /** Its inbox row exists and holds it as work; else its key is still to be claimed. */
  readonly stored: boolean;
  /** When it was first decided, if it was put off to be decided anew. */
  readonly since?: Date;
  /** Who said it, and where; undefined when the clock speaks. */
  readonly incoming: Incoming | undefined;
  readonly what: What;
}

export type What =
  | { readonly kind: 'act'; readonly intent: Act; readonly params: Params<Form> }
  /** `outside` is what the text means where no ticket is bound. */
  | { readonly kind: 'message'; readonly text: string; readonly outside: Understood }
  /** Something became of a message. */
  | { readonly kind: 'revise'; readonly revision: Revision }
  /** Decided already: the answer to a question, to be told in its place. */
  | { readonly kind: 'effects'; readonly effects: readonly Effect[] };

/**
 * A text, with what it means by the rules; `prefix` is what the desk writes before a ticket's number. The desk's name and
 * nothing else is a greeting.
 */
export function messageOf(text: string, prefix: string): What {
  return { kind: 'message', text, outside: text.trim() === '' ? { kind: 'greeting' } : understand(text, prefix) };
}

/** Whether a message is meant for the desk where no ticket is bound: said to it alone, or by its name. */
export function isForDesk({ side, addressed }: Place): boolean {
  return side === 'direct' || addressed === true;
}

/** The thread of everybody's that a ticket may be raised in by this, and once only. */
export function raisingAt({ place, said }: Incoming): Address | undefined {
  const raises = place.addressed === true || (said.kind === 'command' && (said.behalf ?? said.remote) !== undefined);
  return raises && place.side !== 'direct' ? place.thread : undefined;
}

function calledTo(incoming: Incoming | undefined): Pick<Wanted, 'raising' | 'behalf'> {
  if (incoming === undefined) return {};
  const { said } = incoming;
  const raising = raisingAt(incoming);
  return {
    ...(raising === undefined ? {} : { raising }),
    ...(said.kind === 'command' && said.behalf !== undefined ? { behalf: said.behalf.of } : {}),
  };
}

/** What must be loaded for it. */
export function wantedOf({ key, also, org, stored, incoming, what }: Gesture): Wanted {
  const thread = incoming?.said.kind === 'message' ? (incoming.place.thread ?? incoming.place.address) : undefined;
  const base = {
    key,
    ...(also === undefined ? {} : { also }),
    stored,
    org,
    ...(incoming === undefined ? {} : { speaker: incoming.from }),
    ...(thread === undefined ? {} : { thread, replying: incoming?.place.replying === true }),
    ...calledTo(incoming),
  };
  switch (what.kind) {
    case 'act':
      return { ...base, ...ticketIn(what.params), needs: what.intent.needs?.(what.params) ?? {} };
    case 'message': {
      const outside = incoming !== undefined && isForDesk(incoming.place) ? filled(what.outside) : undefined;
      const ticket = outside === undefined ? {} : ticketIn(outside.params);
      return { ...base, ...ticket, message: true, needs: outside?.needs ?? {} };
    }
    case 'revise': {
      const { of, thread: place } = what.revision;
      return { ...base, revises: of, ...(place === undefined ? {} : { thread: place }), needs: {} };
    }
    case 'effects':
      return { ...base, needs: {} };
    default:
      return what satisfies never;
  }
}

function filled(understood: Understood): { readonly params: Params<Form>; readonly needs: Needs } | undefined {
  if (understood.kind !== 'intent') return undefined;
  const intent = intentNamed(understood.intent);
  const result = intent === undefined ? undefined : fill(intent.form, understood.params as Raw);
  if (intent?.kind !== 'act' || !result?.ok) return undefined;
  return { params: result.params, needs: intent.needs?.(result.params) ?? {} };
}

function ticketIn(params: Params<Form>): { readonly ticket?: number } {
  const ticket = (params as Readonly<Record<string, unknown>>)['ticket'];
  return typeof ticket === 'number' ? { ticket } : {};
}
