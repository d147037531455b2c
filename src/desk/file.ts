import type { Account, Address, FileRef, Tenant } from '../adapter.ts';

/** A file of a gesture, fit to be kept: its name and type are safe, and `bytes` is what its platform says, 0 for nothing. */
export interface SentFile extends FileRef {
  readonly id: string;
  readonly tenant: Tenant;
  readonly type: string;
  readonly bytes: number;
}

/** A file of a ticket: who sent it, in which of its threads, and who may read it. */
export interface TicketFile extends SentFile {
  readonly ticket: number;
  readonly visibility: 'public' | 'note';
  readonly account: Account;
  readonly author: string;
  readonly avatar?: string;
  readonly locale?: string;
  /** Where it was sent; undefined for what came with a form. */
  readonly source?: Address;
}

/** Why a file does not arrive. */
export type Missing =
  | { readonly why: 'too large'; readonly limit: number }
  /** A place of the ticket's takes only so much. */
  | { readonly why: 'too large there'; readonly limit: number | undefined }
  | { readonly why: 'too many'; readonly limit: number }
  | { readonly why: 'not permitted'; readonly permission: string }
  | { readonly why: 'gone' | 'empty' | 'failed' };

/** No platform takes more in one message. */
export const MOST_FILES = 10;
const LONGEST_NAME = 120;

/** What of a gesture's files can be kept, and what cannot, each with why. `limit` is of one file, in bytes. */
export function sift(
  files: readonly FileRef[],
  { key, tenant, limit }: { readonly key: string; readonly tenant: Tenant; readonly limit: number },
): { readonly kept: readonly SentFile[]; readonly missing: readonly (readonly [SentFile, Missing])[] } {
  const kept: SentFile[] = [];
  const missing: (readonly [SentFile, Missing])[] = [];
  for (const [index, { ref, name, type, bytes = 0 }] of files.entries()) {
    const file = { id: `${key}/${index}`, tenant, ref, name: safeName(name), type: safeType(type), bytes };
    if (bytes > limit) missing.push([file, { why: 'too large', limit }]);
    else if (kept.length === MOST_FILES) missing.push([file, { why: 'too many', limit: MOST_FILES }]);
    else kept.push(file);
  }
  return { kept, missing };
}

/**
 * A name that is one on every file system and reads as what it is: without folders, control signs, signs that cannot be
 * seen or turn the direction of what follows (`exe.fdp` for `pdf.exe`), at most 120 UTF-16 units with its ending kept.
 */
export function safeName(given: string): string {
  const name = (given.normalize('NFC').split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, '')
    .replace(/[:*?"<>|]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (name === '') return 'file';
  const ending = /\.[\p{L}\p{N}]{1,12}$/u.exec(name)?.[0] ?? '';
  return name.length <= LONGEST_NAME ? name : `${whole(name.slice(0, LONGEST_NAME - ending.length))}${ending}`;
}

/** What a browser would run is sent as bytes of no known kind, whatever it says it is. */
export function safeType(given: string | undefined): string {
  const type = given?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const known =
    /^(?:image\/(?:png|jpeg|gif|webp)|video\/[\w.+-]{1,60}|audio\/[\w.+-]{1,60}|application\/pdf|text\/plain)$/;
  return known.test(type) ? type : 'application/octet-stream';
}

/** What stands in the records for a message that says nothing but its files; portable markdown. */
export const namesOf = (files: readonly { readonly name: string }[]): string =>
  files.map(({ name }) => `📎 ${name.replace(/[!-/:-@[-`{-~]/g, '\\$&')}`).join('\n');

/** No half of a surrogate pair at the end. */
const whole = (text: string): string => text.replace(/[\ud800-\udbff]$/, '').trimEnd();
