import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  setByHand: 'von Hand gesetzt',

  prioritized: (id, priority) => `${id} ist jetzt ${priority}.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} hat ${id} neu eingeschätzt; es bleibt bei ${priority}.`
      : `${by} hat ${id} auf ${priority} gesetzt; vorher war es ${was}.`,
  tellPriority: (id, priority) => `${id} hat jetzt die Priorität ${priority}.`,

  refused: {
    nothingChanged: (id, priority) =>
      `${id} ist schon ${priority}, also blieb alles, wie es war. Sag, wer betroffen ist, wie dringend es ist oder welche Priorität es haben soll.`,
  },
};

export const buttons: TriageButtons = {
  prioritize: 'Priorität',
};

export const forms: TriageForms = (example) => ({
  prioritize: {
    title: 'Priorität setzen',
    submit: 'Setzen',
    about: 'Sagen, wie wichtig ein Ticket ist: wen es betrifft, wie dringend es ist, oder von Hand',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      impact: { label: 'Wer ist betroffen?', options: { me: 'Eine Person', team: 'Ein Team', everyone: 'Alle' } },
      urgency: { label: 'Wie dringend ist es?', options: { low: 'Niedrig', medium: 'Mittel', high: 'Hoch' } },
      priority: { label: 'Priorität von Hand', hint: '1 ist die höchste, 5 die niedrigste; leer: aus den beiden oben' },
      reason: { label: 'Warum?', hint: 'Nur Agents lesen es' },
    },
  },
});
