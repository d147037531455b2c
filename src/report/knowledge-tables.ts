/** What people asked, as tables of the report: how many an article helped, and what nothing answered. Pure. */
import type { Gaps } from '../desk/knowledge/gaps.ts';
import type { Reporting } from '../say/words.ts';
import type { Table } from './tables.ts';

/** Without rows where nobody asked anything. */
export function knowledgeTables({ tally, gaps }: Gaps, { phrases }: Reporting): readonly Table[] {
  const { headings, columns, outcomes } = phrases;
  const counted = Object.entries(outcomes).map(([outcome, label]) => [label, tally[outcome as keyof typeof outcomes]]);
  const any = tally.offered + tally.unanswered > 0;
  return [
    {
      name: 'answers',
      heading: headings.answers,
      columns: [columns.outcome, columns.questions],
      rows: any ? counted : [],
    },
    {
      name: 'gaps',
      heading: headings.gaps,
      columns: [columns.asked, columns.times],
      rows: gaps.map(({ text, times }) => [text, times]),
    },
  ];
}
