import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `So verstanden: seit ${day}. Falls nicht, schreib es hier.`,
  neededBy: 'Gebraucht bis',
  needed: (ticket, day) => `${ticket} wird bis ${day} gebraucht.`,
  field: { label: 'Bis wann brauchst du es?', hint: 'Ein Tag, etwa Freitag oder 2026-12-01' },
};
