import type { KnowledgeButtons, KnowledgeForms, KnowledgePhrases } from './phrases.ts';

export const phrases: KnowledgePhrases = {
  mayHelp: 'Das könnte die Antwort sein:',
  cited: (title, changed) => `Aus dem Artikel „${title}“, zuletzt geändert ${changed}.`,
  offerHint: 'Noch ist kein Ticket offen. Passt es nicht, wird mit einem Druck eines daraus, mit deinen Worten.',
  solved: 'Schön. Falls es wiederkommt, mach ein Ticket daraus: Deine Worte sind noch da.',
  openedQuestion: (id) => `${id} ist offen, mit deinen Worten.`,
  found: (asked) => `Artikel zu „${asked}“`,
  foundNone: (asked) => `Zu „${asked}“ gibt es keinen Artikel. Versuch es mit anderen Worten, oder öffne ein Ticket.`,
  notKnown: (asked) =>
    `Kein Artikel beantwortet „${asked}“. Mach mit einem Druck ein Ticket daraus, mit deinen Worten.`,
  foundPage: (page, pages, total) => `Seite ${page} von ${pages}, ${total} Artikel, der beste zuerst.`,
  pageOfArticle: (page, pages) => `Seite ${page} von ${pages}.`,
  forAgents: 'nur für Agenten',
  gapsTitle: 'Gefragt und von nichts beantwortet',
  gapsNone: 'In den letzten 30 Tagen hat kein Artikel gefehlt.',
  offered: ({ offered, unanswered }) =>
    `In den letzten 30 Tagen: ${offered} × wurde zuerst ein Artikel angeboten, ${unanswered} × war keiner gut genug.`,
  ends: ({ solved, silent, cameBack, open }) =>
    `Von den angebotenen: ${solved} × hieß es, er hat geholfen, ${silent} × kam nichts mehr, ${cameBack} × kam jemand wieder, bei ${open} ist es noch offen.`,
  times: (times) => (times === 1 ? 'einmal' : `${times}-mal`),
  problem: 'Was nicht ging',
  solution: 'Was geholfen hat',
  published: {
    everyone: (id) => `Der Artikel zu ${id} ist veröffentlicht, für alle:`,
    agents: (id) => `Der Artikel zu ${id} ist veröffentlicht, nur für Agents:`,
  },
  thereIs: {
    everyone: (id) =>
      `Zu ${id} gibt es schon einen Artikel, für alle. Lies ihn, oder ändere ihn und veröffentliche ihn neu:`,
    agents: (id) =>
      `Zu ${id} gibt es schon einen Artikel, nur für Agents. Lies ihn, oder ändere ihn und veröffentliche ihn neu:`,
  },
  findIt: (line) => `${line} findet ihn ab jetzt.`,
  notReplaced: 'Er blieb, wie er war. Das hast du geschrieben:',
  takenBack: (id) => `Der Artikel zu ${id} ist zurückgenommen: Niemand findet ihn mehr. Das stand darin:`,
  refused: {
    articleImported: (path, line) =>
      `Dieser Artikel kommt aus der Datei ${path} eines Ordners. Ändere ihn dort, dann noch einmal ${line}; um ihn zurückzunehmen, lösche die Datei und füge --prune an.`,
    articleTooEarly: (id) =>
      `${id} ist noch nicht gelöst, also wurde nichts veröffentlicht. Markiere es als gelöst, dann mach einen Artikel daraus.`,
    articleIncomplete:
      'Nichts wurde veröffentlicht: Ein Artikel braucht Titel, Text, Sprache und wer ihn lesen darf. Drück noch einmal.',
    articleUnknown: 'Diesen Artikel gibt es nicht, oder nicht mehr.',
    questionGone: 'Diese Frage habe ich nicht mehr. Schreib sie noch einmal, oder öffne ein Ticket.',
  },
};

export const buttons: KnowledgeButtons = {
  solvedIt: 'Das hat geholfen',
  openQuestion: 'Ticket öffnen',
  personForQuestion: 'Mit jemandem sprechen',
  wholeArticle: 'Ganzer Artikel',
  readArticle: 'Lesen',
  nextOfArticle: 'Weiterlesen',
  makeArticle: 'Artikel daraus machen',
  seeArticle: 'Artikel anzeigen',
  editArticle: 'Artikel ändern',
  takeBackArticle: 'Zurücknehmen',
  editImported: 'Artikel ändern',
  moreArticles: 'Mehr Artikel',
  moreGaps: 'Mehr',
};

export const forms: KnowledgeForms = {
  help: {
    title: 'Hilfe',
    submit: 'Anzeigen',
    about: 'Was ich kann; oder frag, wie etwas geht, und ich schlage es nach',
    fields: { question: { label: 'Frage', hint: 'Wie geht …? Leer: was ich kann' } },
  },
  search: {
    title: 'In den Artikeln suchen',
    submit: 'Suchen',
    about: 'Etwas in den Artikeln des Service Desk nachschlagen',
    fields: { words: { label: 'Wonach?', hint: 'Ein paar Wörter oder eine Frage' } },
  },
  gaps: {
    title: 'Lücken in den Artikeln',
    submit: 'Anzeigen',
    about: 'Was gefragt wurde und kein Artikel beantwortet hat',
    fields: { page: { label: 'Seite' } },
  },
  publish: (example) => ({
    title: 'Artikel daraus machen',
    submit: 'Veröffentlichen',
    about: 'Aus einem gelösten Ticket einen Artikel machen; vorher liest und änderst du ihn',
    fields: {
      ticket: { label: 'Ticket', hint: `Etwa ${example}` },
      title: { label: 'Titel', hint: 'Wonach man suchen würde' },
      body: { label: 'Text', hint: 'Ein Entwurf aus dem Ticket. Nimm heraus, was andere nicht lesen dürfen.' },
      audience: { label: 'Wer darf ihn lesen?', options: { everyone: 'Alle', agents: 'Nur Agents' } },
      language: { label: 'Sprache', options: { en: 'Englisch', de: 'Deutsch', es: 'Spanisch' } },
    },
  }),
};
