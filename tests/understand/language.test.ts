import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/understand/language.ts';

describe('the language of a text', () => {
  it.each([
    ['my vpn died again and I cannot work', 'en'],
    ['please reset my password', 'en'],
    ['no me deja entrar al correo', 'es'],
    ['¿cómo va mi ticket?', 'es'],
    ['mañana llega el técnico', 'es'],
    ['mein Drucker druckt nicht mehr', 'de'],
    ['könnt ihr das prüfen', 'de'],
    ['Bildschirm flackert seit gestern', 'de'],
    ['bonjour, mon ordinateur ne marche plus', 'other'],
    ['il mio computer non funziona', 'other'],
    ['o meu computador não funciona', 'other'],
    ['mijn laptop werkt niet', 'other'],
    ['мой компьютер не работает', 'other'],
    ['プリンターが動きません', 'other'],
    ['الطابعة لا تعمل', 'other'],
    ['ok', undefined],
    ['VPN', undefined],
    ['INC-12', undefined],
    ['', undefined],
    ['🙂🙂', undefined],
  ])('%s', (text, language) => expect(languageOf(text)).toBe(language));
});
