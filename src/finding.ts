/** What `npm run doctor` found about one thing, in a sentence that says what to do where something is to be done. */
export interface Finding {
  readonly about: string;
  /** `lacks`: the desk runs, without something. */
  readonly how: 'ok' | 'lacks' | 'wrong';
  readonly says: string;
}
