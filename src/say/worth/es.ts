import type { WorthButtons, WorthForms, WorthPhrases } from './phrases.ts';

export const phrases: WorthPhrases = {
  over: {
    withdrawn: (id) =>
      `${id} está abierto de nuevo, así que aún no hay nada que valorar. Pregunto otra vez cuando esté resuelto.`,
    expired: (id) => `Ya pasó el plazo para responder sobre ${id}. Gracias de todos modos.`,
    counted: (id, score) => `Respondiste ${score} sobre ${id}. Gracias.`,
  },
  invitation: {
    advocacy: () => 'Una pregunta sobre la mesa de ayuda, no sobre un ticket: ¿la recomendarías?',
    experience: (id, subject) => `${id}, «${subject}», está resuelto. ¿Cómo te fue?`,
  },
  invitationHint: 'Son unos segundos.',
  question: {
    advocacy: () => '¿Qué probabilidad hay de que recomiendes la mesa de ayuda a alguien de tu trabajo?',
    experience: (id) => `¿Cómo fue recibir ayuda con ${id}?`,
  },
  ends: {
    advocacy: '0 es nada probable, 10 es muy probable.',
    experience: '0 es muy mal, 10 es muy bien.',
  },
  answered: (id, score) => `Gracias. He anotado ${score} de 10 (${id}).`,
  explained: (id) => `Gracias. Ya está con tu respuesta sobre ${id}.`,

  followUp: {
    score: (id, by, score) =>
      `${by} ha valorado la ayuda con ${id}: ${score}. Ponte en contacto y arréglalo, por favor.`,
    comment: (id, by, score) => `${by} respondió ${score} sobre ${id} y pide que alguien se ponga en contacto.`,
  },
  followUpAsk: 'Cuando hayáis hablado, di cómo terminó.',
  settled: {
    recovered: (id) => `Bien. ${id} cuenta como reparado.`,
    'not recovered': (id) => `Anotado: ${id} no se reparó.`,
  },
  ofTen: (score) => `${score} de 10`,
  resolvedAt: 'Resuelto',

  service: 'Servicio',
  served: (id, service) => `${id} es ahora de ${service}.`,
  refused: {
    alreadySettled: (id) => `No hay nada que reparar en ${id}: ya se cerró o nunca se pidió.`,
    serviceUnknown: (name) => `Esta mesa no tiene ningún servicio «${name}».`,
    servicesKnown: (names) => `Tiene: ${names}.`,
    noServices: 'No nombra ningún servicio; los fija quien la opera (SERVICES).',
    leadsOnly: 'Eso es para quienes dirigen la mesa. No se ha cambiado nada.',
  },
};

export const buttons: WorthButtons = {
  answerSurvey: 'Responder',
  explainSurvey: 'Decir por qué',
  recovered: 'Reparado',
  notRecovered: 'No reparado',
};

export const forms: WorthForms = (example) => ({
  service: {
    title: 'Fijar el servicio',
    submit: 'Fijar',
    about: 'Di de qué servicio es un ticket',
    fields: { ticket: { label: 'Ticket', hint: `Como ${example}` }, service: { label: 'Servicio' } },
  },
  explain: {
    title: '¿Cómo te fue?',
    submit: 'Enviar',
    about: 'Di qué marcó la diferencia y cuánto tiempo perdiste',
    fields: {
      factor: {
        label: '¿Qué fue lo más importante?',
        options: {
          speed: 'La rapidez',
          solution: 'Que ahora funciona de verdad',
          communication: 'Saber cómo iba',
          kindness: 'El trato que recibí',
          effort: 'Lo que tuve que hacer yo',
        },
      },
      lost: { label: 'Tiempo de trabajo perdido, en minutos', hint: 'Tu propia estimación; 0 si nada' },
      text: { label: '¿Algo más?' },
    },
  },
  comment: {
    title: 'Comentar la valoración',
    submit: 'Enviar',
    about: 'Decir algo más sobre una valoración tuya',
    fields: {
      ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
      text: { label: 'Tu comentario', hint: 'La mesa de ayuda lo lee junto con tu valoración' },
      contact: { label: '¿Quieres que alguien te contacte?', options: { yes: 'Sí, por favor', no: 'No' } },
    },
  },
});
