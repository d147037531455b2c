/** What a question is answered with: types, no code. */
import type { InternalMessage, Picture, PublicMessage } from './adapter.ts';
import type { Wondered } from './desk/knowledge/question.ts';

export type Answer = PublicMessage | InternalMessage | Illustrated | Noticed;

/** An answer with a picture, where one can be made. */
export interface Illustrated {
  readonly message: PublicMessage;
  readonly picture: Picture | undefined;
}

/** An answer that says what is known, or that nothing is: what was asked is written down, behind the back of whoever answers. */
export interface Noticed {
  readonly message: PublicMessage | InternalMessage;
  readonly noticed: Wondered;
}
