/**
 * Files in the chat. What is uploaded waits in memory for the line that it belongs to; what a message has is kept with the
 * desk, in pieces, under a name that nobody guesses.
 */
import { randomBytes } from 'node:crypto';
import type { Desk, Picture } from '../../src/adapter.ts';
import type { Who } from './cast.ts';
import { WHISPERS } from './chat.ts';
import { TENANT } from './ids.ts';

/** A file of a message, as the page is told of it. */
export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** It is a picture (PNG) that the desk itself has drawn, and this is what it shows. */
  readonly alt?: string;
}

export interface Files {
  /** Holds an upload for somebody; gives its id. */
  hold(who: Who, name: string, bytes: Buffer): string;
  /** Keeps somebody's uploads for good; undefined when one of them is not held any more. */
  claim(who: Who, ids: readonly string[]): Promise<readonly ShownFile[] | undefined>;
  keep(name: string, bytes: Uint8Array): Promise<ShownFile>;
  /** Holds a picture for what one person is shown once: it is gone at the next start, as that is. */
  show(picture: Picture): Promise<ShownFile>;
  /** The bytes of a kept file; undefined for none. */
  read(id: string): Promise<Buffer | undefined>;
}

const MB = 1024 * 1024;
/** Larger ones are refused before the desk hears of them: a page must not fill this process's memory. */
export const LARGEST = 32 * MB;
const HELD = 2 * LARGEST;
const PIECE = MB / 2;

export const isFileId = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);

export function openFiles(desk: Desk): Files {
  const held = new Map<string, { readonly who: Who; readonly name: string; readonly bytes: Buffer }>();
  const pictures = new Map<string, Buffer>();
  const freshId = (): string => randomBytes(16).toString('hex');

  const keep: Files['keep'] = async (name, bytes) => {
    const id = freshId();
    for (let at = 0, piece = 0; at < bytes.length; at += PIECE, piece += 1) {
      const text = Buffer.from(bytes.subarray(at, at + PIECE)).toString('base64');
      await desk.keep(TENANT, `file/${id}/${String(piece).padStart(5, '0')}`, text);
    }
    return { id, name, bytes: bytes.length };
  };

  return {
    hold: (who, name, bytes) => {
      const id = freshId();
      held.set(id, { who, name, bytes });
      let total = 0;
      for (const [one, { bytes: size }] of [...held].reverse()) {
        total += size.length;
        if (total > HELD) held.delete(one);
      }
      return id;
    },
    claim: async (who, ids) => {
      const found = ids.flatMap((id) => held.get(id) ?? []).filter((one) => one.who === who);
      if (found.length < ids.length) return undefined;
      const kept: ShownFile[] = [];
      for (const { name, bytes } of found) kept.push(await keep(name, bytes));
      for (const id of ids) held.delete(id);
      return kept;
    },
    keep,
    show: async ({ name, bytes, alt, read }) => {
      const id = freshId();
      pictures.set(id, Buffer.from(await read()));
      const [oldest] = pictures.keys();
      if (pictures.size > WHISPERS && oldest !== undefined) pictures.delete(oldest);
      return { id, name, bytes, alt };
    },
    read: async (id) => {
      if (!isFileId(id)) return undefined;
      const picture = pictures.get(id);
      if (picture !== undefined) return picture;
      const pieces = await desk.keptUnder(TENANT, `file/${id}/`);
      return pieces.length === 0 ? undefined : Buffer.concat(pieces.map(({ value }) => Buffer.from(value, 'base64')));
    },
  };
}
