import * as duplicates from '../duplicates/de.ts';
import { forms as worth } from '../worth/de.ts';
import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  duplicates: duplicates.phrases,
  setByHand: 'von Hand gesetzt',
  needsOthers: 'Wir warten auf jemanden außerhalb des Service Desks und machen weiter, sobald wir etwas hören.',
  snoozedShort: (until) => `zurückgestellt bis ${until}`,

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

  waiting: {
    waiting_requester: (id, requester) => `${id} wartet auf ${requester}. Es geht weiter, wenn ${requester} schreibt.`,
    waiting_third_party: (id) => `${id} wartet auf Dritte. Drück „Fortsetzen“, wenn es weitergehen kann.`,
  },
  tellWaiting: {
    waiting_requester: (id) =>
      `${id}: Wir brauchen deine Antwort, um weiterzumachen. Bitte schreib sie in diesen Thread.`,
    waiting_third_party: (id) =>
      `${id}: Wir warten auf jemanden außerhalb des Service Desks und machen weiter, sobald wir etwas hören.`,
  },
  resumed: (id) => `${id} ist wieder in Arbeit.`,
  resumedBy: (id, by) => `${by} hat geantwortet; ${id} ist wieder in Arbeit.`,

  snoozed: (id, until, requester) =>
    `${id} ist bis ${until} aus der Warteschlange. Schreibt ${requester} früher, ist es sofort wieder da.`,
  woken: (id) => `${id} ist wieder in der Warteschlange.`,
  wokenByClock: (id) => `${id} war bis jetzt zurückgestellt. Es ist wieder in der Warteschlange.`,
  wokenBy: (id, by) => `${by} hat geschrieben; ${id} ist wieder in der Warteschlange.`,

  held: (id, requester) =>
    `Was du eben zu ${id} geschrieben hast, sieht nach einer Notiz für Agents aus; ${requester} hat es deshalb nicht bekommen. Senden oder intern behalten?`,
  heldAsk: (minutes) => `Drückst du ${minutes} Minuten lang nichts, bleibt es intern.`,
  sentHeld: (id, requester) => `Gesendet. ${requester} liest es in ${id}.`,
  keptHeld: (id) => `Als Notiz in ${id} behalten. Nur Agents sehen sie.`,
  keptUnanswered: (id, requester) =>
    `Deine Nachricht zu ${id} bleibt intern und ist jetzt eine Notiz; ${requester} hat sie nicht bekommen. Soll sie doch raus, schreib sie noch einmal.`,

  notes: {
    title: (id) => `Notizen zu ${id}`,
    here: (requester) => `Was in diesem Thread steht, bleibt unter Agents. Nichts davon erreicht ${requester}.`,
    opened: (id) =>
      `Im Kanal der Agents beginnt ein Thread für Notizen zu ${id}. Was darin steht, bleibt unter Agents.`,
  },

  refused: {
    alreadyAssigned: (id, to) => `${id} liegt schon bei ${to}, also blieb alles, wie es war.`,
    agentUnknown: (name) =>
      `„${name}“ kenne ich nicht als Agent. Agent ist, wer im Kanal der Agents schon geschrieben oder gedrückt hat.`,
    agentsKnown: (names) => `Bekannt sind: ${names}.`,
    agentUnclear: (name, names) => `„${name}“ passt auf mehrere: ${names}. Bitte schreib den ganzen Namen.`,
    nothingChanged: (id, priority) =>
      `${id} ist schon ${priority}, also blieb alles, wie es war. Sag, wer betroffen ist, wie dringend es ist oder welche Priorität es haben soll.`,
    alreadyWaiting: (id) => `${id} wartet schon darauf, also blieb alles, wie es war.`,
    notWaiting: (id) => `${id} wartet auf niemanden, also gibt es nichts fortzusetzen.`,
    notSnoozed: (id) => `${id} ist nicht zurückgestellt: Es steht in der Warteschlange.`,
    alreadyNoting: (id) =>
      `Im Kanal der Agents gibt es schon einen Thread für Notizen zu ${id}: such nach „Notizen zu ${id}“.`,
    alreadyDecided: (id) => `Über diese Nachricht zu ${id} ist schon entschieden. Es wurde nichts geändert.`,
  },
};

export const buttons: TriageButtons = {
  ...duplicates.buttons,
  notesThread: 'Notiz-Thread',
  assign: 'Zuweisen',
  prioritize: 'Priorität',
  wait: 'Warten',
  resume: 'Fortsetzen',
  snooze: 'Zurückstellen',
  wake: 'Zurückholen',
  sendHeld: 'Senden',
  keepHeld: 'Intern behalten',
};

export const forms: TriageForms = (example) => ({
  notes: {
    title: 'Notiz-Thread beginnen',
    submit: 'Beginnen',
    about: 'Einen Thread beginnen, in dem alles eine Notiz ist, was Agents schreiben',
    fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` } },
  },
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
  service: worth(example).service,
  wait: {
    title: 'Auf jemanden warten',
    submit: 'Warten',
    about: 'Sagen, auf wen ein Ticket wartet, und nachfragen',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      for: {
        label: 'Auf wen?',
        options: { requester: 'Auf die Person, die es gemeldet hat', third_party: 'Auf Dritte' },
      },
      question: { label: 'Nachricht an die Person, die es gemeldet hat', hint: 'Sie kommt unter deinem Namen an' },
    },
  },
  resume: {
    title: 'Ticket fortsetzen',
    submit: 'Fortsetzen',
    about: 'Das Warten beenden: ein Ticket kann weitergehen',
    fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` } },
  },
  snooze: {
    title: 'Ticket zurückstellen',
    submit: 'Zurückstellen',
    about: 'Ein Ticket eine Zeit lang aus der Warteschlange nehmen',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      until: {
        label: 'Bis wann?',
        options: {
          '1h': 'Eine Stunde',
          '4h': 'Vier Stunden',
          tomorrow: 'Bis morgen, 09:00',
          next_week: 'Bis Montag, 09:00',
        },
      },
    },
  },
  wake: {
    title: 'Ticket zurückholen',
    submit: 'Zurückholen',
    about: 'Ein zurückgestelltes Ticket wieder in die Warteschlange holen',
    fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` } },
  },
  ...duplicates.forms(example),
});
