import type { FilePhrases } from './phrases.ts';

export const phrases: FilePhrases = {
  missing: {
    tooLarge: (id, name, size, limit) =>
      `${id}: „${name}“ (${size}) ist zu groß (höchstens ${limit}), nicht zugestellt.`,
    tooLargeThere: (id, name, size, limit) =>
      `${id}: „${name}“ (${size}) ist für einen der Orte des Tickets zu groß${limit === undefined ? '' : ` (höchstens ${limit})`}, also haben es nicht alle bekommen.`,
    tooMany: (id, name, limit) =>
      `${id}: „${name}“ wurde nicht zugestellt, weil eine Nachricht höchstens ${limit} Dateien mitbringt. Schick es in einer weiteren Nachricht.`,
    notPermitted: (id, name, permission) =>
      `${id}: „${name}“ wurde nicht zugestellt. Dateien werden hier nicht kopiert: Wer den Desk betreibt, kann das mit ${permission} erlauben.`,
    gone: (id, name) =>
      `${id}: „${name}“ konnte nicht kopiert werden, weil es nicht mehr da ist. Bitte schick es noch einmal.`,
    empty: (id, name) => `${id}: „${name}“ ist leer, es gab also nichts zuzustellen.`,
    failed: (id, name) =>
      `${id}: „${name}“ konnte nicht kopiert werden. Bitte schick es noch einmal, oder schreib, was darin steht.`,
  },
  missed: (by, name) =>
    `${by} hat die Datei „${name}“ geschickt, die nicht hierher gebracht werden konnte. ${by} weiß davon.`,
  notKept:
    'Die Datei, die du geschickt hast, wurde nicht behalten, weil sie zu keinem Ticket gehört. Schick sie mit ein paar Worten dazu, was du brauchst, oder im Thread eines Tickets.',
  asked: { label: 'Dateien', hint: 'Bildschirmfotos, Protokolle, alles, was es zeigt. Höchstens zehn.' },
};
