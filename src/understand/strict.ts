import { type Field, type Form, schemaOf } from '../form.ts';

/** A closed object in the strict subset of JSON Schema that structured outputs take: every property required. */
export function closed(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** The fields of a form by name, as that subset has them: what may be missing is null, and `fill` knows the lengths. */
export function strictFields(form: Form, names: readonly string[]): Readonly<Record<string, unknown>> {
  const asked = Object.fromEntries(Object.entries(form).filter(([field]) => names.includes(field)));
  const properties = schemaOf(asked)['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [field, strictly(schema, asked[field])]),
  );
}

function strictly(schema: Readonly<Record<string, unknown>>, field: Field | undefined): Record<string, unknown> {
  const { minLength: _min, maxLength: _max, minimum: _least, maximum: _most, ...kept } = schema;
  if (field?.required) return kept;
  const options = kept['enum'];
  const type = kept['type'] ?? 'string';
  return { ...kept, type: [type, 'null'], ...(Array.isArray(options) ? { enum: [...options, null] } : {}) };
}

/** What a model answered, as far as it is an object. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
