import * as duplicates from '../duplicates/es.ts';
import { forms as worth } from '../worth/es.ts';
import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  duplicates: duplicates.phrases,
  setByHand: 'fijada a mano',
  needsOthers: 'Esperamos a alguien de fuera de la mesa de ayuda y seguiremos en cuanto responda.',
  snoozedShort: (until) => `pospuesto hasta: ${until}`,

  prioritized: (id, priority) => `${id} es ahora ${priority}.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} ha vuelto a valorar ${id}; sigue en ${priority}.`
      : `${by} ha puesto ${id} en ${priority}; antes era ${was}.`,
  tellPriority: (id, priority) => `${id} tiene ahora prioridad ${priority}.`,

  assigned: (id, to) => `${id} está ahora a cargo de ${to}, que ya lo sabe.`,
  assignedToMe: (id) => `${id} es tuyo ahora.`,
  assignedToYou: (id, subject, by) => `${by} te ha asignado ${id}: «${subject}».`,
  assignedWhere: 'Su tarjeta está en el canal de agentes; lo que escribas en su hilo lo lee quien lo abrió.',
  assignedAway: (id, subject, by, to) => `${by} ha asignado ${id}, «${subject}», a ${to}. No tienes que hacer nada.`,

  waiting: {
    waiting_requester: (id, requester) => `${id} espera a ${requester}. Seguirá cuando ${requester} escriba.`,
    waiting_third_party: (id) => `${id} espera a un tercero. Pulsa Reanudar cuando pueda seguir.`,
  },
  tellWaiting: {
    waiting_requester: (id) => `${id}: necesitamos tu respuesta para seguir. Escríbela en este hilo, por favor.`,
    waiting_third_party: (id) =>
      `${id}: esperamos a alguien de fuera de la mesa de ayuda y seguiremos en cuanto responda.`,
  },
  resumed: (id) => `${id} vuelve a estar en curso.`,
  resumedBy: (id, by) => `${by} ha respondido; ${id} vuelve a estar en curso.`,

  snoozed: (id, until, requester) =>
    `${id} queda fuera de la cola hasta: ${until}. Si ${requester} escribe antes, vuelve enseguida.`,
  woken: (id) => `${id} vuelve a estar en la cola.`,
  wokenByClock: (id) => `${id} estaba pospuesto hasta ahora. Vuelve a estar en la cola.`,
  wokenBy: (id, by) => `${by} ha escrito; ${id} vuelve a estar en la cola.`,

  held: (id, requester) =>
    `Lo que acabas de escribir en ${id} parece una nota para agentes, así que ${requester} no lo ha recibido. ¿Enviarlo o dejarlo como interno?`,
  heldAsk: (minutes) => `Si no pulsas nada en ${minutes} minutos, queda como interno.`,
  sentHeld: (id, requester) => `Enviado. ${requester} lo lee en ${id}.`,
  keptHeld: (id) => `Queda como nota en ${id}. Solo la ven los agentes.`,
  keptUnanswered: (id, requester) =>
    `Tu mensaje en ${id} queda como nota interna; ${requester} no lo ha recibido. Para enviarlo, escríbelo otra vez.`,

  notes: {
    title: (id) => `Notas de ${id}`,
    here: (requester) => `Lo que se escribe en este hilo queda entre agentes. Nada de ello llega a ${requester}.`,
    opened: (id) =>
      `En el canal de los agentes empieza un hilo para notas de ${id}. Lo que se escribe en él queda entre agentes.`,
  },

  refused: {
    alreadyAssigned: (id, to) => `${id} ya está a cargo de ${to}, así que no se ha cambiado nada.`,
    agentUnknown: (name) =>
      `No conozco a ningún agente «${name}». Es agente quien ya ha escrito o pulsado algo en el canal de agentes.`,
    agentsKnown: (names) => `Conocidos: ${names}.`,
    agentUnclear: (name, names) => `«${name}» puede ser cualquiera de estos: ${names}. Escribe el nombre completo.`,
    nothingChanged: (id, priority) =>
      `${id} ya es ${priority}, así que no se ha cambiado nada. Di a quién afecta, qué urgencia tiene o qué prioridad debe tener.`,
    alreadyWaiting: (id) => `${id} ya está esperando eso, así que no se ha cambiado nada.`,
    notWaiting: (id) => `${id} no espera a nadie, así que no hay nada que reanudar.`,
    notSnoozed: (id) => `${id} no está pospuesto: está en la cola.`,
    alreadyNoting: (id) => `En el canal de los agentes ya hay un hilo para notas de ${id}: busca «Notas de ${id}».`,
    alreadyDecided: (id) => `Ya se decidió qué hacer con ese mensaje en ${id}. No se ha cambiado nada.`,
  },
};

export const buttons: TriageButtons = {
  ...duplicates.buttons,
  notesThread: 'Hilo de notas',
  assign: 'Asignar',
  prioritize: 'Prioridad',
  wait: 'Esperar',
  resume: 'Reanudar',
  snooze: 'Posponer',
  wake: 'Devolver a la cola',
  sendHeld: 'Enviar',
  keepHeld: 'Dejar como interno',
};

export const forms: TriageForms = (example) => ({
  notes: {
    title: 'Empezar hilo de notas',
    submit: 'Empezar',
    about: 'Empezar un hilo en el que todo lo que escriben los agentes es una nota',
    fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` } },
  },
  assign: {
    title: 'Asignar un ticket',
    submit: 'Asignar',
    about: 'Dar un ticket a un agente, o tomarlo tú',
    fields: {
      ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
      to: { label: '¿A quién?', hint: 'El nombre de un agente, o «yo»' },
    },
  },
  prioritize: {
    title: 'Fijar la prioridad',
    submit: 'Fijar',
    about: 'Decir cuánto importa un ticket: a quién afecta, qué urgencia tiene, o una prioridad a mano',
    fields: {
      ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
      impact: {
        label: '¿A quién afecta?',
        options: { me: 'A una persona', team: 'A un equipo', everyone: 'A todos' },
      },
      urgency: { label: '¿Qué urgencia tiene?', options: { low: 'Baja', medium: 'Media', high: 'Alta' } },
      priority: { label: 'Prioridad a mano', hint: '1 es la más alta, 5 la más baja; vacío: según lo anterior' },
      reason: { label: '¿Por qué?', hint: 'Solo lo leen los agentes' },
    },
  },
  service: worth(example).service,
  wait: {
    title: 'Esperar a alguien',
    submit: 'Esperar',
    about: 'Decir a quién espera un ticket, y preguntar a quien lo abrió',
    fields: {
      ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
      for: { label: '¿A quién?', options: { requester: 'A quien lo abrió', third_party: 'A un tercero' } },
      question: { label: 'Mensaje para quien lo abrió', hint: 'Le llega con tu nombre' },
    },
  },
  resume: {
    title: 'Reanudar un ticket',
    submit: 'Reanudar',
    about: 'Terminar la espera: un ticket puede seguir',
    fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` } },
  },
  snooze: {
    title: 'Posponer un ticket',
    submit: 'Posponer',
    about: 'Sacar un ticket de la cola durante un tiempo',
    fields: {
      ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
      until: {
        label: '¿Hasta cuándo?',
        options: {
          '1h': 'Una hora',
          '4h': 'Cuatro horas',
          tomorrow: 'Hasta mañana, 09:00',
          next_week: 'Hasta el lunes, 09:00',
        },
      },
    },
  },
  wake: {
    title: 'Devolver a la cola',
    submit: 'Devolver',
    about: 'Devolver a la cola un ticket pospuesto',
    fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` } },
  },
  ...duplicates.forms(example),
});
