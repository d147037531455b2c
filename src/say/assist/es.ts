import type { AssistButtons, AssistForms, AssistPhrases } from './phrases.ts';

export const phrases: AssistPhrases = {
  thinking: {
    summary: (id) => `Estoy resumiendo ${id}. Aparece en su hilo en unos segundos, solo para agentes.`,
    draft: (id) => `Estoy redactando una respuesta en ${id}. Aparece en su hilo en unos segundos; no se envía nada.`,
    translation: (id) => `Estoy traduciendo lo último que se dijo en ${id}. Aparece en su hilo en unos segundos.`,
    reply: (id) => `Estoy traduciendo tu respuesta en ${id}. Aparece en su hilo para que la revises; no se envía nada.`,
  },
  nothing: {
    'no model': (id) => `${id}: aquí ya no hay ningún modelo de lenguaje, así que no se hizo nada.`,
    allowance: (id) => `${id}: hoy ya se consultó el modelo tanto como se puede. Mañana se podrá de nuevo.`,
    failed: (id) => `${id}: el modelo no dio ninguna respuesta útil. No se cambió nada; puedes pedirlo otra vez.`,
    'same language': (id) => `${id}: lo último que se dijo ya está en tu idioma.`,
  },
  noModel:
    'Este servicio no tiene un modelo de lenguaje, así que no puede hacerlo. Quien lo administra puede configurar OPENAI_API_KEY.',
  byModel: 'Escrito por un modelo de lenguaje, solo para agentes. Compruébalo antes de fiarte.',
  summary: (id) => `${id} en pocas palabras`,
  parts: { about: 'De qué se trata', done: 'Hecho hasta ahora', open: 'Pendiente' },
  draft: (id, by, requester) => `${id}: un borrador para ${by}. ${requester} no lo ha recibido:`,
  notSent: 'Escrito por un modelo de lenguaje. Pulsa «Editar y enviar», cambia lo que quieras y envíalo con tu nombre.',
  translation: (id) => `${id}: lo último que se dijo, con su traducción`,
  translated: (author, words) => `Traducción de ${author}: ${words}`,

  shown: (id) => `Lo que se mostró de ${id} a un modelo de lenguaje, lo más reciente primero:`,
  shownNothing: (id) => `No se mostró nada de ${id} a ningún modelo de lenguaje.`,
  shownAt: (when, purpose, model, size) => `${when}, ${purpose}, a ${model}: ${size} caracteres`,
  purposes: {
    meaning: 'para entender un mensaje',
    summary: 'para un resumen',
    draft: 'para un borrador',
    translation: 'para una traducción',
    likeness: 'para buscar tickets parecidos',
  },
  answered: 'Respondió.',
  unanswered: 'No devolvió nada útil.',
  leftOut: (kinds) => (kinds === '' ? 'No hubo que omitir nada.' : `Se omitió: ${kinds}.`),

  alike: (id, others) => `${id} se parece a ${others}.`,
  crowd: (people, minutes) =>
    `${people} personas en ${minutes === 1 ? 'un minuto' : `${minutes} minutos`}: quizá sea una sola incidencia para todas.`,
  alikeHint: 'Solo es una suposición, para agentes. Si es lo mismo, resuelve uno como duplicado y sigue en el otro.',
  mayBeAbout: (id, service) => `${id} quizá trata de ${service}.`,
  mayBeAboutHint: 'Solo una suposición, para agentes: por sus palabras o por tickets que sonaban parecido.',

  proposed: {
    reply: (id) =>
      id === undefined
        ? '¿Es sobre un ticket que ya tienes? Pulsa el botón y lo añado allí.'
        : `¿Lo añado a ${id}? Pulsa el botón.`,
    resolve: (id) =>
      id === undefined
        ? '¿Está resuelto uno de tus tickets? Pulsa el botón y dime cuál.'
        : `¿Está resuelto ${id}? Pulsa el botón y lo marco.`,
    reopen: (id) =>
      id === undefined
        ? '¿Ha vuelto algo que estaba resuelto? Pulsa el botón y dime qué ticket.'
        : `¿Reabro ${id}? Pulsa el botón.`,
  },
  proposedHint: 'Hasta ahora no se ha cambiado nada. Si es algo nuevo, abre un ticket.',
};

export const buttons: AssistButtons = {
  summarise: 'Resumir',
  draft: 'Redactar respuesta',
  translate: 'Traducir',
  translateReply: 'Responder en su idioma',
  sendDraft: 'Editar y enviar',
  shownToModel: 'Lo que vio el modelo',
  setService: 'Fijar el servicio',
};

export const forms: AssistForms = (example) => ({
  assist: {
    title: 'Pedir al modelo',
    submit: 'Pedir',
    about: 'Un modelo de lenguaje resume, redacta o traduce; nada se envía por sí solo',
    fields: {
      ticket: { label: 'Ticket', hint: `Como ${example}` },
      what: {
        label: '¿Qué debe hacer?',
        options: { summary: 'Resumir', draft: 'Redactar respuesta', translation: 'Traducir' },
      },
      text: { label: 'Texto', hint: 'Para un borrador: qué debe decir. Para una traducción: tu respuesta.' },
    },
  },
  'translate reply': {
    title: 'Responder traducido',
    submit: 'Traducir',
    about: 'Se traduce tu respuesta; la revisas antes de que se envíe',
    fields: {
      ticket: { label: 'Ticket', hint: `Como ${example}` },
      text: { label: 'Tu respuesta', hint: 'En tu idioma; la otra parte recibe las dos versiones' },
    },
  },
});
