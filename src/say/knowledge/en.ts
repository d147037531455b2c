import type { KnowledgeButtons, KnowledgeForms, KnowledgePhrases } from './phrases.ts';

export const phrases: KnowledgePhrases = {
  mayHelp: 'This may answer it:',
  cited: (title, changed) => `From the article “${title}”, last changed ${changed}.`,
  offerHint: 'No ticket is open yet. If this is not it, open one with your own words, by one press.',
  solved: 'Good to hear. Should it come back, open a ticket: your words are still here.',
  openedQuestion: (id) => `${id} is open, with your words.`,
  found: (asked) => `Articles about “${asked}”`,
  foundNone: (asked) => `There is no article about “${asked}”. Try other words, or open a ticket.`,
  notKnown: (asked) => `No article answers “${asked}”. Open a ticket with your own words, by one press.`,
  foundPage: (page, pages, total) =>
    `Page ${page} of ${pages}, ${total === 1 ? '1 article' : `${total} articles`}, the best first.`,
  pageOfArticle: (page, pages) => `Page ${page} of ${pages}.`,
  forAgents: 'for agents only',
  gapsTitle: 'Asked, and answered by nothing',
  gapsNone: 'No article was missing in the last 30 days.',
  offered: ({ offered, unanswered }) =>
    `In the last 30 days: ${offered} × an article was offered first, ${unanswered} × there was none good enough.`,
  ends: ({ solved, silent, cameBack, open }) =>
    `Of those offered: ${solved} said that it solved it, ${silent} said nothing and did not come back, ${cameBack} came back, ${open} may still.`,
  times: (times) => (times === 1 ? 'once' : `${times} times`),
  problem: 'What was wrong',
  solution: 'What helped',
  published: {
    everyone: (id) => `The article of ${id} is published, for everyone:`,
    agents: (id) => `The article of ${id} is published, for agents only:`,
  },
  thereIs: {
    everyone: (id) => `${id} has an article already, for everyone. Read it, or edit it and publish it again:`,
    agents: (id) => `${id} has an article already, for agents only. Read it, or edit it and publish it again:`,
  },
  findIt: (line) => `${line} finds it from now on.`,
  notReplaced: 'It was left as it is. This is what you wrote:',
  takenBack: (id) => `The article of ${id} is taken back: nobody finds it any more. This is what it said:`,
  refused: {
    articleImported: (path, line) =>
      `This article comes from the file ${path} of a folder. Change it there, then run ${line} again; to take it back, delete the file and add --prune.`,
    articleTooEarly: (id) =>
      `${id} is not resolved yet, so nothing was published. Resolve it; then make an article of it.`,
    articleIncomplete:
      'Nothing was published: an article needs a title, a text, a language, and who may read it. Press the button again.',
    articleUnknown: 'There is no such article, or not any more.',
    questionGone: 'I do not have that question any more. Write it again, or open a ticket.',
  },
};

export const buttons: KnowledgeButtons = {
  solvedIt: 'That solved it',
  openQuestion: 'Open a ticket',
  personForQuestion: 'Talk to a person',
  wholeArticle: 'Whole article',
  readArticle: 'Read',
  nextOfArticle: 'Read on',
  makeArticle: 'Make an article',
  seeArticle: 'Show the article',
  editArticle: 'Edit the article',
  takeBackArticle: 'Take it back',
  editImported: 'Edit the article',
  moreArticles: 'More articles',
  moreGaps: 'More',
};

export const forms: KnowledgeForms = {
  help: {
    title: 'Help',
    submit: 'Show',
    about: 'What I can do; or ask how something is done, and I look it up',
    fields: { question: { label: 'Question', hint: 'How do I …? Empty: what I can do' } },
  },
  search: {
    title: 'Search the articles',
    submit: 'Search',
    about: 'Look something up in the articles of the desk',
    fields: { words: { label: 'About what?', hint: 'A few words, or a question' } },
  },
  gaps: {
    title: 'Gaps in the articles',
    submit: 'Show',
    about: 'What people asked and no article answered',
    fields: { page: { label: 'Page' } },
  },
  publish: (example) => ({
    title: 'Make an article',
    submit: 'Publish',
    about: 'Publish what a resolved ticket taught as an article; you read and change it first',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      title: { label: 'Title', hint: 'What people would search for' },
      body: { label: 'Text', hint: 'A draft from the ticket. Take out what others must not read.' },
      audience: { label: 'Who may read it?', options: { everyone: 'Everyone', agents: 'Agents only' } },
      language: { label: 'Language', options: { en: 'English', de: 'German', es: 'Spanish' } },
    },
  }),
};
