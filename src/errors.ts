/** The codes of everything that the desk may refuse, with the values that their sentences need. */
export interface RefusalCodes {
  /** No such ticket, or none that this person may see: the two must look the same. */
  'ticket unknown': { readonly number: string };
  /** They may see the ticket, but this is not theirs to do. */
  'not allowed': { readonly intent: string };
  'already claimed': { readonly ticket: number; readonly by: string };
  'already yours': { readonly ticket: number };
  'already resolved': { readonly ticket: number };
  'already closed': { readonly ticket: number };
  /** It is closed, and another ticket goes on from it. */
  'already followed': { readonly ticket: number; readonly next: number };
  /** Somebody called the desk to this thread before, and the ticket is there. */
  'already raised': { readonly ticket: number };
  'not claimed': { readonly ticket: number };
  'already assigned': { readonly ticket: number; readonly to: string };
  /** No agent is called that; `names` are those who are known. */
  'agent unknown': { readonly name: string; readonly names: readonly string[] };
  /** Several agents could be meant. */
  'agent unclear': { readonly name: string; readonly names: readonly string[] };
  /** What is to become of a held message was said before. */
  'already decided': { readonly ticket: number };
  /** The ticket has a thread for notes in this place. */
  'already noting': { readonly ticket: number };
  'nothing changed': { readonly ticket: number; readonly priority: number };
  'already waiting': { readonly ticket: number };
  'not waiting': { readonly ticket: number };
  'not snoozed': { readonly ticket: number };
  'not resolved': { readonly ticket: number };
  'not rateable yet': { readonly ticket: number };
  'not yet rated': { readonly ticket: number };
  'already settled': { readonly ticket: number };
  /** The desk has no service of that name; `names` are those that it has. */
  'service unknown': { readonly name: string; readonly names: readonly string[] };
  /** Nothing that is called so is a period; with `services`, it is none of these either. */
  'period unknown': { readonly text: string; readonly services?: readonly string[] };
  'own work': { readonly ticket: number };
  'which ticket': Record<never, never>;
  'code unknown': Record<never, never>;
  'code own': Record<never, never>;
  'too many codes': { readonly minutes: number };
  /** No such article, or none for them. */
  'article unknown': Record<never, never>;
  'same ticket': { readonly ticket: number };
  /** It goes on in another ticket, `of`. */
  'itself a duplicate': { readonly ticket: number; readonly of: number };
  /** It comes from a file, and is changed there. */
  'article imported': { readonly path: string };
  /** An article is made of what is over; `wrote` is what would be gone with the form, and so below. */
  'article too early': { readonly ticket: number; readonly wrote: string | undefined };
  'article incomplete': { readonly ticket: number; readonly wrote: string | undefined };
  /** What they asked is not kept any more, or was not theirs. */
  'question gone': Record<never, never>;
  /** No language model is set up here. */
  'no model': Record<never, never>;
  /** Codes were tried in vain too often. */
  'too many tries': { readonly minutes: number };
  /** As many tickets as one person may open in an hour; `wrote` is what would be gone with the form that it was written in. */
  'too many tickets': { readonly most: number; readonly again: Date; readonly wrote: string | undefined };
  'unknown intent': { readonly intent: string };
}

export type RefusalCode = keyof RefusalCodes;

/** An answer in plain words to a person, not a failure: worded by `say/`, never logged as an error. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C;
  readonly details: RefusalCodes[C];
  constructor(code: C, details: RefusalCodes[C]) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** The database cannot take it now. Nothing was stored; the platform should try again. */
export class Unavailable extends Error {
  constructor(cause: unknown) {
    super('the database cannot take this now', { cause });
    this.name = 'Unavailable';
  }
}
