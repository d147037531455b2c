import type { DuplicateButtons, DuplicateForms, DuplicatePhrases } from './phrases.ts';

export const phrases: DuplicatePhrases = {
  isOne: (main) => `Duplicate of ${main}.`,
  hasSome: (ids) => `The same, linked: ${ids}.`,
  goesOn: 'It goes on together with another ticket. You hear here when that is solved.',

  linked: (id, main) => `${id} is resolved as a duplicate of ${main}.`,
  linkedHint: (main) => `Its requester hears when ${main} is solved. Reopening it takes the link away.`,
  linking: (ids, main) =>
    `Linking ${ids} to ${main}. The cards show it in a moment; whoever raised them hears when it is solved.`,
  linkingNone: (main) => `There is nothing to link to ${main}.`,
  tell: {
    own: (id, main) => `${id} is the same as your ${main}, so it goes on there.`,
    open: (id) =>
      `Others have reported the same as ${id} before you, and we are on it. You need not do anything: you hear here when it is solved.`,
    over: (id) => `The same as ${id} was reported before by others, and has been solved.`,
  },
  tellHint: 'If yours is something else, or still there, reopen it, or write it in this thread.',
  solved: (id) => `What you reported in ${id} has been solved.`,
  unsolved: (id) =>
    `The ticket that ${id} went on with has ended without a solution. If you still need one, reopen yours.`,

  button: (main) => `Duplicate of ${main}`,
  buttonAll: (count, main) => `Link all ${count} to ${main}`,
  refused: {
    sameTicket: (id) => `${id} cannot be a duplicate of itself.`,
    itself: (id, of) => `${id} is itself a duplicate of ${of}. Link it to that one.`,
  },
};

export const buttons: DuplicateButtons = { duplicateOf: 'Duplicate of …', linkDuplicates: 'Link all' };

export const forms: DuplicateForms = (example) => ({
  duplicate: {
    title: 'Link a duplicate',
    submit: 'Link',
    about: 'Resolve a ticket as the same as another; its requester hears when that one is solved',
    fields: {
      ticket: { label: 'Ticket', hint: `Like ${example}` },
      of: { label: 'Is the same as', hint: 'The ticket that goes on' },
    },
  },
});
