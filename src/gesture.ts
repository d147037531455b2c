import type { Address, FileRef, Incoming, Place, Revision } from './adapter.ts';
import type { Shown } from './assist.ts';
import type { TicketFile } from './desk/file.ts';
import type { Wanted } from './desk/load.ts';
import type { Ticket } from './desk/ticket.ts';
import { type Copied, withFiles } from './files.ts';
import { type Form, fill, type Params, type Raw } from './form.ts';
import type { Act, Effect, Needs } from './intent.ts';
import { intentNamed } from './intents/index.ts';
import type { Looked } from './offer.ts';
import type { Classifier } from './understand/classifier.ts';
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
  /**
   * `outside` is what the text means where no ticket is bound; `shown`: what a model was shown to find out. What `seeks` is a
   * question that an article may answer, and is looked for first; `looked` is what came of that.
   */
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly outside: Understood;
      readonly seeks?: true;
      readonly looked?: Looked;
      readonly shown?: Shown | undefined;
    }
  /** Something became of a message. */
  | { readonly kind: 'revise'; readonly revision: Revision }
  /** Decided already: the answer to a question, to be told in its place; or what came of a thought about a ticket. */
  | { readonly kind: 'effects'; readonly effects: readonly Effect[]; readonly ticket?: number }
  /** The copying of a file is over. */
  | { readonly kind: 'copied'; readonly file: TicketFile; readonly copied: Copied; readonly told: boolean };

const CALLED: Understood = { kind: 'greeting', by: 'grammar', confidence: 1 };

/**
 * A text, with what it means by the rules and the classifier; `prefix` is what the desk writes before a ticket's number.
 * The desk's name and nothing else is a greeting.
 */
export function messageOf(text: string, prefix: string, files: readonly FileRef[] = [], classify?: Classifier): What {
  const outside = text.trim() === '' ? CALLED : understand(text, prefix, classify);
  return { kind: 'message', text, outside: withFiles(outside, text, files) };
}

/** Whether a message is meant for the desk where no ticket is bound: said to it alone, or by its name. */
export function isForDesk({ side, addressed }: Place): boolean {
  return side === 'direct' || addressed === true;
}

/** Whether it changes what articles there are. */
export const writesArticles = (intent: string): boolean =>
  intent === 'publish article' || intent === 'take back article';

/** Whether others read what is said there, so that what the desk says goes elsewhere. */
export function isOverheard({ addressed, watched }: Place): boolean {
  return addressed === true || watched === true;
}

/** The thread of everybody's that a ticket may be raised in by this, and once only. */
export function raisingAt({ place, said }: Incoming): Address | undefined {
  const isOfMessage = said.kind === 'command' && (said.behalf ?? said.quoted ?? said.remote) !== undefined;
  const raises = isOverheard(place) || isOfMessage;
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

/** What must be loaded for it; `openLimit` as in `Setting`. */
export function wantedOf(gesture: Gesture, openLimit = 0): Wanted {
  const wanted = namedIn(gesture);
  const { needs, behalf } = wanted;
  if (openLimit === 0 || needs.number !== true || gesture.incoming?.place.side === 'agents') return wanted;
  return { ...wanted, counts: { of: behalf === undefined ? 'own' : 'behalf', most: openLimit } };
}

function namedIn({ key, also, org, stored, incoming, what }: Gesture): Wanted {
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
      return {
        ...base,
        ...ticketIn(what.params),
        ...quotedIn(incoming),
        needs: what.intent.needs?.(what.params) ?? {},
      };
    case 'message': {
      const waits = what.seeks === true || what.looked?.offer !== undefined;
      const isOutside = incoming !== undefined && isForDesk(incoming.place) && !waits;
      const outside = isOutside ? filled(what.outside) : undefined;
      const ticket = outside === undefined ? {} : ticketIn(outside.params);
      // Where every message is a request, one that is not understood becomes a ticket too.
      const request = what.outside.kind === 'unsure' && incoming?.place.watched === true;
      const needs = request ? { number: incoming.place.addressed === true } : (outside?.needs ?? {});
      // What an agent says in the thread of a request there answers it.
      const answers = incoming?.place.watched === true && incoming.place.replying === true;
      return { ...base, ...ticket, message: true, needs: answers ? { ...needs, agents: true } : needs };
    }
    case 'revise': {
      const { of, thread: place } = what.revision;
      return { ...base, revises: of, ...(place === undefined ? {} : { thread: place }), needs: {} };
    }
    case 'copied':
      return { ...base, ticket: what.file.ticket, needs: {} };
    case 'effects':
      return { ...base, ...(what.ticket === undefined ? {} : { ticket: what.ticket }), needs: {} };
    default:
      return what satisfies never;
  }
}

/** A message that is part of a ticket may be quoted for another; what becomes of it is the first one's. */
function quotedIn(incoming: Incoming | undefined): Pick<Wanted, 'revises'> {
  const quoted = incoming?.said.kind === 'command' ? incoming.said.quoted : undefined;
  return quoted === undefined ? {} : { revises: quoted.key };
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

/** What a model was shown is written down with the ticket that came of it, or that it is about. */
export function showedBy({ what }: Gesture, effects: readonly Effect[], about: Ticket | undefined): readonly Effect[] {
  if (what.kind !== 'message' || what.shown === undefined) return [];
  const opened = effects.find((effect) => effect.do === 'open');
  const ticket = opened?.opening.ticket.number ?? about?.number;
  return ticket === undefined ? [] : [{ do: 'showed', ticket, shown: what.shown }];
}
