import type { DuplicateButtons, DuplicateForms, DuplicatePhrases } from './phrases.ts';

export const phrases: DuplicatePhrases = {
  isOne: (main) => `Duplicado de ${main}.`,
  hasSome: (ids) => `Lo mismo, vinculados: ${ids}.`,
  goesOn: 'Sigue junto con otro ticket. Te aviso aquí cuando esté resuelto.',

  linked: (id, main) => `${id} está resuelto como duplicado de ${main}.`,
  linkedHint: (main) => `Quien lo abrió lo sabrá cuando ${main} esté resuelto. Reabrirlo quita el vínculo.`,
  linking: (ids, main) =>
    `Vinculo ${ids} a ${main}. Las tarjetas lo muestran enseguida; quienes los abrieron lo sabrán cuando esté resuelto.`,
  linkingNone: (main) => `No hay nada que vincular a ${main}.`,
  tell: {
    own: (id, main) => `${id} es lo mismo que tu ${main}, así que sigue allí.`,
    open: (id) =>
      `Otras personas avisaron de lo mismo que ${id} antes que tú, y estamos en ello. No tienes que hacer nada: te aviso aquí cuando esté resuelto.`,
    over: (id) => `Otras personas avisaron antes de lo mismo que ${id}, y ya está resuelto.`,
  },
  tellHint: 'Si lo tuyo es otra cosa, o sigue ahí, reábrelo, o escríbelo en este hilo.',
  solved: (id) => `Lo que contaste en ${id} está resuelto.`,
  unsolved: (id) => `El ticket con el que seguía ${id} terminó sin solución. Si aún la necesitas, reabre el tuyo.`,

  button: (main) => `Duplicado de ${main}`,
  buttonAll: (count, main) => `Vincular los ${count} a ${main}`,
  refused: {
    sameTicket: (id) => `${id} no puede ser un duplicado de sí mismo.`,
    itself: (id, of) => `${id} es a su vez un duplicado de ${of}. Vincúlalo a ese.`,
  },
};

export const buttons: DuplicateButtons = { duplicateOf: 'Duplicado de …', linkDuplicates: 'Vincular todos' };

export const forms: DuplicateForms = (example) => ({
  duplicate: {
    title: 'Vincular un duplicado',
    submit: 'Vincular',
    about: 'Resolver un ticket por ser lo mismo que otro; quien lo abrió lo sabrá cuando se resuelva',
    fields: {
      ticket: { label: 'Ticket', hint: `Como ${example}` },
      of: { label: 'Es lo mismo que', hint: 'El ticket que sigue' },
    },
  },
});
