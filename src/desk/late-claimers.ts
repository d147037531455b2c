import type { PoolClient } from 'pg';
import type { TicketRow } from './ticket-row.ts';

interface Locked {
  readonly org: number | undefined;
  readonly ticket: TicketRow | null | undefined;
}

/**
 * Whoever claimed the ticket while its lock was waited for, and did so with their first gesture ever, has an account that
 * the statement's snapshot does not show: the name is looked up in another.
 */
export async function nameLateClaimers(client: PoolClient, locked: readonly Locked[]): Promise<void> {
  for (const { org, ticket } of locked) {
    if (!ticket || ticket.assignee_account === null || ticket.assignee_name !== null) continue;
    const { rows } = await client.query<{ readonly name: string }>(
      'select name from account where org_id = $1 and account = $2',
      [org, ticket.assignee_account],
    );
    ticket.assignee_name = rows[0]?.name ?? null;
  }
}
