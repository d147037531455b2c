import type { DuplicateButtons, DuplicateForms, DuplicatePhrases } from './phrases.ts';

export const phrases: DuplicatePhrases = {
  isOne: (main) => `Duplikat von ${main}.`,
  hasSome: (ids) => `Dasselbe, verknüpft: ${ids}.`,
  goesOn: 'Es geht zusammen mit einem anderen Ticket weiter. Du erfährst hier, wenn das gelöst ist.',

  linked: (id, main) => `${id} ist als Duplikat von ${main} gelöst.`,
  linkedHint: (main) => `Wer es gemeldet hat, erfährt, wenn ${main} gelöst ist. Wieder öffnen löst die Verknüpfung.`,
  linking: (ids, main) =>
    `${ids} werden mit ${main} verknüpft. Die Karten zeigen es gleich; wer sie gemeldet hat, erfährt, wenn es gelöst ist.`,
  linkingNone: (main) => `Es gibt nichts, was mit ${main} zu verknüpfen wäre.`,
  tell: {
    own: (id, main) => `${id} ist dasselbe wie dein ${main} und geht dort weiter.`,
    open: (id) =>
      `Dasselbe wie ${id} haben andere schon vor dir gemeldet, und wir sind dran. Du musst nichts tun: Du erfährst hier, wenn es gelöst ist.`,
    over: (id) => `Dasselbe wie ${id} haben andere schon vor dir gemeldet, und es ist gelöst.`,
  },
  tellHint: 'Ist deines etwas anderes oder noch da, öffne es wieder, oder schreib es in diesen Thread.',
  solved: (id) => `Was du mit ${id} gemeldet hast, ist gelöst.`,
  unsolved: (id) =>
    `Das Ticket, mit dem ${id} weiterging, endete ohne Lösung. Brauchst du noch eine, öffne deines wieder.`,

  button: (main) => `Duplikat von ${main}`,
  buttonAll: (count, main) => `Alle ${count} mit ${main} verknüpfen`,
  refused: {
    sameTicket: (id) => `${id} kann kein Duplikat von sich selbst sein.`,
    itself: (id, of) => `${id} ist selbst ein Duplikat von ${of}. Verknüpf es damit.`,
  },
};

export const buttons: DuplicateButtons = { duplicateOf: 'Duplikat von …', linkDuplicates: 'Alle verknüpfen' };

export const forms: DuplicateForms = (example) => ({
  duplicate: {
    title: 'Duplikat verknüpfen',
    submit: 'Verknüpfen',
    about: 'Ein Ticket als dasselbe wie ein anderes lösen; der Melder erfährt, wenn das andere gelöst ist',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      of: { label: 'Ist dasselbe wie', hint: 'Das Ticket, das weitergeht' },
    },
  },
});
