import { readFileSync } from 'node:fs';
import { unpacked, type Weights } from './classifier.ts';

/** Where `npm run train` puts them. */
export const WEIGHTS = new URL('./weights.bin', import.meta.url);

/** The trained weights that come with the desk. Throws where they are missing or of another version. */
export function weights(): Weights {
  return unpacked(new Uint8Array(readFileSync(WEIGHTS)));
}
