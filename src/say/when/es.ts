import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `Entendimos: desde el ${day}. Si no es así, dilo aquí.`,
  neededBy: (day) => `Entendimos: para el ${day}. Si no es así, dilo aquí.`,
  both: (started, neededBy) => `Entendimos: desde el ${started}, para el ${neededBy}. Si no es así, dilo aquí.`,
};
