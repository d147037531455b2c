import * as assist from './assist/de.ts';
import { phrases as files } from './files/de.ts';
import * as knowledge from './knowledge/de.ts';
import type { Language } from './phrases.ts';
import { problems } from './problems/de.ts';
import * as report from './report/de.ts';
import { speak } from './speak.ts';
import * as triage from './triage/de.ts';
import { phrases as when } from './when/de.ts';
import type { Tone, Words } from './words.ts';
import * as worth from './worth/de.ts';

export const de = (tone: Tone): Words => speak(tone, german);

const minutes = (n: number) => (n === 1 ? 'einer Minute' : `${n} Minuten`);
const tickets = (n: number) => (n === 1 ? '1 Ticket' : `${n} Tickets`);

const german: Language = (command, example) => ({
  locale: 'de-DE',

  fields: {
    requester: 'Gemeldet von',
    status: 'Status',
    priority: 'Priorität',
    kind: 'Art',
    assignee: 'Zuständig',
    opened: 'Eröffnet',
    replyDue: 'Antwort fällig',
    firstReply: 'Erste Antwort',
    reopened: 'Wieder geöffnet',
    snoozed: 'Zurückgestellt bis',
    rating: 'Bewertung',
    code: 'Dein Code',
  },
  statuses: {
    new: 'Neu',
    in_progress: 'In Arbeit',
    waiting_requester: 'Wartet auf Rückmeldung',
    waiting_third_party: 'Wartet auf Dritte',
    resolved: 'Gelöst',
    closed: 'Geschlossen',
  },
  waitingForYou: 'Wartet auf deine Antwort',
  kinds: { incident: 'Störung', request: 'Anfrage', question: 'Frage' },
  resolutions: {
    solved: 'Ergebnis: gelöst.',
    workaround: 'Ergebnis: Es gibt eine Behelfslösung.',
    duplicate: 'Ergebnis: dasselbe wie ein anderes Ticket.',
    unreproducible: 'Ergebnis: ließ sich nicht nachstellen.',
    cancelled: 'Ergebnis: zurückgezogen.',
  },
  weights: (impact, urgency) => `betrifft ${impact}, Dringlichkeit ${urgency}`,
  impacts: { 1: 'alle', 2: 'ein Team', 3: 'eine Person' },
  urgencies: { 1: 'hoch', 2: 'mittel', 3: 'niedrig' },
  nobody: 'noch niemand',
  overdue: (due) => `überfällig seit ${due}`,
  scores: ['Schlecht', 'Nicht gut', 'Okay', 'Gut', 'Sehr gut'],
  outOfFive: (score, word) => `${score} von 5 (${word})`,
  buttons: {
    addReply: 'Antwort schreiben',
    markSolved: 'Als gelöst markieren',
    notSolved: 'Nicht gelöst? Wieder öffnen',
    claim: 'Übernehmen',
    reply: 'Antworten',
    note: 'Notiz',
    resolve: 'Als gelöst markieren',
    release: 'Abgeben',
    reopen: 'Wieder öffnen',
    withdraw: 'Keine Anfrage? Zurückziehen',
    openTicket: 'Ticket öffnen',
    person: 'Mit jemandem sprechen',
    myTickets: 'Meine Tickets',
    help: 'Hilfe',
    details: 'Details',
    addComment: 'Kommentar schreiben',
    previousPage: 'Vorige Seite',
    nextPage: 'Nächste Seite',
    firstPage: 'Erste Seite',
    ...triage.buttons,
    ...assist.buttons,
    ...worth.buttons,
    ...knowledge.buttons,
  },

  writeHere: (name) =>
    `Schreib in diesem Thread, um ${name} zu antworten; Notizen nur über „Notiz“ oder im Notiz-Thread.`,
  agentsClosed: (name) => `Endgültig geschlossen. Schreibt ${name} noch einmal, entsteht ein Folgeticket.`,
  follows: (id) => `Folgt auf ${id}.`,
  followedBy: (id) => `Geht weiter in ${id}.`,

  expected: (due) => `Antwort erwartet bis ${due}.`,
  late: (due) =>
    `Eine Antwort war bis ${due} vorgesehen. Wir sind spät dran, entschuldige; dein Ticket ist nicht vergessen.`,
  working: (name) => (name === undefined ? 'Wir kümmern uns darum.' : `${name} kümmert sich darum.`),
  needsYou: 'Wir brauchen deine Antwort, um weiterzumachen.',
  isResolved: (when) => (when === undefined ? 'Gelöst.' : `Gelöst: ${when}.`),
  isClosed: 'Dieses Ticket ist geschlossen.',
  here: {
    open: 'Noch etwas? Schreib in diesem Thread; wir lesen mit.',
    resolved: 'Klappt es noch nicht? Öffne es wieder, oder schreib in diesem Thread, was nicht geht.',
    closed: 'Eine neue Nachricht hier öffnet ein Folgeticket.',
  },
  closedElsewhere: (id) => `Gibt es Neues dazu? Eine Nachricht im Thread von ${id} öffnet ein Folgeticket.`,
  saidLast: 'Letzte Nachrichten',
  saidBy: (author, when) => `${author}, ${when}:`,
  notedBy: (author, when) => `${author}, ${when}, Notiz nur für Agents:`,

  opened: (id, priority, due) => `${id} ist offen, ${priority}, Antwort erwartet bis ${due}.`,
  addMore: 'Noch etwas? Schreib in den Thread des Tickets.',
  openedFromMessage: (id, priority, due) =>
    `Ich habe deine Nachricht als Anfrage verstanden und ${id} geöffnet (${priority}). Antwort erwartet bis ${due}.`,
  openedElsewhere: (id) => `${id} ist geöffnet. Alles Weitere besprechen wir unter uns.`,
  inPublic: (id, requester) =>
    `${id} wurde öffentlich gestellt: Was du ${requester} hier schreibst, lesen auch andere. Was sie nicht lesen sollen, gehört in eine Notiz.`,
  openedForYou: (id, by, priority, due) =>
    `${by} hat ${id} für dich geöffnet (${priority}). Antwort erwartet bis ${due}.`,
  openedOnBehalf: (id, by, requester) => `${by} hat ${id} für ${requester} geöffnet.`,
  openedFor: (id, requester) => `${id} ist für ${requester} geöffnet und ${requester} weiß Bescheid.`,

  lists: {
    mine: 'Deine Tickets',
    open: 'Offene Tickets',
    unassigned: 'Tickets, die noch niemand übernommen hat',
    assigned: 'Übernommene Tickets',
  },
  listEmpty: {
    mine: `Du hast keine Tickets. Wenn du etwas brauchst, tippe ${command} und worum es geht, oder drück den Knopf.`,
    open: 'Keine offenen Tickets. Alles erledigt.',
    unassigned: 'Um jedes offene Ticket kümmert sich jemand.',
    assigned: 'Kein offenes Ticket ist übernommen.',
  },
  pageOf: (page, pages, total) => (pages === 1 ? tickets(total) : `Seite ${page} von ${pages}, ${tickets(total)}`),
  noSuchPage: (page, pages) => `Seite ${page} gibt es nicht; die letzte ist ${pages}.`,
  dueShort: (due) => `Antwort bis ${due}`,
  overdueShort: (due) => `Antwort überfällig seit ${due}`,

  helpTitle: 'Was ich kann',
  helpIntro: 'Sag mir in deinen Worten, was du brauchst, oder nimm einen dieser Befehle:',
  helpAgents:
    'Agents: Was ihr im Thread eines Tickets schreibt, geht an die Person, die es gemeldet hat. Nur Notizen (Knopf, Befehl „note“ oder Notiz-Thread) bleiben unter euch.',
  slots: { words: 'deine Worte', text: 'Text', reason: 'Grund', code: 'Code', name: 'Name' },
  greeting: 'Hallo, hier ist der Service Desk. Sag mir, was du brauchst, und ich öffne ein Ticket dafür.',
  youAreWelcome: 'Gern geschehen.',
  ratingWhere:
    'Schön, dass du es uns sagen willst. Sobald ein Ticket von dir gelöst ist, frage ich dich danach: Drück dort einen der fünf Knöpfe und ergänze einen Kommentar, wenn du magst. Aus Worten lese ich nie eine Bewertung.',
  unsure: (text) => `Ich bin nicht sicher, was ich mit „${text}“ tun soll. Was möchtest du?`,
  unsureHint: `Es wurde kein Ticket geöffnet. Um gleich eins zu öffnen, tippe ${command} open und deine Worte.`,

  replied: (id) => `Deine Antwort steht jetzt in ${id}.`,
  noted: (id) => `Deine Notiz steht jetzt in ${id}. Nur Agents sehen sie.`,
  noteBy: (author) => `Notiz von ${author} · nur Agents sehen sie`,
  claimed: (id, requester) => `${id} gehört jetzt dir. Was du in den Thread schreibst, liest ${requester}.`,
  released: (id) => `Du hast ${id} abgegeben. Es ist wieder für alle in der Warteschlange.`,
  resolved: (id) => `${id} ist gelöst. Kommt das Problem zurück, lässt es sich wieder öffnen.`,
  withdrawn: (id) => `${id} ist zurückgezogen; es passiert nichts weiter. Doch nicht? Öffne es wieder.`,
  reopened: (id) => `${id} ist wieder offen, und alle Beteiligten sehen das.`,
  resolvedBy: {
    solved: (id, by) => `${by} hat ${id} als gelöst markiert.`,
    workaround: (id, by) => `${by} hat für ${id} eine Behelfslösung gefunden und es als gelöst markiert.`,
    duplicate: (id, by) => `${by} hat ${id} als gelöst markiert: Es ist dasselbe wie ein anderes Ticket.`,
    unreproducible: (id, by) => `${by} konnte das Problem in ${id} nicht nachstellen und hat es als gelöst markiert.`,
    cancelled: (id, by) => `${by} hat ${id} zurückgezogen.`,
  },
  reopenedBy: (id, by) => `${by} hat ${id} wieder geöffnet.`,
  tellReopened: (id) => `${id} ist wieder offen. Der Service Desk weiß Bescheid und antwortet in diesem Thread.`,
  ratedBy: (id, by, score) => `${by} hat die Hilfe bei ${id} bewertet: ${score}.`,
  commentedBy: (id, by) => `${by} schreibt zur Bewertung von ${id}:`,
  notDelivered: {
    left: (id, name) => `${id}: nicht zugestellt: ${name} ist nicht mehr da. Versuch es auf einem anderen Weg.`,
    unreachable: (id, name) =>
      `${id}: Eine Nachricht hat ${name} nicht erreicht: Die Person ist nicht mehr da oder nimmt vom Service Desk keine Nachrichten an. Versuch es auf einem anderen Weg.`,
    'place gone': (id, name) =>
      `${id}: Eine Nachricht hat ${name} nicht erreicht: Der Thread ist weg oder für den Service Desk gesperrt. Versuch es auf einem anderen Weg.`,
    failed: (id, name) =>
      `${id}: Eine Nachricht hat ${name} nicht erreicht: Der Chat hat sie abgelehnt. Bitte schreib sie noch einmal in anderen Worten.`,
  },
  followed: (old, next, due) =>
    `${old} ist geschlossen, deshalb hat deine Nachricht das Folgeticket ${next} geöffnet. Antwort erwartet bis ${due}.`,

  ratingRequest: (id, subject) => `Wie war die Hilfe bei ${id}, „${subject}“?`,
  ratingHint: 'Ein Druck genügt. Danach kannst du einen Kommentar schreiben.',
  rated: (id, score) => `Danke. Deine Bewertung für ${id}: ${score}.`,
  ratedHint: 'Anders überlegt? Drück eine andere Zahl; die neueste zählt.',
  commented: (id) => `Danke. Dein Kommentar steht jetzt bei deiner Bewertung von ${id}.`,

  linkCode: (typed, until) => `Tippe in deinem anderen Chat ${typed}. Der Code gilt einmal, bis ${until}.`,
  linkHint: 'Gib ihn niemandem: Wer ihn eingibt, kann deine Tickets lesen.',
  linked: (here, there) =>
    `Verbunden. Hier bist du ${here}, im anderen Chat ${there}: eine Person, mit denselben Tickets in beiden.`,
  alreadyLinked: 'Diese beiden Konten sind schon verbunden. Du musst nichts weiter tun.',

  triage: triage.phrases,
  assist: assist.phrases,
  files,
  when,
  worth: worth.phrases,
  knowledge: knowledge.phrases,
  report: report.phrases,

  revisions: {
    edited: 'bearbeitet',
    textRemoved: '(Nachricht gelöscht)',
    takenBack: (id, author, requester) =>
      `${author} hat eine Nachricht zu ${id} in etwas geändert, das wie eine interne Notiz aussieht. Bei ${requester} ist sie entfernt; sie ist jetzt eine Notiz. Soll sie doch hinausgehen, schreibt sie bitte neu.`,
    heldWithdrawn: (id, requester) =>
      `Du hast deine Nachricht zu ${id} gelöscht. ${requester} hat sie nicht bekommen, und es ist nichts mehr zu entscheiden.`,
    notRevised: (id, requester) =>
      `Eine Nachricht zu ${id} wurde geändert oder gelöscht. Bei ${requester} ließ sich das nicht nachholen; dort steht noch der alte Text.`,
  },

  refused: {
    unknown: (id) => `Ich finde kein Ticket ${id}, das du sehen kannst. Prüfe die Nummer, oder schau in deine Tickets.`,
    agentsOnly: (intent) =>
      `„${intent}“ ist für Agents und geht nur im Kanal der Agents. Deine eigenen Tickets findest du hier:`,
    requesterOnly: 'Bewerten kann nur, wer das Ticket gemeldet hat. Es wurde nichts geändert.',
    notYours: 'Das darfst du hier nicht ändern, also blieb alles, wie es war. Deine eigenen Tickets findest du hier:',
    alreadyClaimed: (id, by) =>
      `${by} hat ${id} schon übernommen. Im Thread kannst du trotzdem schreiben; zum Übernehmen bitte ${by}, es abzugeben.`,
    alreadyYours: (id) => `${id} gehört dir schon. Schreib in den Thread, um zu antworten.`,
    alreadyResolved: (id) => `${id} ist schon gelöst. Ist das Problem wieder da, öffne es wieder.`,
    alreadyClosed: (id) =>
      `${id} ist geschlossen und bleibt es. Schreib in seinen Thread für ein Folgeticket, oder öffne ein neues.`,
    alreadyFollowed: (id, next) => `${id} ist geschlossen und geht weiter in ${next}. Schreib deine Antwort dort.`,
    alreadyRaised: (id) => `Dafür gibt es schon ein Ticket: ${id}.`,
    notClaimed: (id) => `${id} hat noch niemand übernommen, also gibt es nichts abzugeben.`,
    notResolved: (id) => `${id} ist noch offen, also gibt es nichts wieder zu öffnen. Schreib in seinen Thread.`,
    notRateableYet: (id) => `${id} lässt sich gerade nicht bewerten. Wenn es gelöst ist, frage ich dich danach.`,
    notYetRated: (id) => `Bewerte ${id} zuerst von 1 bis 5; danach kannst du einen Kommentar schreiben.`,
    ownWork: (id) =>
      `Du hast selbst an ${id} gearbeitet, deshalb kannst du es nicht bewerten. Es wurde nichts geändert.`,
    whichTicket: `Welches Ticket meinst du? Schreib seine Nummer dazu, etwa ${example}, oder schreib direkt in seinen Thread.`,
    codeUnknown: `Dieser Code geht nicht: vertippt, schon benutzt oder zu alt. Tippe ${command} link in deinem anderen Chat für einen neuen.`,
    codeOwn: 'Das ist der Code genau dieses Kontos. Gib ihn in deinem anderen Chat ein.',
    tooManyCodes: (n) => `Du hast in kurzer Zeit viele Codes angefordert. Versuch es in ${minutes(n)} noch einmal.`,
    tooManyTries: (n) =>
      `Du hast viele Codes versucht, die nicht gehen; deshalb nehme ich von dir jetzt keinen an. Versuch es in ${minutes(n)} noch einmal, mit einem neuen Code aus ${command} link.`,
    tooManyTickets: (most, again) =>
      `Du hast in einer Stunde ${most} Tickets eröffnet, mehr nehme ich von einer Person nicht an; hierfür habe ich deshalb keines eröffnet. Bitte schick es nach ${again} noch einmal. Was zu einem Ticket gehört, das du schon hast, kannst du dort jederzeit schreiben.`,
    youWrote: 'Damit es nicht verloren geht, das hast du geschrieben:',
    unknownIntent: (word) => `„${word}“ kenne ich nicht. Was ich kenne, steht in der Hilfe.`,
  },

  problems: problems(example),
  typeLike: (usage) => `So geht es: ${usage}`,
  orOpen: (usage) => `Wolltest du mit diesen Worten ein Ticket öffnen? Tippe ${usage}`,

  phrases: {
    unavailable:
      'Das kann ich gerade nicht annehmen, und es wurde nichts geändert. Bitte versuch es in einer Minute noch einmal.',
    failed:
      'Bei uns ist etwas schiefgegangen, und es wurde nichts geändert. Bitte versuch es noch einmal; passiert es wieder, sag dem Service Desk Bescheid.',
    'direct messages closed': `Ich kann dir keine Direktnachrichten schicken, deshalb hat dich etwas nicht erreicht. Erlaube Direktnachrichten von Mitgliedern dieses Servers, oder tippe ${command} status.`,
    'stale button': `Dieser Knopf geht hier nicht, und es wurde nichts geändert. Tippe ${command} status für deine Tickets.`,
    unreadable: `Ich kann diese Nachricht nicht lesen und habe kein Ticket geöffnet. Schreib stattdessen ${command} und worum es geht.`,
    working: 'sieht es sich an …',
    ...report.told,
    'not installed':
      'Deskbell ist in diesem Workspace nicht installiert, deshalb ist nichts geschehen. Bitte wende dich an die, die euren Service Desk betreiben.',
    installed:
      'Deskbell ist installiert. Lege als Nächstes einen privaten Kanal für eure Agenten an, mit dem Namen, den euch euer Service Desk genannt hat, und lade Deskbell und die Agenten dorthin ein. Du kannst diese Seite schließen.',
    'install refused':
      'Deskbell wurde nicht installiert, wie du es wolltest. Nichts wurde geändert; du kannst diese Seite schließen.',
    'install expired':
      'Dieser Link ist zu alt, wurde schon benutzt oder in einem anderen Browser geöffnet. Nichts wurde geändert. Fang bitte dort neu an, wo du mit der Installation begonnen hast.',
    'install failed':
      'Deskbell konnte nicht installiert werden, weil Slack es nicht bestätigt hat. Nichts wurde geändert. Bitte fang neu an; wenn es wieder scheitert, sag denen Bescheid, die euren Service Desk betreiben.',
    'about tickets': 'Der Service Desk: ein Ticket öffnen, sehen, wie es steht, antworten',
    'about panel': 'Knöpfe hierher setzen: Ticket öffnen, meine Tickets, Hilfe',
    'about panel text': 'Was über den Knöpfen steht, in deinen Worten',
    'panel placed':
      'Die Knöpfe sind jetzt in diesem Kanal. Mach es noch einmal, um sie zu ändern; lösch die Nachricht, um sie zu entfernen.',
    'panel changed': 'Die Knöpfe in diesem Kanal sind geändert. Lösch ihre Nachricht, um sie zu entfernen.',
    'panel refused':
      'Ich darf in diesem Kanal nicht schreiben, also steht hier nichts. Gib mir hier „Kanal anzeigen“ und „Nachrichten senden“, und versuch es noch einmal.',
  },

  forms: {
    open: {
      title: 'Ticket öffnen',
      submit: 'Öffnen',
      about: 'Ticket öffnen: etwas ist kaputt, du brauchst etwas oder hast eine Frage',
      fields: {
        subject: { label: 'Worum geht es?', hint: 'Eine Zeile, etwa: VPN bricht alle 10 Minuten ab' },
        description: {
          label: 'Was sollten wir wissen?',
          hint: 'Was du getan hast, was passiert ist, was du versucht hast',
        },
        urgency: {
          label: 'Wie dringend ist es?',
          options: { low: 'Es kann warten', medium: 'Es bremst mich', high: 'Ich kann nicht arbeiten' },
        },
        impact: { label: 'Wer ist betroffen?', options: { me: 'Nur ich', team: 'Mein Team', everyone: 'Alle' } },
        service: { label: 'Dienst' },
        kind: {
          label: 'Was ist es?',
          options: { incident: 'Etwas ist kaputt', request: 'Ich brauche etwas', question: 'Ich habe eine Frage' },
        },
      },
    },
    status: {
      title: 'Ticketstatus',
      submit: 'Anzeigen',
      about: 'Sehen, wie es um ein Ticket steht, oder um alle deine Tickets',
      fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}; leer für alle deine Tickets` } },
    },
    list: {
      title: 'Tickets auflisten',
      submit: 'Anzeigen',
      about: 'Deine Tickets auflisten; Agents sehen auch die Warteschlange',
      fields: {
        which: {
          label: 'Welche Tickets?',
          hint: 'Alle außer deinen eigenen sind für Agents',
          options: { mine: 'Meine', open: 'Alle offenen', unassigned: 'Ohne Zuständige', assigned: 'Übernommene' },
        },
        page: { label: 'Seite' },
      },
    },
    search: knowledge.forms.search,
    reply: {
      title: 'Antworten',
      submit: 'Senden',
      about: 'Eine Nachricht zu einem Ticket schreiben; beide Seiten lesen sie',
      fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` }, text: { label: 'Deine Nachricht' } },
    },
    note: {
      title: 'Interne Notiz',
      submit: 'Notiz speichern',
      about: 'Eine Notiz hinzufügen, die nur Agents sehen',
      fields: {
        ticket: { label: 'Ticket', hint: `Etwa ${example}` },
        text: { label: 'Deine Notiz', hint: 'Nur Agents sehen sie, nie die Person, die das Ticket gemeldet hat' },
      },
    },
    claim: {
      title: 'Ticket übernehmen',
      submit: 'Übernehmen',
      about: 'Ein Ticket übernehmen: du kümmerst dich darum',
      fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` } },
    },
    release: {
      title: 'Ticket abgeben',
      submit: 'Abgeben',
      about: 'Ein Ticket in die Warteschlange zurückgeben',
      fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` } },
    },
    ...triage.forms(example),
    resolve: {
      title: 'Als gelöst markieren',
      submit: 'Als gelöst markieren',
      about: 'Ein Ticket als gelöst markieren oder zurückziehen',
      fields: {
        ticket: { label: 'Ticket', hint: `Etwa ${example}` },
        code: {
          label: 'Wie ging es aus?',
          options: {
            solved: 'Gelöst',
            workaround: 'Es gibt eine Behelfslösung',
            duplicate: 'Dasselbe wie ein anderes Ticket',
            unreproducible: 'Ließ sich nicht nachstellen',
            cancelled: 'Zurückgezogen, nicht mehr nötig',
          },
        },
        summary: { label: 'Was hat geholfen?', hint: 'Alle am Ticket Beteiligten können es lesen' },
      },
    },
    reopen: {
      title: 'Ticket wieder öffnen',
      submit: 'Wieder öffnen',
      about: 'Ein gelöstes Ticket wieder öffnen',
      fields: { ticket: { label: 'Ticket', hint: `Etwa ${example}` }, reason: { label: 'Was geht noch nicht?' } },
    },
    rate: {
      title: 'Hilfe bewerten',
      submit: 'Bewerten',
      about: 'Sagen, wie die Hilfe war, von 1 (schlecht) bis 5 (sehr gut)',
      fields: {
        ticket: { label: 'Ticket', hint: `Etwa ${example}` },
        score: { label: 'Deine Bewertung', hint: '1 ist schlecht, 5 ist sehr gut' },
      },
    },
    comment: worth.forms(example).comment,
    assist: assist.forms(example).assist,
    report: report.form(),
    gaps: knowledge.forms.gaps,
    link: {
      title: 'Konten verbinden',
      submit: 'Weiter',
      about: 'In zwei Chats dieselbe Person sein: hier einen Code holen, dort eingeben',
      fields: { code: { label: 'Code aus deinem anderen Chat', hint: 'Leer: einen Code holen, den du dort eingibst' } },
    },
    help: knowledge.forms.help,
    'explain survey': worth.forms(example).explain,
    'publish article': knowledge.forms.publish(example),
    'translate reply': assist.forms(example)['translate reply'],
  },
});
