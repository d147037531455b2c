/** `npm run schema` prints the common intent format as JSON Schema; docs/intent.schema.json is what it prints. */
import { intentSchema } from './index.ts';

process.stdout.write(`${JSON.stringify(intentSchema(), null, 2)}\n`);
