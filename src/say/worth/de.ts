import type { WorthButtons, WorthForms, WorthPhrases } from './phrases.ts';

export const phrases: WorthPhrases = {
  over: {
    withdrawn: (id) =>
      `${id} ist wieder offen, also gibt es noch nichts zu bewerten. Ich frage noch einmal, wenn es gelöst ist.`,
    expired: (id) => `Die Zeit für eine Antwort zu ${id} ist um. Trotzdem danke.`,
    counted: (id, score) => `Du hast zu ${id} ${score} geantwortet. Danke.`,
  },
  invitation: {
    advocacy: () => 'Eine Frage zum Service Desk, nicht zu einem Ticket: Würdest du ihn weiterempfehlen?',
    experience: (id, subject) => `${id}, „${subject}“, ist gelöst. Wie war es für dich?`,
  },
  invitationHint: 'Es dauert nur ein paar Sekunden.',
  question: {
    advocacy: () =>
      'Wie wahrscheinlich ist es, dass du den Service Desk einer Kollegin oder einem Kollegen empfiehlst?',
    experience: (id) => `Wie war es, bei ${id} Hilfe zu bekommen?`,
  },
  ends: {
    advocacy: '0 heißt überhaupt nicht wahrscheinlich, 10 heißt äußerst wahrscheinlich.',
    experience: '0 heißt sehr schlecht, 10 heißt sehr gut.',
  },
  answered: (id, score) => `Danke. Ich habe ${score} von 10 notiert (${id}).`,
  explained: (id) => `Danke. Es steht jetzt bei deiner Antwort zu ${id}.`,

  followUp: {
    score: (id, by, score) => `${by} hat die Hilfe bei ${id} bewertet: ${score}. Bitte melde dich und mach es gut.`,
    comment: (id, by, score) => `${by} hat zu ${id} ${score} geantwortet und bittet darum, dass sich jemand meldet.`,
  },
  followUpAsk: 'Sag nach dem Gespräch, wie es ausging.',
  settled: {
    recovered: (id) => `Gut. ${id} zählt als wiedergutgemacht.`,
    'not recovered': (id) => `Notiert: ${id} wurde nicht wiedergutgemacht.`,
  },
  ofTen: (score) => `${score} von 10`,
  resolvedAt: 'Gelöst',

  service: 'Dienst',
  served: (id, service) => `${id} gehört jetzt zu ${service}.`,
  refused: {
    alreadySettled: (id) => `Bei ${id} wartet nichts auf Wiedergutmachung: Es ist erledigt oder wurde nie verlangt.`,
    serviceUnknown: (name) => `Einen Dienst „${name}“ hat dieser Desk nicht.`,
    servicesKnown: (names) => `Er hat: ${names}.`,
    noServices: 'Er nennt gar keine Dienste; wer ihn betreibt, legt sie fest (SERVICES).',
    leadsOnly: 'Das ist denen vorbehalten, die den Desk leiten. Es wurde nichts geändert.',
  },
};

export const buttons: WorthButtons = {
  answerSurvey: 'Antworten',
  explainSurvey: 'Sagen, warum',
  recovered: 'Wiedergutgemacht',
  notRecovered: 'Nicht wiedergutgemacht',
};

export const forms: WorthForms = (example) => ({
  service: {
    title: 'Dienst festlegen',
    submit: 'Festlegen',
    about: 'Sag, zu welchem Dienst ein Ticket gehört',
    fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` }, service: { label: 'Dienst' } },
  },
  explain: {
    title: 'Wie war es für dich?',
    submit: 'Senden',
    about: 'Sag, was den Unterschied machte und wie viel Zeit du verloren hast',
    fields: {
      factor: {
        label: 'Was war am wichtigsten?',
        options: {
          speed: 'Wie schnell es ging',
          solution: 'Ob es jetzt wirklich läuft',
          communication: 'Zu wissen, wie es steht',
          kindness: 'Wie man mit mir umging',
          effort: 'Wie viel ich selbst tun musste',
        },
      },
      lost: { label: 'Verlorene Arbeitszeit in Minuten', hint: 'Deine eigene Schätzung; 0, wenn keine' },
      text: { label: 'Noch etwas?' },
    },
  },
  comment: {
    title: 'Bewertung kommentieren',
    submit: 'Senden',
    about: 'Mehr zu deiner Bewertung sagen',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      text: { label: 'Dein Kommentar', hint: 'Der Service Desk liest ihn zusammen mit deiner Bewertung' },
      contact: { label: 'Soll sich jemand bei dir melden?', options: { yes: 'Ja, bitte', no: 'Nein' } },
    },
  },
});
