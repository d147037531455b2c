import * as duplicates from '../duplicates/en.ts';
import { forms as worth } from '../worth/en.ts';
import type { TriageButtons, TriageForms, TriagePhrases } from './phrases.ts';

export const phrases: TriagePhrases = {
  duplicates: duplicates.phrases,
  setByHand: 'set by hand',
  needsOthers: 'We are waiting for somebody outside the desk, and go on as soon as we hear from them.',
  snoozedShort: (until) => `snoozed until ${until}`,

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

  waiting: {
    waiting_requester: (id, requester) => `${id} waits for ${requester}. It goes on when ${requester} writes.`,
    waiting_third_party: (id) => `${id} waits for a third party. Press Resume when it can go on.`,
  },
  tellWaiting: {
    waiting_requester: (id) => `${id}: we need your answer before we can go on. Please write it in this thread.`,
    waiting_third_party: (id) =>
      `${id}: we are waiting for somebody outside the desk, and go on as soon as we hear from them.`,
  },
  resumed: (id) => `${id} is in progress again.`,
  resumedBy: (id, by) => `${by} answered; ${id} is in progress again.`,

  snoozed: (id, until, requester) =>
    `${id} is out of the queue until ${until}. If ${requester} writes earlier, it comes back at once.`,
  woken: (id) => `${id} is back in the queue.`,
  wokenByClock: (id) => `${id} was snoozed until now. It is back in the queue.`,
  wokenBy: (id, by) => `${by} wrote; ${id} is back in the queue.`,

  held: (id, requester) =>
    `What you just wrote on ${id} looks like a note for agents, so ${requester} has not got it. Send it or keep it internal?`,
  heldAsk: (minutes) => `If you press nothing for ${minutes} minutes, it stays internal.`,
  sentHeld: (id, requester) => `Sent. ${requester} reads it on ${id}.`,
  keptHeld: (id) => `Kept as a note on ${id}. Only agents see it.`,
  keptUnanswered: (id, requester) =>
    `Your message on ${id} stays internal and is a note now; ${requester} has not got it. To send it after all, write it again.`,

  notes: {
    title: (id) => `Notes on ${id}`,
    here: (requester) =>
      `What is written in this thread stays among agents. Nothing in it reaches ${requester}, whatever it says.`,
    opened: (id) =>
      `A thread for notes on ${id} begins in the agents’ channel. Whatever is written in it stays among agents.`,
  },

  refused: {
    alreadyAssigned: (id, to) => `${id} is with ${to} already, so nothing was changed.`,
    agentUnknown: (name) =>
      `I know no agent “${name}”. Whoever has written or pressed something in the agents’ channel is one.`,
    agentsKnown: (names) => `Known here: ${names}.`,
    agentUnclear: (name, names) => `“${name}” could be any of these: ${names}. Please write the whole name.`,
    nothingChanged: (id, priority) =>
      `${id} is ${priority} already, so nothing was changed. Say who is affected, how urgent it is, or which priority it should have.`,
    alreadyWaiting: (id) => `${id} is waiting for that already, so nothing was changed.`,
    notWaiting: (id) => `${id} is not waiting for anybody, so there is nothing to resume.`,
    notSnoozed: (id) => `${id} is not snoozed: it is in the queue.`,
    alreadyNoting: (id) =>
      `There is a thread for notes on ${id} in the agents’ channel already: look for “Notes on ${id}”.`,
    alreadyDecided: (id) => `What became of that message on ${id} is decided already. Nothing was changed.`,
  },
};

export const buttons: TriageButtons = {
  ...duplicates.buttons,
  notesThread: 'Notes thread',
  assign: 'Assign',
  prioritize: 'Priority',
  wait: 'Wait',
  resume: 'Resume',
  snooze: 'Snooze',
  wake: 'Wake up',
  sendHeld: 'Send to the requester',
  keepHeld: 'Keep internal',
};

export const forms: TriageForms = (example) => ({
  notes: {
    title: 'Begin a notes thread',
    submit: 'Begin',
    about: 'Begin a thread where all that agents write is a note',
    fields: { ticket: { label: 'Ticket', hint: `Like ${example}` } },
  },
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
  service: worth(example).service,
  wait: {
    title: 'Wait for somebody',
    submit: 'Wait',
    about: 'Say whom a ticket waits for, and ask the requester',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      for: { label: 'For whom?', options: { requester: 'The requester', third_party: 'A third party' } },
      question: { label: 'Message to the requester', hint: 'They get it under your name' },
    },
  },
  resume: {
    title: 'Resume a ticket',
    submit: 'Resume',
    about: 'End the waiting: a ticket can go on',
    fields: { ticket: { label: 'Ticket', hint: `Like ${example}` } },
  },
  snooze: {
    title: 'Snooze a ticket',
    submit: 'Snooze',
    about: 'Take a ticket out of the queue for a while',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      until: {
        label: 'Until when?',
        options: {
          '1h': 'For an hour',
          '4h': 'For four hours',
          tomorrow: 'Until tomorrow, 09:00',
          next_week: 'Until Monday, 09:00',
        },
      },
    },
  },
  wake: {
    title: 'Wake a ticket up',
    submit: 'Wake up',
    about: 'Bring a snoozed ticket back into the queue',
    fields: { ticket: { label: 'Ticket', hint: `Like ${example}` } },
  },
  ...duplicates.forms(example),
});
