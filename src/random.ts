import { randomBytes } from 'node:crypto';

/** 26 of 32 signs that are hard to mistake for one another (Crockford's base 32): 130 bits. */
export function code(): string {
  return Array.from(randomBytes(26), (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
}
