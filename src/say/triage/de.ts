import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  setByHand: 'von Hand gesetzt',

  prioritized: (id, priority) => `${id} ist jetzt ${priority}.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} hat ${id} neu eingeschätzt; es bleibt bei ${priority}.`
      : `${by} hat ${id} auf ${priority} gesetzt; vorher war es ${was}.`,
  tellPriority: (id, priority) => `${id} hat jetzt die Priorität ${priority}.`,

  assigned: (id, to) => `${id} liegt jetzt bei ${to} und ist dort gemeldet.`,
  assignedToMe: (id) => `${id} gehört jetzt dir.`,
  assignedToYou: (id, subject, by) => `${by} hat dir ${id} zugewiesen: „${subject}“.`,
  assignedWhere:
    'Die Karte ist im Kanal der Agents; was du in ihren Thread schreibst, liest die Person, die das Ticket gemeldet hat.',
  assignedAway: (id, subject, by, to) =>
    `${by} hat ${id}, „${subject}“, an ${to} übergeben. Du musst nichts weiter tun.`,

  refused: {
    alreadyAssigned: (id, to) => `${id} liegt schon bei ${to}, also blieb alles, wie es war.`,
    agentUnknown: (name) =>
      `„${name}“ kenne ich nicht als Agent. Agent ist, wer im Kanal der Agents schon geschrieben oder gedrückt hat.`,
    agentsKnown: (names) => `Bekannt sind: ${names}.`,
    agentUnclear: (name, names) => `„${name}“ passt auf mehrere: ${names}. Bitte schreib den ganzen Namen.`,
    nothingChanged: (id, priority) =>
      `${id} ist schon ${priority}, also blieb alles, wie es war. Sag, wer betroffen ist, wie dringend es ist oder welche Priorität es haben soll.`,
  },
};

export const buttons: TriageButtons = {
  assign: 'Zuweisen',
  prioritize: 'Priorität',
};

export const forms: TriageForms = (example) => ({
  assign: {
    title: 'Ticket zuweisen',
    submit: 'Zuweisen',
    about: 'Ein Ticket einem Agent geben oder es selbst übernehmen',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      to: { label: 'Wem?', hint: 'Der Name eines Agents, oder „mir“' },
    },
  },
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
