import { intentNamed } from '../intents/index.ts';
import { closed, record, strictFields } from './strict.ts';

/**
 * What a model may propose, and the fields of each that it may fill in. `human` and `rate` are no intents: a person is called
 * by opening a ticket, and a rating is only ever pressed.
 */
const PROPOSABLE = {
  open: ['subject', 'urgency', 'impact', 'kind'],
  status: ['ticket'],
  list: [],
  reply: ['ticket'],
  resolve: ['ticket'],
  reopen: ['ticket'],
  human: [],
  rate: [],
  help: [],
  none: [],
} as const satisfies Record<string, readonly string[]>;

export type Proposable = keyof typeof PROPOSABLE;

export interface Proposal {
  readonly intent: Proposable;
  /** As typed values, for `fill`. */
  readonly params: Readonly<Record<string, string>>;
  readonly confidence: number;
}

/**
 * The answer's JSON Schema, drawn from the forms: whose ticket it is about is the form's business at the press, so that no
 * ticket has to be named here.
 */
export function proposalSchema(): Record<string, unknown> {
  const kinds = Object.entries(PROPOSABLE).map(([name, fields]) => {
    const strict = Object.entries(strictFields(intentNamed(name)?.form ?? {}, fields)).map(([field, schema]) => [
      field,
      field === 'ticket' ? { type: ['integer', 'null'] } : schema,
    ]);
    return closed({ intent: { type: 'string', enum: [name] }, ...Object.fromEntries(strict) });
  });
  return closed({ proposal: { anyOf: kinds }, confidence: { type: 'number' } });
}

/** Reads a model's answer. Undefined for whatever is not a proposal; fields that it may not fill in are dropped. */
export function readProposal(answer: unknown): Proposal | undefined {
  const { proposal, confidence } = record(answer);
  const { intent, ...fields } = record(proposal);
  if (typeof confidence !== 'number' || confidence < 0 || confidence > 1 || !isProposable(intent)) return undefined;
  const params: Record<string, string> = {};
  for (const name of PROPOSABLE[intent]) {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number') params[name] = String(value);
    else if (value !== null && value !== undefined) return undefined;
  }
  return { intent, params, confidence };
}

function isProposable(intent: unknown): intent is Proposable {
  return typeof intent === 'string' && Object.hasOwn(PROPOSABLE, intent);
}
