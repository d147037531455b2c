import type { AssistButtons, AssistForms, AssistPhrases } from './phrases.ts';

export const phrases: AssistPhrases = {
  thinking: {
    summary: (id) => `I am summing up ${id}. It appears in its thread in a few seconds, for agents only.`,
    draft: (id) => `I am drafting a reply on ${id}. It appears in its thread in a few seconds; nothing is sent.`,
    translation: (id) => `I am translating what was said last on ${id}. It appears in its thread in a few seconds.`,
    reply: (id) => `I am translating your reply on ${id}. It appears in its thread to look over; nothing is sent.`,
  },
  nothing: {
    'no model': (id) => `${id}: no language model is set up here any more, so nothing was done.`,
    allowance: (id) =>
      `${id}: the language model was asked as often as it may be today. Tomorrow it can be asked again.`,
    failed: (id) =>
      `${id}: the language model gave no answer that can be used. Nothing was changed; you can ask again.`,
    'same language': (id) => `${id}: what was said last is in your language already.`,
  },
  noModel: 'This desk has no language model set up, so it cannot do that. Whoever runs it can set OPENAI_API_KEY.',
  byModel: 'Written by a language model for agents only. Check it before you rely on it.',
  summary: (id) => `${id} in short`,
  parts: { about: 'What it is about', done: 'Done so far', open: 'Still open' },
  draft: (id, by, requester) => `${id}: a draft for ${by}. ${requester} has not got it:`,
  notSent: 'Written by a language model. Press Edit and send, change what you like, and send it under your name.',
  translation: (id) => `${id}: what was said last, with a translation`,
  translated: (author, words) => `Translation of ${author}: ${words}`,

  shown: (id) => `What a language model was shown of ${id}, the newest first:`,
  shownNothing: (id) => `No language model was shown anything of ${id}.`,
  shownAt: (when, purpose, model, size) => `${when}, ${purpose}, to ${model}: ${size} characters`,
  purposes: {
    meaning: 'to understand a message',
    summary: 'for a summary',
    draft: 'for a draft',
    translation: 'for a translation',
    likeness: 'to find tickets that are alike',
  },
  answered: 'It answered.',
  unanswered: 'Nothing that could be used came back.',
  leftOut: (kinds) => (kinds === '' ? 'Nothing had to be left out.' : `Left out: ${kinds}.`),

  alike: (id, others) => `${id} looks like ${others}.`,
  crowd: (people, minutes) =>
    `${people} people in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: perhaps one incident for all of them.`,
  alikeHint: 'Only a guess, for agents. If it is the same, resolve one as a duplicate and go on in the other.',
  mayBeAbout: (id, service) => `${id} may be about ${service}.`,
  mayBeAboutHint: 'Only a guess, for agents: by its words, or by tickets that sounded like it.',

  proposed: {
    reply: (id) =>
      id === undefined
        ? 'Is that about a ticket that you have already? Press the button, and I add it there.'
        : `Shall I add that to ${id}? Press the button.`,
    resolve: (id) =>
      id === undefined
        ? 'Is one of your tickets solved? Press the button and tell me which.'
        : `Is ${id} solved? Press the button, and I mark it.`,
    reopen: (id) =>
      id === undefined
        ? 'Is something back that was solved? Press the button and tell me which ticket.'
        : `Shall I reopen ${id}? Press the button.`,
  },
  proposedHint: 'Nothing was changed so far. If it is something new, open a ticket.',
};

export const buttons: AssistButtons = {
  summarise: 'Summarise',
  draft: 'Draft a reply',
  translate: 'Translate',
  translateReply: 'Reply in their language',
  sendDraft: 'Edit and send',
  shownToModel: 'What the model saw',
  setService: 'Set the service',
};

export const forms: AssistForms = (example) => ({
  assist: {
    title: 'Ask the model',
    submit: 'Ask',
    about: 'Have a language model sum up a ticket, draft a reply or translate; nothing is sent by itself',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      what: {
        label: 'What shall it do?',
        options: { summary: 'Sum up', draft: 'Draft a reply', translation: 'Translate' },
      },
      text: { label: 'Text', hint: 'For a draft: what it should say. For a translation: your reply.' },
    },
  },
  'translate reply': {
    title: 'Reply in translation',
    submit: 'Translate',
    about: 'Have your reply translated for the requester; you look it over before it is sent',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      text: { label: 'Your reply', hint: 'In your own language; the requester gets both' },
    },
  },
});
