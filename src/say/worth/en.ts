import type { WorthButtons, WorthForms, WorthPhrases } from './phrases.ts';

export const phrases: WorthPhrases = {
  over: {
    withdrawn: (id) => `${id} is open again, so there is nothing to rate yet. I ask once more when it is resolved.`,
    expired: (id) => `The time to answer about ${id} is over. Thank you all the same.`,
    counted: (id, score) => `You answered ${score} about ${id}. Thank you.`,
  },
  invitation: {
    advocacy: () => 'One question about the service desk, not about a ticket: would you recommend it?',
    experience: (id, subject) => `${id}, “${subject}”, is resolved. How was it for you?`,
  },
  invitationHint: 'It takes a few seconds.',
  question: {
    advocacy: () => 'How likely are you to recommend the service desk to a colleague?',
    experience: (id) => `How was it to get help with ${id}?`,
  },
  ends: { advocacy: '0 is not at all likely, 10 is extremely likely.', experience: '0 is very bad, 10 is very good.' },
  answered: (id, score) => `Thank you. I took down ${score} of 10 (${id}).`,
  explained: (id) => `Thank you. It was added to your answer about ${id}.`,

  followUp: {
    score: (id, by, score) => `${by} rated the help with ${id}: ${score}. Please get in touch and make it good.`,
    comment: (id, by, score) => `${by} answered ${score} about ${id}, and asks somebody to get in touch.`,
  },
  followUpAsk: 'When you have spoken with them, say how it ended.',
  settled: {
    recovered: (id) => `Good. ${id} counts as recovered.`,
    'not recovered': (id) => `Noted: ${id} was not recovered.`,
  },
  ofTen: (score) => `${score} of 10`,
  resolvedAt: 'Resolved',

  service: 'Service',
  served: (id, service) => `${id} is about ${service} now.`,
  refused: {
    alreadySettled: (id) => `Nothing waits to be made good on ${id}: it was settled, or never asked for.`,
    serviceUnknown: (name) => `This desk has no service “${name}”.`,
    servicesKnown: (names) => `It has: ${names}.`,
    noServices: 'It names no services at all; an operator sets them (SERVICES).',
    leadsOnly: 'That is for those who lead the desk. Nothing was changed.',
  },
};

export const buttons: WorthButtons = {
  answerSurvey: 'Answer',
  explainSurvey: 'Say why',
  recovered: 'Made good',
  notRecovered: 'Not made good',
};

export const forms: WorthForms = (example) => ({
  service: {
    title: 'Set the service',
    submit: 'Set',
    about: 'Say which service a ticket is about',
    fields: { ticket: { label: 'Ticket', hint: `Like ${example}` }, service: { label: 'Service' } },
  },
  explain: {
    title: 'How was it for you?',
    submit: 'Send',
    about: 'Say what made the difference, and how much time you lost',
    fields: {
      factor: {
        label: 'What mattered most?',
        options: {
          speed: 'How fast it went',
          solution: 'Whether it really works now',
          communication: 'Knowing where it stands',
          kindness: 'How I was treated',
          effort: 'How much I had to do myself',
        },
      },
      lost: { label: 'Working time you lost, in minutes', hint: 'Your own estimate; 0 if none' },
      text: { label: 'Anything else?' },
    },
  },
  comment: {
    title: 'Comment on your rating',
    submit: 'Send',
    about: 'Say more about a rating you gave',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      text: { label: 'Your comment', hint: 'The desk reads it together with your rating' },
      contact: { label: 'Shall somebody get in touch?', options: { yes: 'Yes, please', no: 'No' } },
    },
  },
});
