import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { intentSchema } from '../src/intents/index.ts';

it('the checked-in JSON Schema is what the code exports (npm run schema > docs/intent.schema.json)', async () => {
  const file = await readFile(new URL('../docs/intent.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(intentSchema())));
});
