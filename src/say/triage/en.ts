import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  setByHand: 'set by hand',

  prioritized: (id, priority) => `${id} is ${priority} now.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} weighed ${id} anew; it stays ${priority}.`
      : `${by} made ${id} ${priority}; it was ${was}.`,
  tellPriority: (id, priority) => `${id} has priority ${priority} now.`,

  refused: {
    nothingChanged: (id, priority) =>
      `${id} is ${priority} already, so nothing was changed. Say who is affected, how urgent it is, or which priority it should have.`,
  },
};

export const buttons: TriageButtons = {
  prioritize: 'Priority',
};

export const forms: TriageForms = (example) => ({
  prioritize: {
    title: 'Set the priority',
    submit: 'Set',
    about: 'Say how much a ticket matters: who is affected, how urgent it is, or a priority by hand',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      impact: {
        label: 'Who is affected?',
        options: { me: 'One person', team: 'A team', everyone: 'Everyone' },
      },
      urgency: { label: 'How urgent is it?', options: { low: 'Low', medium: 'Medium', high: 'High' } },
      priority: { label: 'Priority by hand', hint: '1 is the highest, 5 the lowest; empty: from the two above' },
      reason: { label: 'Why?', hint: 'Only agents read it' },
    },
  },
});
