import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `Entendimos: desde el ${day}. Si no es así, dilo aquí.`,
  neededBy: 'Para el',
  needed: (ticket, day) => `${ticket} se necesita para el ${day}.`,
  field: { label: '¿Para cuándo lo necesitas?', hint: 'Un día, como viernes o 2026-12-01' },
};
