import type { Phrases } from '../phrases.ts';

export const problems = (example: string): Phrases['problems'] => ({
  missing: (field) => `Please fill in “${field}”.`,
  tooLong: (field, max) =>
    max === undefined ? `“${field}” is too long.` : `“${field}” is too long; it takes at most ${max} characters.`,
  notATicket: () => `That is not a ticket number. Write it like ${example}.`,
  notAChoice: (field, options) => `“${field}” takes one of these: ${options}.`,
  notADay: (field) => `“${field}” takes a day, like Friday or 2026-12-01.`,
  notANumber: (field) => `“${field}” takes a whole number.`,
  atLeast: (field, min) => `“${field}” takes a number from ${min} up.`,
  atMost: (field, max) => `“${field}” takes a number up to ${max}.`,
  outOfRange: (field) => `“${field}” does not take that number.`,
  score: (field) => `“${field}” takes a number from 1 to 5.`,
});
