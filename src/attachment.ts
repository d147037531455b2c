/** Files at the seam, on their way in and on their way out: types, no code. */

/**
 * A file as its platform told of it; nothing of it is believed. `ref` is the adapter's own, for `Adapter.fetch` to find the
 * bytes by, after a restart too: at most 2,000 characters. `bytes` where the platform says how many.
 */
export interface FileRef {
  readonly ref: string;
  readonly name: string;
  readonly type?: string;
  readonly bytes?: number;
}

/** The bytes of a file as they arrive. Whoever does not want them to the end breaks off reading. */
export interface Fetched {
  /** As announced, if it was. */
  readonly bytes?: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A file to show: `name` is fit for any file system, `type` is never one that a browser would run. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** All the bytes, as often as wanted. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A picture (PNG) to an answer. `alt` says in words what is in it: at most 1,000 characters. */
export interface Picture extends Attachment {
  readonly alt: string;
}
