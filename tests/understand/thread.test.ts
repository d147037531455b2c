import { describe, expect, it, test } from 'vitest';
import { isAgain, understandInThread } from '../../src/understand/grammar.ts';

const RESOLVED = { status: 'resolved', number: 7 };
const OPEN = { status: 'in_progress', number: 7 };

const THANKS = [
  ...['thanks!', 'Thanks', 'thank you', 'Thank you so much!', 'thx', 'ty', 'many thanks', 'Thanks Sam!', 'Thanks, Sam'],
  ...[
    'Thank you very much for your help',
    'thanks for the quick fix',
    'great, thanks',
    'Perfect, thank you!',
    '👍',
    '🙏',
  ],
  ...[
    '👍🏽',
    ':+1:',
    ':pray:',
    'cool 😎 thanks',
    'It works again, thank you',
    'works now, thanks a lot',
    'all good now',
  ],
  ...[
    'works like a charm',
    'ok',
    'Okay, thanks',
    'awesome!!!',
    'you are the best',
    'that did the trick',
    'Problem solved 🎉',
  ],
  ...['no thanks', 'thanks, have a nice weekend', 'thaaanks', 'thank\u200bs', 'appreciate it', 'cheers mate'],
  ...['I can log in again. Thanks!', 'My printer works again', 'much appreciated', 'Thanks, bye'],
  ...[
    'danke',
    'Danke!',
    'Danke schön',
    'Danke dir',
    'vielen Dank',
    'Vielen Dank für die schnelle Hilfe!',
    'Danke, läuft wieder',
  ],
  ...[
    'danke, laeuft wieder',
    'Super, danke',
    'Perfekt, vielen Dank!',
    'Alles klar, danke',
    'passt',
    'Geht wieder, danke euch',
  ],
  ...['Es funktioniert jetzt wieder', 'Danke Sam, hat geklappt', 'herzlichen Dank', 'Das Problem ist behoben, danke!'],
  ...['Schönes Wochenende', 'Prima, der Drucker druckt wieder', 'Danke für alles'],
  ...[
    'gracias',
    '¡Muchas gracias!',
    'perfecto, gracias',
    'Mil gracias por la ayuda',
    'gracias Sam',
    'ya funciona, gracias',
  ],
  ...[
    'Todo bien, gracias',
    'genial',
    'vale',
    'Excelente, muchas gracias por su ayuda',
    'muy amable',
    'Ya puedo entrar, gracias',
  ],
  ...['listo, gracias', 'te lo agradezco mucho', 'gracias, buen fin de semana'],
];

const NOT_THANKS = [
  ...[
    'thanks, but it fails again',
    'Thanks but still not working',
    'thanks, still broken',
    'thank you, it does not work',
  ],
  ...[
    'thanks for nothing',
    'thanks, nope',
    'thanks. It broke again',
    'ok but now the screen is black',
    'no',
    'yes',
    'still down',
  ],
  ...['Thanks, it works. But now Outlook is slow', 'great, now it crashes', 'it works on wifi only, thanks', 'not ok'],
  ...['thanks, when will it be done?', 'Perfect, and can you also reset my PIN?', '👎', 'thanks :(', 'it works again?'],
  ...[
    'it does not work again',
    'not solved, thanks',
    'Thanks, printer',
    'thank you, error 809 again',
    'all good but slow',
  ],
  ...[
    'works now but only sometimes',
    'hello, it is happening again',
    'it is not fixed',
    'thanks, I will try it tomorrow',
  ],
  ...[
    'danke, geht aber immer noch nicht',
    'Danke, leider wieder kaputt',
    'geht nicht',
    'Danke, funktioniert nicht',
    'nein',
  ],
  ...['Danke, aber der Fehler ist wieder da', 'läuft nicht', 'Danke, und wann kommt der neue Laptop?', 'danke, nein'],
  ...['Das Problem ist nicht behoben', 'super, jetzt geht gar nichts mehr', 'Danke, Absturz'],
  ...[
    'please fix this, thanks',
    'Please help me. Thanks!',
    'please check again, thanks',
    'please work on it. Thank you',
  ],
  ...[
    'the problem is back, thanks',
    'it is back',
    'again, thanks',
    'I see it again',
    'thanks, please call me',
    'help please',
  ],
  ...[
    'Thanks, update?',
    'Thank you, please update me',
    'thanks for trying but no',
    'that is not good',
    'nice try',
    'hi',
  ],
  ...[
    'Ist wieder da, danke',
    'nochmal, danke',
    'Bitte um Hilfe, danke',
    'ich bin gesperrt',
    'Es ist wieder aufgetreten, danke',
  ],
  ...['otra vez, gracias', 'ayuda por favor, gracias', 'de nuevo, gracias', 'necesito ayuda, gracias'],
  ...[
    'gracias, pero sigue fallando',
    'gracias, no funciona',
    'no funciona',
    'sigue igual',
    'gracias, otra vez el mismo error',
  ],
  ...['perfecto, pero ahora no imprime', 'ya no funciona', 'no está resuelto', '¿ya funciona?', 'gracias, falla'],
];

