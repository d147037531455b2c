import type { Json } from './json.ts';

/** An answer `{ok: false, error: code}`. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.name = 'SlackRefusal';
    this.code = code;
    this.extra = extra;
  }
}

export const refuse = (code: string, extra: Json = {}): never => {
  throw new SlackRefusal(code, extra);
};

/** Refuse with Slack's two spellings of the same list of problems. */
export const refuseAll = (code: string, problems: readonly string[]): never =>
  refuse(code, { errors: problems, response_metadata: { messages: problems.map((words) => `[ERROR] ${words}`) } });
