import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

/** As with a direct message in Discord, no locale comes with what is said here. */
describe('the language in which somebody is answered whose platform tells none', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;

  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
  });
  afterAll(() => desk.stop());

  const answered = (who: string, word: RegExp) =>
    chat.sees(({ address, text }) => address.includes(who) && word.test(text), `${word} to ${who}`);

  it('is the one that they clearly write in, on their card too, while the agents keep the desk’s', async () => {
    await chat.say('kai', 'Mein Drucker druckt seit gestern nur noch leere Seiten, bitte helft mir');
    await answered('@kai/', /Eröffnet/);
    const card = await chat.sees(
      ({ address, text }) => address.startsWith('plain:agents/') && text.includes('Drucker'),
    );
    expect(card.text).toContain('Opened');
    expect(card.text).not.toContain('Eröffnet');
    await chat.say('mira', 'No puedo entrar al correo desde esta mañana, ¿me pueden ayudar?');
    await answered('@mira/', /Abierto/);
  });

  it('is kept for what they say in few words, and for what is looked up later', async () => {
    await chat.say('mira', 'hola');
    await answered('mira', /Hola/);
    await chat.say('mira', 'estado');
    await answered('mira', /Tus tickets/);
  });

  it('is another one when they write in another', async () => {
    await chat.say('mira', 'what is the status of my ticket, please?');
    await answered('mira', /Your tickets/);
  });

  it('is the desk’s own where a message says too little', async () => {
    await chat.say('olu', 'Drucker kaputt');
    await answered('@olu/', /Opened/);
  });
});
