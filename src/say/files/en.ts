import type { FilePhrases } from './phrases.ts';

export const phrases: FilePhrases = {
  missing: {
    tooLarge: (id, name, size, limit) => `${id}: “${name}” (${size}) is too large (limit ${limit}), not delivered.`,
    tooLargeThere: (id, name, size, limit) =>
      `${id}: “${name}” (${size}) is too large for one of the ticket’s places${limit === undefined ? '' : ` (limit ${limit})`}, so not everybody got it.`,
    tooMany: (id, name, limit) =>
      `${id}: “${name}” was not delivered, because a message brings ${limit} files at most. Send it in another message.`,
    notPermitted: (id, name, permission) =>
      `${id}: “${name}” was not delivered. Files are not copied here: ask whoever runs the desk for ${permission}.`,
    gone: (id, name) => `${id}: “${name}” could not be copied, because it is not there any more. Please send it again.`,
    empty: (id, name) => `${id}: “${name}” is empty, so there was nothing to deliver.`,
    failed: (id, name) => `${id}: “${name}” could not be copied. Please send it again, or write what is in it.`,
  },
  missed: (by, name) => `${by} sent the file “${name}”, which could not be brought here. ${by} has been told.`,
  notKept:
    'The file you sent was not kept, because it belongs to no ticket. Send it with a few words on what you need, or in the thread of a ticket.',
  asked: { label: 'Files', hint: 'Screenshots, logs, whatever shows it. Ten at most.' },
};
