import type { Outcome, Picture } from '../../src/adapter.ts';

/** The smallest PNG that there is: one point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const DRAWN: Picture = {
  name: 'report.png',
  type: 'image/png',
  bytes: PNG.length,
  alt: 'Tickets opened: 17',
  read: async () => new Uint8Array(PNG),
};

/** An answer with a picture, a link that is for whoever asked, and the sentences. */
export const ILLUSTRATED: Outcome = {
  kind: 'answer',
  message: {
    audience: 'everyone',
    lines: [
      { kind: 'title', text: 'What the desk is worth' },
      { kind: 'text', text: '80 % were satisfied <!channel>' },
      { kind: 'hint', text: 'All of it: http://127.0.0.1/report/open?token=secret' },
    ],
  },
  picture: DRAWN,
};
