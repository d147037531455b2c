import type { MortalCompany } from './mortal-company.ts';

/** The key of everything that the desk posted, in the order in which each platform showed it: Slack's, then Discord's. */
export function keysShown({ slack, discord }: MortalCompany): readonly string[] {
  const inSlack = slack.ledger.flatMap(({ kind, metadata }) => {
    const payload = metadata?.['event_payload'] as { readonly key?: string } | undefined;
    return kind === 'posted' && payload?.key !== undefined ? [payload.key] : [];
  });
  const inDiscord = discord.ledger.flatMap(({ kind, action, nonce, userId }) =>
    kind === 'message' && action === 'create' && nonce !== undefined && userId === discord.botId ? [String(nonce)] : [],
  );
  return [...inSlack, ...inDiscord];
}

/** The row of the outbox that a key is of: the desk's own prefix and the row's id. NaN for the pages after the first. */
export const rowOf = (key: string): number => Number.parseInt(/^[0-9a-z]+-([0-9a-z]+)$/.exec(key)?.[1] ?? '', 36);
