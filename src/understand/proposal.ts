import { type Field, schemaOf } from '../form.ts';
import { intentNamed } from '../intents/index.ts';

/** What a model may propose, and the fields of each that it may fill in: questions, and a ticket of the speaker's own. */
const PROPOSABLE = {
  open: ['subject', 'urgency', 'impact', 'kind'],
  status: ['ticket'],
  list: [],
  help: [],
  none: [],
} as const;

type Proposable = keyof typeof PROPOSABLE;

export interface Proposal {
  readonly intent: Proposable;
  /** As typed values, for `fill`. */
  readonly params: Readonly<Record<string, string>>;
  readonly confidence: number;
}

/**
 * The answer's JSON Schema, drawn from the forms, in the strict subset that structured outputs take: every field required,
 * what may be missing is null, no length keywords (`fill` knows the lengths).
 */
export function proposalSchema(): Record<string, unknown> {
  const kinds = Object.entries(PROPOSABLE).map(([name, fields]) => {
    const form = intentNamed(name)?.form ?? {};
    const asked = Object.fromEntries(Object.entries(form).filter(([field]) => fields.some((one) => one === field)));
    const properties = schemaOf(asked)['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const strict = Object.entries(properties).map(([field, schema]) => [field, strictly(schema, asked[field])]);
    return closed({ intent: { type: 'string', enum: [name] }, ...Object.fromEntries(strict) });
  });
  return closed({ proposal: { anyOf: kinds }, confidence: { type: 'number' } });
}

function closed(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function strictly(schema: Readonly<Record<string, unknown>>, field: Field | undefined): Record<string, unknown> {
  const { minLength: _min, maxLength: _max, minimum: _least, maximum: _most, ...kept } = schema;
  if (field?.required) return kept;
  const options = kept['enum'];
  const type = kept['type'] ?? 'string';
  return { ...kept, type: [type, 'null'], ...(Array.isArray(options) ? { enum: [...options, null] } : {}) };
}

/** Reads a model's answer. Undefined for whatever is not a proposal; fields that it may not fill in are dropped. */
export function readProposal(answer: string): Proposal | undefined {
  const { proposal, confidence } = record(parsed(answer));
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

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