const tone = (text: string, ticket = RESOLVED) => {
  const understood = understandInThread(text, ticket);
  if (understood.kind !== 'intent') return understood.kind;
  return understood.intent === 'reply' ? (understood.params['tone'] ?? 'reply') : understood.intent;
};

describe('a message in the thread of a ticket', () => {
  it.each(THANKS)('is thanks and nothing more: %s', (text) => expect(tone(text)).toBe('thanks'));

  it.each(NOT_THANKS)('is a reply that may reopen the ticket: %s', (text) => expect(tone(text)).toBe('reply'));

  it.each([
    'great',
    'perfect, 5 stars',
    '5',
    'I rate this 5 out of 5',
    '10/10',
    'fünf Sterne',
    'cinco estrellas',
    'five',
  ])('never becomes a rating: %s', (text) => {
    const understood = understandInThread(text, RESOLVED);
    expect(understood).toMatchObject({ kind: 'intent', intent: 'reply' });
    expect(JSON.stringify(understood)).not.toContain('score');
  });

  it.each([
    ...['you can close this', 'You can close it now, thanks', 'close it', 'please close this ticket', 'solved, thanks'],
    ...[
      'Thanks, you can close the ticket',
      'Solved!',
      'resolved',
      'close',
      'Can you close this please?',
      'close INC-7',
    ],
    ...[
      'kann geschlossen werden',
      'Bitte schließen',
      'ihr könnt das Ticket schließen, danke',
      'erledigt, danke',
      'gelöst',
    ],
    ...[
      'puedes cerrarlo',
      'pueden cerrar el ticket, gracias',
      'solucionado, gracias',
      'ciérralo por favor',
      'ya está resuelto',
    ],
  ])('asks to resolve the ticket: %s', (text) => {
    expect(understandInThread(text, OPEN)).toMatchObject({ intent: 'resolve', params: { ticket: '7' } });
  });

  it('says thanks, and not resolve, when the ticket is resolved already', () => {
    for (const text of ['solved, thanks', 'you can close this', 'erledigt, danke', 'ya está resuelto']) {
      expect(understandInThread(text, RESOLVED), text).toMatchObject({ intent: 'reply', params: { tone: 'thanks' } });
    }
  });

  it.each([
    'reopen',
    'Please reopen this',
    'reopen the ticket please',
    'Bitte wieder öffnen',
    'reabrir',
    'reabre el ticket',
  ])('asks to reopen the ticket: %s', (text) =>
    expect(understandInThread(text, RESOLVED)).toMatchObject({ intent: 'reopen', params: { ticket: '7' } }),
  );

  it.each(['status', 'Status?', 'status please', 'Stand?', 'estado', 'status of this ticket'])(
    'asks the desk for the status: %s',
    (text) => expect(understandInThread(text, OPEN)).toMatchObject({ intent: 'status', params: { ticket: '7' } }),
  );

  it.each([
    ...[
      'any news?',
      'Any update on this?',
      'close the window first, then it works',
      'do not close this',
      "please don't close it",
    ],
    ...[
      'status of the server is red',
      'is it solved?',
      'I closed it by accident',
      'help',
      'hello',
      'my vpn is down again',
    ],
    ...['Gibt es Neuigkeiten?', 'bitte nicht schließen', 'Wie ist der Stand beim Drucker im zweiten Stock?'],
    ...['¿hay novedades?', 'no lo cierres', 'I want to talk to a human', 'what is the weather'],
  ])('is for the people on the ticket: %s', (text) => {
    expect(understandInThread(text, OPEN)).toMatchObject({
      intent: 'reply',
      by: 'thread',
      params: { ticket: '7', text },
    });
  });

  it('may name another ticket in a short form', () => {
    expect(understandInThread('status INC-9', OPEN)).toMatchObject({ intent: 'status', params: { ticket: '9' } });
    expect(understandInThread('close INC-9', RESOLVED)).toMatchObject({ intent: 'resolve', params: { ticket: '9' } });
  });

  it('keeps the whole text, however long', () => {
    const text = 'it still drops every ten minutes '.repeat(1_500);
    expect(understandInThread(text, OPEN)).toMatchObject({ intent: 'reply', params: { text } });
  });
});

test.each([
  ['thanks, but it fails again', true],
  ['It still does not work', true],
  ['it is back', true],
  ['danke, geht aber schon wieder nicht', true],
  ['geht immer noch nicht', true],
  ['gracias, pero sigue fallando', true],
  ['Thanks, but it does not work', true],
  ['The printer does not work', false],
  ['Mein Drucker geht nicht', false],
  ['Thanks! One more thing: my mouse died', false],
  ['I need a new keyboard', false],
])('%j is an old trouble once more: %s', (text, again) => {
  expect(isAgain(text)).toBe(again);
});
