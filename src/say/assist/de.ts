import type { AssistButtons, AssistForms, AssistPhrases } from './phrases.ts';

export const phrases: AssistPhrases = {
  thinking: {
    summary: (id) => `Ich fasse ${id} zusammen. Es erscheint in einigen Sekunden im Thread, nur für Agenten.`,
    draft: (id) => `Ich entwerfe eine Antwort auf ${id}. Sie erscheint gleich im Thread; gesendet wird nichts.`,
    translation: (id) =>
      `Ich übersetze, was zuletzt zu ${id} gesagt wurde. Es erscheint in einigen Sekunden im Thread.`,
    reply: (id) =>
      `Ich übersetze deine Antwort auf ${id}. Sie erscheint zur Durchsicht im Thread; gesendet wird nichts.`,
  },
  nothing: {
    'no model': (id) => `${id}: Hier ist kein Sprachmodell mehr eingerichtet, also geschah nichts.`,
    allowance: (id) => `${id}: Das Sprachmodell wurde heute so oft gefragt, wie es darf. Morgen geht es wieder.`,
    failed: (id) =>
      `${id}: Das Sprachmodell gab keine brauchbare Antwort. Nichts wurde geändert; frag gern noch einmal.`,
    'same language': (id) => `${id}: Was zuletzt gesagt wurde, ist schon in deiner Sprache.`,
  },
  noModel: 'Dieser Desk hat kein Sprachmodell, also kann er das nicht. Wer ihn betreibt, kann OPENAI_API_KEY setzen.',
  byModel: 'Von einem Sprachmodell geschrieben, nur für Agenten. Prüf es, bevor du dich darauf verlässt.',
  summary: (id) => `${id} in Kürze`,
  parts: { about: 'Worum es geht', done: 'Bisher getan', open: 'Noch offen' },
  draft: (id, by, requester) => `${id}: ein Entwurf für ${by}. ${requester} hat ihn nicht bekommen:`,
  notSent:
    'Von einem Sprachmodell geschrieben. Drück „Bearbeiten und senden“, ändere, was du willst, und sende es unter deinem Namen.',
  translation: (id) => `${id}: was zuletzt gesagt wurde, mit Übersetzung`,
  translated: (author, words) => `Übersetzung von ${author}: ${words}`,

  shown: (id) => `Was ein Sprachmodell von ${id} gesehen hat, das Neueste zuerst:`,
  shownNothing: (id) => `Kein Sprachmodell hat etwas von ${id} gesehen.`,
  shownAt: (when, purpose, model, size) => `${when}, ${purpose}, an ${model}: ${size} Zeichen`,
  purposes: {
    meaning: 'um eine Nachricht zu verstehen',
    summary: 'für eine Zusammenfassung',
    draft: 'für einen Entwurf',
    translation: 'für eine Übersetzung',
    likeness: 'um ähnliche Tickets zu finden',
  },
  answered: 'Es hat geantwortet.',
  unanswered: 'Es kam nichts Brauchbares zurück.',
  leftOut: (kinds) => (kinds === '' ? 'Auszulassen war nichts.' : `Ausgelassen: ${kinds}.`),

  alike: (id, others) => `${id} sieht aus wie ${others}.`,
  crowd: (people, minutes) =>
    `${people} Personen in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`}: vielleicht eine Störung für alle.`,
  alikeHint: 'Nur eine Vermutung, für Agenten. Ist es dasselbe, löse eins als Duplikat und mach im anderen weiter.',
  mayBeAbout: (id, service) => `Bei ${id} geht es vielleicht um ${service}.`,
  mayBeAboutHint: 'Nur eine Vermutung, für Agents: nach den Worten oder nach Tickets, die ähnlich klangen.',

  proposed: {
    reply: (id) =>
      id === undefined
        ? 'Geht es um ein Ticket, das du schon hast? Drück den Knopf, dann füge ich es dort hinzu.'
        : `Soll ich das zu ${id} hinzufügen? Drück den Knopf.`,
    resolve: (id) =>
      id === undefined
        ? 'Ist eins deiner Tickets gelöst? Drück den Knopf und sag mir, welches.'
        : `Ist ${id} gelöst? Drück den Knopf, dann trage ich es ein.`,
    reopen: (id) =>
      id === undefined
        ? 'Ist etwas wieder da, das gelöst war? Drück den Knopf und sag mir, welches Ticket.'
        : `Soll ich ${id} wieder öffnen? Drück den Knopf.`,
  },
  proposedHint: 'Bisher wurde nichts geändert. Ist es etwas Neues, öffne ein Ticket.',
};

export const buttons: AssistButtons = {
  summarise: 'Zusammenfassen',
  draft: 'Antwort entwerfen',
  translate: 'Übersetzen',
  translateReply: 'In ihrer Sprache antworten',
  sendDraft: 'Bearbeiten und senden',
  shownToModel: 'Was das Modell sah',
  setService: 'Dienst setzen',
};

export const forms: AssistForms = (example) => ({
  assist: {
    title: 'Das Modell fragen',
    submit: 'Fragen',
    about: 'Ein Sprachmodell fasst zusammen, entwirft oder übersetzt; von selbst gesendet wird nichts',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      what: {
        label: 'Was soll es tun?',
        options: { summary: 'Zusammenfassen', draft: 'Antwort entwerfen', translation: 'Übersetzen' },
      },
      text: { label: 'Text', hint: 'Zum Entwurf: was darin stehen soll. Zur Übersetzung: deine Antwort.' },
    },
  },
  'translate reply': {
    title: 'Übersetzt antworten',
    submit: 'Übersetzen',
    about: 'Deine Antwort wird übersetzt; du siehst sie durch, bevor sie gesendet wird',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      text: { label: 'Deine Antwort', hint: 'In deiner Sprache; die andere Seite bekommt beides' },
    },
  },
});
