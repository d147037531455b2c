/** What only one person is to see. Never sent twice: an answer in doubt is let go, since the person can ask again. */
import type { Outcome } from '../../src/adapter.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { object, string } from './json.ts';
import { type Page, render, renderText, type Seal } from './render.ts';

/** Where somebody did something, and so where they look for what became of it. */
export interface Where {
  readonly team: string;
  readonly user: string;
  readonly channel?: string;
  readonly thread?: string;
  readonly responseUrl?: string;
  /** In their App Home: the answer alone, or above what is shown there. */
  readonly home?: 'alone' | 'above';
}

const SETTINGS = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

/** What an outcome shows, if anything. */
export function pagesOf(outcome: Outcome, seal: Seal): readonly Page[] {
  switch (outcome.kind) {
    case 'answer':
      return render(outcome.message, seal);
    case 'problems':
      return outcome.usage === undefined
        ? renderText(outcome.problems.map(({ text }) => text).join('\n'))
        : render(outcome.usage, seal);
    case 'done':
      return [];
    default:
      return outcome satisfies never;
  }
}

/** The body of an acknowledgement that answers a slash command. */
export const ephemeralBody = ({ text, blocks }: Page) => ({
  response_type: 'ephemeral',
  replace_original: false,
  text,
  blocks,
  ...SETTINGS,
});

/** Shows the pages where the person is, or where that cannot be, in their direct messages. Rejects when neither works. */
export async function whisper(web: Callers, where: Where, pages: readonly Page[]): Promise<void> {
  for (const page of pages) await whisperPage(web, where, page);
}

async function whisperPage(callers: Callers, where: Where, page: Page): Promise<void> {
  const web = callers(where.team);
  const { channel, thread, user, responseUrl } = where;
  const content = { text: page.text, blocks: page.blocks, ...SETTINGS };
  if (channel !== undefined) {
    try {
      await web.apiCall('chat.postEphemeral', {
        channel,
        user,
        ...(thread !== undefined && { thread_ts: thread }),
        ...content,
      });
      return;
    } catch (error) {
      // Only where it is sure that nothing was shown is another way tried.
      const { kind } = problemOf(error);
      if (kind === 'ambiguous' || kind === 'refused' || kind === 'revoked') throw error;
    }
  }
  if (responseUrl !== undefined && (await respond(responseUrl, page))) return;
  const opened = await web.apiCall('conversations.open', { users: user });
  const direct = string(object(opened, 'channel'), 'id');
  await web.apiCall('chat.postMessage', { channel: direct ?? user, ...content });
}

/** Whether the response URL took it; it takes five in half an hour. */
async function respond(url: string, page: Page): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ephemeralBody(page)),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  await response.body?.cancel();
  return response.ok;
}
