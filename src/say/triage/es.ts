import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  setByHand: 'fijada a mano',

  prioritized: (id, priority) => `${id} es ahora ${priority}.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} ha vuelto a valorar ${id}; sigue en ${priority}.`
      : `${by} ha puesto ${id} en ${priority}; antes era ${was}.`,
  tellPriority: (id, priority) => `${id} tiene ahora prioridad ${priority}.`,

  refused: {
    nothingChanged: (id, priority) =>
      `${id} ya es ${priority}, así que no se ha cambiado nada. Di a quién afecta, qué urgencia tiene o qué prioridad debe tener.`,
  },
};

export const buttons: TriageButtons = {
  prioritize: 'Prioridad',
};

export const forms: TriageForms = (example) => ({
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
});
