import type { Phrases } from '../phrases.ts';

export const problems = (example: string): Phrases['problems'] => ({
  missing: (field) => `Bitte füll „${field}“ aus.`,
  tooLong: (field, max) =>
    max === undefined ? `„${field}“ ist zu lang.` : `„${field}“ ist zu lang; es gehen höchstens ${max} Zeichen.`,
  notATicket: () => `Das ist keine Ticketnummer. Schreib sie so: ${example}.`,
  notAChoice: (field, options) => `Bei „${field}“ geht eins davon: ${options}.`,
  notADay: (field) => `Bei „${field}“ geht nur ein Tag, etwa Freitag oder 2026-12-01.`,
  notANumber: (field) => `Bei „${field}“ geht nur eine ganze Zahl.`,
  atLeast: (field, min) => `Bei „${field}“ geht eine Zahl ab ${min}.`,
  atMost: (field, max) => `Bei „${field}“ geht eine Zahl bis ${max}.`,
  outOfRange: (field) => `Bei „${field}“ geht diese Zahl nicht.`,
  score: (field) => `Bei „${field}“ geht eine Zahl von 1 bis 5.`,
});
