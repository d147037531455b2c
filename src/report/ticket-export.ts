/** Ticket by ticket, as lines of CSV or JSON that are sent as they are read. Pure but for what it is given to read from. */
import type { TicketRow } from '../desk/worth/tickets.ts';
import type { ColumnName } from '../say/report/phrases.ts';
import type { Reporting } from '../say/words.ts';
import { type Cell, csvLine } from './tables.ts';

export interface TicketExport {
  readonly reporting: Reporting;
  readonly label: (number: number) => string;
  readonly currency: string;
}

type Batches = AsyncIterable<readonly TicketRow[]>;

export async function* ticketsAsCsv(batches: Batches, settings: TicketExport): AsyncGenerator<string> {
  yield csvLine(headOf(settings));
  for await (const rows of batches) yield rows.map((row) => csvLine(cellsOf(row, settings))).join('');
}

export async function* ticketsAsJson(batches: Batches, settings: TicketExport): AsyncGenerator<string> {
  const head = headOf(settings);
  let between = '';
  yield '{"table": "tickets", "rows": [';
  for await (const rows of batches) {
    const named = rows.map((row) => {
      const cells = cellsOf(row, settings);
      return JSON.stringify(Object.fromEntries(head.map((column, index) => [column, cells[index] ?? null])));
    });
    yield `${between}\n${named.join(',\n')}`;
    between = ',';
  }
  yield '\n]}\n';
}

const COLUMNS: readonly ColumnName[] = [
  'ticket',
  'service',
  'openedAt',
  'repliedAt',
  'resolvedAt',
  'rated',
  'effort',
  'cost',
];

const headOf = ({ reporting: { phrases }, currency }: TicketExport): readonly string[] =>
  COLUMNS.map((column) => (column === 'cost' ? `${phrases.columns.cost} (${currency})` : phrases.columns[column]));

function cellsOf(row: TicketRow, { label, reporting: { phrases } }: TicketExport): readonly Cell[] {
  const { number, service, openedAt, firstReplyAt, resolvedAt, rated, effort, cost } = row;
  return [
    label(number),
    service || phrases.noService,
    openedAt.toISOString(),
    firstReplyAt?.toISOString(),
    resolvedAt?.toISOString(),
    rated,
    effort.agent + effort.lead,
    cost === undefined ? undefined : Math.round(cost * 100) / 100,
  ];
}
