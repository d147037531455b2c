import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  setByHand: 'set by hand',

  prioritized: (id, priority) => `${id} is ${priority} now.`,
  prioritizedBy: (id, by, was, priority) =>
    was === priority
      ? `${by} weighed ${id} anew; it stays ${priority}.`
      : `${by} made ${id} ${priority}; it was ${was}.`,
  tellPriority: (id, priority) => `${id} has priority ${priority} now.`,

  assigned: (id, to) => `${id} is with ${to} now, who has been told.`,
  assignedToMe: (id) => `${id} is yours now.`,
  assignedToYou: (id, subject, by) => `${by} assigned ${id} to you: “${subject}”.`,
  assignedWhere: 'Its card is in the agents’ channel; what you write in its thread reaches the requester.',
  assignedAway: (id, subject, by, to) => `${by} assigned ${id}, “${subject}”, to ${to}. You need not do anything.`,

  refused: {
    alreadyAssigned: (id, to) => `${id} is with ${to} already, so nothing was changed.`,
    agentUnknown: (name) =>
      `I know no agent “${name}”. Whoever has written or pressed something in the agents’ channel is one.`,
    agentsKnown: (names) => `Known here: ${names}.`,
    agentUnclear: (name, names) => `“${name}” could be any of these: ${names}. Please write the whole name.`,
    nothingChanged: (id, priority) =>
      `${id} is ${priority} already, so nothing was changed. Say who is affected, how urgent it is, or which priority it should have.`,
  },
};

export const buttons: TriageButtons = {
  assign: 'Assign',
  prioritize: 'Priority',
};

export const forms: TriageForms = (example) => ({
  assign: {
    title: 'Assign a ticket',
    submit: 'Assign',
    about: 'Give a ticket to an agent, or take it over yourself',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      to: { label: 'To whom?', hint: 'An agent’s name, or “me”' },
    },
  },
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
