/** What a language says about files; the conventions are those of `Phrases`. `size` and `limit` are written out: "60 MB". */
export interface FilePhrases {
  /** To whoever sent it: why a file was not delivered, and what they can do. */
  readonly missing: {
    readonly tooLarge: (id: string, name: string, size: string, limit: string) => string;
    readonly tooLargeThere: (id: string, name: string, size: string, limit: string | undefined) => string;
    readonly tooMany: (id: string, name: string, limit: number) => string;
    readonly notPermitted: (id: string, name: string, permission: string) => string;
    readonly gone: (id: string, name: string) => string;
    readonly empty: (id: string, name: string) => string;
    readonly failed: (id: string, name: string) => string;
  };
  /** To those who would have got it. */
  readonly missed: (by: string, name: string) => string;
  /** To somebody whose message became no ticket and belongs to none. */
  readonly notKept: string;
  /** In a form; the limits are those of a field. */
  readonly asked: { readonly label: string; readonly hint: string };
}
